using System.CommandLine;
using System.Text;
using DataSharing.TransparencyLog;

namespace DataSharing.Cli;

/// <summary><c>datasharing verify proof</c>: that an entry is in the log, or that the log only grew.</summary>
internal static class VerifyProofCommand
{
    public static Command Create()
    {
        var proof = new Option<string>("--proof")
        {
            Description = "The proof's file, as /log/proof/INDEX or /log/consistency/SIZE gives it.",
            Required = true,
        };
        var entry = new Option<string?>("--entry")
        {
            Description = "Inclusion: the entry's file, as /api/audit/entries/INDEX/leaf gives it.",
        };
        var receipt = new Option<string?>("--receipt") { Description = "Inclusion: the receipt, or @FILE, instead of the entry." };
        var older = new Option<string?>("--older") { Description = "Consistency: the older checkpoint's file." };
        var key = VerifyCommand.Key();
        var command = new Command(
            "proof",
            "Checks that an entry is in the log (--entry or --receipt), or that the log only grew (--older)."
        )
        {
            proof,
            key,
            entry,
            receipt,
            older,
        };
        var witnessed = new WitnessedBy();
        witnessed.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var keys = await KeyText.ReadAsync(parsed.GetRequiredValue(key), cancellationToken);
                var policy = await witnessed.ReadAsync(parsed, keys, cancellationToken);
                var text = await File.ReadAllTextAsync(parsed.GetRequiredValue(proof), cancellationToken);
                var (report, code) = (parsed.GetValue(entry), parsed.GetValue(receipt), parsed.GetValue(older)) switch
                {
                    ({ } file, null, null) => Inclusion(
                        text,
                        MerkleTree.LeafHash(await File.ReadAllBytesAsync(file, cancellationToken)),
                        keys
                    ),
                    (null, { } given, null) => Inclusion(text, Promised(await ReceiptText.ReadAsync(given, cancellationToken)), keys),
                    (null, null, { } file) => Consistency(text, await File.ReadAllBytesAsync(file, cancellationToken), keys),
                    _ => throw new UnusableInputException("Give one of --entry, --receipt and --older."),
                };
                var (witnesses, answer) = code == CommandLine.Done ? WitnessedBy.Of(policy, NoteOf(text), code) : ("", code);
                await Console.Out.WriteLineAsync(report + witnesses);
                return answer;
            }
        );
        return command;
    }

    private static string NoteOf(string proof) =>
        InclusionProof.TryParse(proof, out var inclusion) ? inclusion.Note
        : ConsistencyProof.TryParse(proof, out var consistency) ? consistency.Note
        : "";

    private static byte[] Promised(string receiptText) =>
        Receipt.TryDecode(receiptText, out var receipt)
            ? receipt.LeafHash.ToArray()
            : throw new UnusableInputException("That is not a receipt.");

    private static (string, int) Inclusion(string text, byte[] leafHash, IReadOnlyList<VerifierKey> keys)
    {
        if (!InclusionProof.TryParse(text, out var proof))
        {
            return ("NOT VERIFIED: this is not an inclusion proof", CommandLine.Refused);
        }

        var (genuine, why) = CheckpointReport.Of(Encoding.UTF8.GetBytes(proof.Note), keys);
        return genuine is null ? ($"NOT VERIFIED: {why}", CommandLine.Refused)
            : proof.Shows(leafHash, genuine.Checkpoint)
                ? (
                    $"verified: it is entry {proof.Index} of the {genuine.Checkpoint.Size} of {genuine.Checkpoint.Origin}, signed {ReceiptReport.Moment(genuine.SignedAt)}",
                    CommandLine.Done
                )
            : ($"NOT VERIFIED: the proof does not lead from this entry to the checkpoint", CommandLine.Refused);
    }

    private static (string, int) Consistency(string text, byte[] older, IReadOnlyList<VerifierKey> keys)
    {
        if (!ConsistencyProof.TryParse(text, out var proof))
        {
            return ("NOT VERIFIED: this is not a consistency proof", CommandLine.Refused);
        }

        var (old, whyOld) = CheckpointReport.Of(older, keys);
        var (current, why) = CheckpointReport.Of(Encoding.UTF8.GetBytes(proof.Note), keys);
        return old is null ? ($"NOT VERIFIED: the older one: {whyOld}", CommandLine.Refused)
            : current is null ? ($"NOT VERIFIED: {why}", CommandLine.Refused)
            : proof.Shows(old.Checkpoint, current.Checkpoint)
                ? (
                    $"verified: the log of {old.Checkpoint.Size} entries is the beginning of the log of {current.Checkpoint.Size}; nothing in it was changed",
                    CommandLine.Done
                )
            : ("NOT VERIFIED: the proof does not lead from the older checkpoint to the newer", CommandLine.Refused);
    }
}
