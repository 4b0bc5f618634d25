using System.CommandLine;
using DataSharing.Cli;
using DataSharing.Cli.Agreements;
using DataSharing.Cli.Scenarios;
using DataSharing.Cli.Witnesses;

var root = new RootCommand("datasharing: tokens for development, scenarios, and checks of receipts and agreements that need no service.")
{
    TokenCommand.Create(),
    ScenarioCommand.Create(),
    VerifyCommand.Create(),
    LogFetchCommand.Create(),
    WitnessCommand.Create(),
    AgreementsCommand.Create(),
};
return await CommandLine.RunAsync(root, args, Console.Error);
