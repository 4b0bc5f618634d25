using System.CommandLine;

namespace DataSharing.Cli.Exports;

/// <summary><c>datasharing verify export</c>: that an export's entries are what the log holds.</summary>
internal static class VerifyExportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The export's zip, as it was taken out." };
        var key = VerifyCommand.Key();
        var command = new Command("export", "Checks an export's file, entries, proofs and checkpoint, and names the first that is wrong.")
        {
            file,
            key,
        };
        var witnessed = new WitnessedBy();
        witnessed.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var keys = await KeyText.ReadAsync(parsed.GetRequiredValue(key), cancellationToken);
                var policy = await witnessed.ReadAsync(parsed, keys, cancellationToken);
                using var check = new ExportCheck(keys, policy);
                var (report, code) = await check.RunAsync(parsed.GetRequiredValue(file), cancellationToken);
                await Console.Out.WriteLineAsync(report);
                return code;
            }
        );
        return command;
    }
}
