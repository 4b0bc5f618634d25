using System.CommandLine;
using DataSharing.TransparencyLog;

namespace DataSharing.Cli;

/// <summary><c>datasharing verify log</c>: a folder of the log's files, from the first entry to the checkpoint.</summary>
internal static class VerifyLogCommand
{
    public static Command Create()
    {
        var folder = new Option<string>("--folder")
        {
            Description = "Where checkpoint and tile/ are (datasharing log fetch).",
            Required = true,
        };
        var key = VerifyCommand.Key();
        var hashes = new Option<bool>("--hashes-only") { Description = "Check the hashes without the entries, though they are there." };
        var known = new Option<string[]>("--known")
        {
            Description = "A checkpoint of this log kept from before or by somebody else: the log must agree with it. May be given again.",
        };
        var command = new Command("log", "Checks every entry, tile and signature of a log, and names the first that is wrong.")
        {
            folder,
            key,
            hashes,
            known,
        };
        var witnessed = new WitnessedBy();
        witnessed.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var files = new LogFolder(parsed.GetRequiredValue(folder));
                var withEntries = files.HasEntries && !parsed.GetValue(hashes);
                var keys = await KeyText.ReadAsync(parsed.GetRequiredValue(key), cancellationToken);
                var policy = await witnessed.ReadAsync(parsed, keys, cancellationToken);
                var check = new FolderCheck(files, keys) { WithEntries = withEntries, Known = parsed.GetValue(known) ?? [] };
                if (await check.RunAsync(cancellationToken) is not { } genuine)
                {
                    return CommandLine.Refused;
                }

                var (witnesses, code) = WitnessedBy.Of(
                    policy,
                    await File.ReadAllBytesAsync(files.Checkpoint, cancellationToken),
                    CommandLine.Done
                );
                await Console.Out.WriteLineAsync(
                    $"""
                    verified: {genuine.Checkpoint.Origin}
                    entries  {genuine.Checkpoint.Size}{(withEntries ? "" : " (hashes only: the entries themselves were not checked)")}
                    root     {Convert.ToHexStringLower(genuine.Checkpoint.Root.Span)}
                    signed   {ReceiptReport.Moment(genuine.SignedAt)} by {string.Join(
                        " and ",
                        genuine.Signers.Select(s => $"{s.KeyId:x8}")
                    )}{witnesses}
                    """
                );
                return code;
            }
        );
        return command;
    }
}
