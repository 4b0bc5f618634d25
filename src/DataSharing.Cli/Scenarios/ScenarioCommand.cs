using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using DataSharing.Cli.Scenarios.Generator;

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
                var clock = Stopwatch.StartNew();
                switch (await loader.LoadAsync(scenario, cancellationToken))
                {
                    case LoadOutcome.Loaded loaded:
                        if (parsed.GetValue(ids) is { } file)
                        {
                            await File.WriteAllLinesAsync(file.FullName, loaded.Ids, cancellationToken);
                        }

                        Console.WriteLine(
                            string.Create(CultureInfo.InvariantCulture, $"  {scenario.Count} steps in {clock.Elapsed.TotalSeconds:F1} s")
                        );
                        return CommandLine.Done;
                    case LoadOutcome.Stopped stopped:
                        await Console.Error.WriteLineAsync($"datasharing: step '{stopped.Step}' failed: {stopped.Reason}");
                        return CommandLine.Refused;
                    default:
                        throw new InvalidOperationException("An outcome that this command does not know.");
                }
            }
        );
        return new Command("scenario", "Synthetic partnerships.") { load, Generate() };
    }

    private static Command Generate()
    {
        var scale = new Option<int>("--scale")
        {
            Description = "How many times the borough's own size: 1 to 1000.",
            DefaultValueFactory = _ => 100,
        };
        var seed = new Option<int>("--seed") { Description = "Another number, another borough.", DefaultValueFactory = _ => 1 };
        var target = new Option<DirectoryInfo>("--out") { Description = "The folder to write.", Required = true };
        var below = new Option<DirectoryInfo>("--base")
        {
            Description = "The scenario whose agencies and agreements it stands on.",
            DefaultValueFactory = _ => new DirectoryInfo("scenarios/eastmere"),
        };
        var generate = new Command("generate", "Writes a larger synthetic partnership, the same for the same scale and seed.")
        {
            scale,
            seed,
            target,
            below,
        };
        generate.SetAction(parsed =>
        {
            var size = parsed.GetRequiredValue(scale);
            if (size is < 1 or > ScenarioGenerator.MaximumScale)
            {
                throw new UnusableInputException($"--scale is 1 to {ScenarioGenerator.MaximumScale}.");
            }

            var steps = ScenarioGenerator.Write(
                size,
                parsed.GetRequiredValue(seed),
                parsed.GetRequiredValue(target),
                parsed.GetRequiredValue(below)
            );
            Console.WriteLine($"{steps} steps in {parsed.GetRequiredValue(target)}; load them with: datasharing scenario load --file …");
            return CommandLine.Done;
        });
        return generate;
    }
}
