using System.CommandLine;
using DataSharing.Cli;
using DataSharing.Cli.Scenarios;

var root = new RootCommand("datasharing: tokens for development, scenarios, and verification that needs no service.")
{
    TokenCommand.Create(),
    ScenarioCommand.Create(),
    VerifyCommand.Create(),
    LogFetchCommand.Create(),
};
return await CommandLine.RunAsync(root, args, Console.Error);
