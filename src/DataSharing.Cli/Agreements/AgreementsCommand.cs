using System.CommandLine;
using System.Globalization;
using System.Text;
using DataSharing.Agreements;

namespace DataSharing.Cli.Agreements;

/// <summary><c>datasharing agreements</c>: what can be done with agreement files, without a service.</summary>
internal static class AgreementsCommand
{
    public static Command Create() =>
        new("agreements", "Checks, renders, compares and analyses agreement files, without a service.")
        {
            Check(),
            Render(),
            CompareCommands.Compare(),
            CompareCommands.Analyse(),
            OdrlCommand.Create(),
            SimulateCommand.Create(),
        };

    private static Command Check()
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "Agreement documents.", Arity = ArgumentArity.OneOrMore };
        var law = new Option<FileInfo?>("--law") { Description = "The law pack. Otherwise the newest beside this program." };
        var on = new Option<DateOnly?>("--on")
        {
            Description = "The day to judge by, such as 2026-11-23. Otherwise today.",
            CustomParser = result =>
            {
                if (
                    DateOnly.TryParseExact(
                        result.Tokens[0].Value,
                        "yyyy-MM-dd",
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.None,
                        out var day
                    )
                )
                {
                    return day;
                }

                result.AddError("--on wants a day such as 2026-11-23.");
                return null;
            },
        };
        var json = new Option<bool>("--json") { Description = "The answer as JSON." };
        var command = new Command(
            "check",
            "Reads agreements and makes the legal check. Exit code 0: sound; 1: a finding refuses; 2: a file cannot be read."
        )
        {
            files,
            law,
            on,
            json,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var pack = await LawPackFile.ReadAsync(parsed.GetValue(law), cancellationToken);
                var day = parsed.GetValue(on) ?? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
                var verdicts = new List<AgreementVerdict>();
                foreach (var file in parsed.GetRequiredValue(files))
                {
                    verdicts.Add(await AgreementVerdict.OfAsync(file, pack, day, cancellationToken));
                }

                var text = parsed.GetValue(json) ? AgreementReport.Json(verdicts, pack, day) : AgreementReport.Plain(verdicts, pack, day);
                await Console.Out.WriteLineAsync(text);
                return verdicts.Max(verdict => verdict.ExitCode);
            }
        );
        return command;
    }

    private static Command Render()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "An agreement document." };
        var to = new Option<FileInfo>("--to") { Description = "The HTML file to write.", Required = true };
        var command = new Command("render", "Writes an agreement as text for people, from the bytes that are signed.") { file, to };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var source = parsed.GetRequiredValue(file);
                switch (await AgreementFile.ReadAsync(source, cancellationToken))
                {
                    case DocumentOutcome.Accepted { Document: var document }:
                        var target = parsed.GetRequiredValue(to).FullName;
                        await File.WriteAllTextAsync(target, AgreementText.Html(document), new UTF8Encoding(false), cancellationToken);
                        await Console.Out.WriteLineAsync($"{target}\ncontent hash {document.ContentHash}");
                        return CommandLine.Done;
                    case DocumentOutcome.Refused { Findings: var findings }:
                        await Console.Error.WriteLineAsync($"{source}: {findings[0].Code} {findings[0].Pointer} {findings[0].Sentence}");
                        return AgreementFile.IsUnreadable(findings) ? CommandLine.CouldNotRun : CommandLine.Refused;
                    default:
                        throw new InvalidOperationException("An outcome that this command does not know.");
                }
            }
        );
        return command;
    }
}
