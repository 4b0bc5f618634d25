using System.CommandLine;

namespace DataSharing.Cli.Scenarios;

/// <summary><c>datasharing scenario load</c>: a synthetic partnership through the real API.</summary>
internal static class ScenarioCommand
{
    public static Command Create()
    {
        var api = Addresses.Api();
        var issuer = Addresses.Issuer();
        var folder = new Option<DirectoryInfo>("--file")
        {
            Description = "The scenario's folder, with its scenario.json.",
            DefaultValueFactory = _ => new DirectoryInfo("scenarios/eastmere"),
        };
        var ids = new Option<FileInfo?>("--ids")
        {
            Description = "Writes 'step id' lines here: what each step of the scenario is called in this store.",
        };
        var part = new Option<string?>("--part") { Description = "Only this part of it, as its scenario.json names them." };
        var load = new Command("load", "Loads a scenario. Loading it again changes nothing.") { api, issuer, folder, ids, part };
        load.SetAction(
            async (parsed, cancellationToken) =>
            {
                var scenario = Scenario.Read(parsed.GetRequiredValue(folder), parsed.GetValue(part));
                using var platform = Addresses.Client(parsed.GetRequiredValue(api));
                using var tokens = Addresses.Client(parsed.GetRequiredValue(issuer));
                var loader = new ScenarioLoader(platform, new DevelopmentIssuer(tokens), Console.Out);
                switch (await loader.LoadAsync(scenario, cancellationToken))
                {
                    case LoadOutcome.Loaded loaded:
                        if (parsed.GetValue(ids) is { } file)
                        {
                            await File.WriteAllLinesAsync(file.FullName, loaded.Ids, cancellationToken);
                        }

                        return CommandLine.Done;
                    case LoadOutcome.Stopped stopped:
                        await Console.Error.WriteLineAsync($"datasharing: step '{stopped.Step}' failed: {stopped.Reason}");
                        return CommandLine.Refused;
                    default:
                        throw new InvalidOperationException("An outcome that this command does not know.");
                }
            }
        );
        return new Command("scenario", "Synthetic partnerships.") { load };
    }
}
