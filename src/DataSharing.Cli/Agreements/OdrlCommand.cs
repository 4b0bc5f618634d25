using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using DataSharing.Agreements;

namespace DataSharing.Cli.Agreements;

/// <summary><c>datasharing agreements odrl</c>: an agreement as a policy that ODRL tools read, to standard output.</summary>
internal static class OdrlCommand
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "An agreement document." };
        var command = new Command("odrl", "Prints an agreement as an ODRL policy in JSON-LD, from the bytes that are signed.") { file };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var source = parsed.GetRequiredValue(file);
                switch (await AgreementFile.ReadAsync(source, cancellationToken))
                {
                    case DocumentOutcome.Accepted { Document: var document }:
                        await Console.Out.WriteLineAsync(OdrlPolicy.Of(document).ToJsonString(Indented));
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
