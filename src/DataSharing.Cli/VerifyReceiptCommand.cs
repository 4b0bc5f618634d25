using System.CommandLine;
using DataSharing.TransparencyLog;

namespace DataSharing.Cli;

/// <summary><c>datasharing verify receipt</c>: that the log's key signed it, and, with the log's files, whether the promise was kept.</summary>
internal static class VerifyReceiptCommand
{
    public static Command Create()
    {
        var receipt = new Option<string>("--receipt")
        {
            Description =
                "The receipt's text, or @FILE: a file that holds it alone, or a saved answer's headers with Audit-Receipt among them.",
            Required = true,
        };
        var folder = new Option<string?>("--log")
        {
            Description = "A folder of the log's files (datasharing log fetch): whether the promise was kept. Hashes are enough.",
        };
        var key = VerifyCommand.Key();
        var command = new Command("receipt", "Checks a receipt: who signed it and, with --log, whether its promise was kept.")
        {
            receipt,
            key,
            folder,
        };
        var witnessed = new WitnessedBy();
        witnessed.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var text = await ReceiptText.ReadAsync(parsed.GetRequiredValue(receipt), cancellationToken);
                var keys = await KeyText.ReadAsync(parsed.GetRequiredValue(key), cancellationToken);
                var policy = await witnessed.ReadAsync(parsed, keys, cancellationToken);
                if (policy.Witnesses.Count > 0 && parsed.GetValue(folder) is null)
                {
                    throw new UnusableInputException(
                        "A receipt is signed by the log alone; witnesses cosign its checkpoints: give --log, too."
                    );
                }

                var (report, code) = ReceiptReport.Of(text, keys);
                await Console.Out.WriteLineAsync(report);
                return code == CommandLine.Done && parsed.GetValue(folder) is { } root
                    ? await FollowAsync(text, keys, policy, root, cancellationToken)
                    : code;
            }
        );
        return command;
    }

    private static async Task<int> FollowAsync(
        string text,
        IReadOnlyList<VerifierKey> keys,
        WitnessPolicy policy,
        string root,
        CancellationToken cancellationToken
    )
    {
        var found = -1L;
        _ = Receipt.TryDecode(text, out var receipt);
        var promised = (receipt ?? throw new InvalidOperationException("It was verified before.")).LeafHash;
        var check = new FolderCheck(new LogFolder(root), keys)
        {
            WithEntries = false,
            Leaf = (index, hash) => found = found < 0 && hash.SequenceEqual(promised.Span) ? index : found,
        };
        if (await check.RunAsync(cancellationToken) is not { } checkpoint)
        {
            return CommandLine.Refused;
        }

        var (verdict, code) =
            found >= 0 ? ($"kept: it is entry {found} of the log", CommandLine.Done)
            : checkpoint.SignedAt >= receipt.Deadline
                ? (
                    $"BROKEN: at {ReceiptReport.Moment(checkpoint.SignedAt)}, after the deadline, the log signed {checkpoint.Checkpoint.Size} entries, and this one is not among them",
                    CommandLine.Refused
                )
            : (
                $"open: it is not in the log as of {ReceiptReport.Moment(checkpoint.SignedAt)}, and the deadline is later; fetch again after it",
                CommandLine.Open
            );
        var note = await File.ReadAllBytesAsync(new LogFolder(root).Checkpoint, cancellationToken);
        var (witnesses, answer) = WitnessedBy.Of(policy, note, code);
        await Console.Out.WriteLineAsync(verdict + witnesses);
        return answer;
    }
}
