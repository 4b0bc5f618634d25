using System.Globalization;
using DataSharing.TransparencyLog;

namespace DataSharing.Cli;

/// <summary>A verdict on a receipt, in words, with the exit code that scripts go by.</summary>
internal static class ReceiptReport
{
    public static (string Text, int ExitCode) Of(string receiptText, IReadOnlyList<VerifierKey> keys)
    {
        var verdicts = keys.Select(key => ReceiptVerifier.Verify(receiptText, key)).ToArray();
        // One of several keys may be its signer; what the others say of it is no matter then.
        return Of(verdicts.FirstOrDefault(v => v is not ReceiptVerdict.OtherKey) ?? verdicts[0]);
    }

    private static (string Text, int ExitCode) Of(ReceiptVerdict verdict) =>
        verdict switch
        {
            ReceiptVerdict.Genuine { Receipt: var receipt } => (
                $"""
                genuine: {receipt.Origin} promised to log this entry
                entry    {Convert.ToHexStringLower(receipt.LeafHash.Span)} (leaf hash, SHA-256)
                issued   {Moment(receipt.IssuedAt)}
                deadline {Moment(receipt.Deadline)}
                group    {receipt.GroupIndex + 1} of {receipt.GroupSize} under one signature
                A receipt is a promise: whether the entry is in the log is shown by the log (--log FOLDER).
                """,
                CommandLine.Done
            ),
            ReceiptVerdict.Forged => ("not genuine: the signature does not fit", CommandLine.Refused),
            ReceiptVerdict.OtherKey other => (
                $"not this key's: the receipt names {other.Origin}, key {other.KeyId:x8}",
                CommandLine.Refused
            ),
            ReceiptVerdict.Malformed => ("not a receipt", CommandLine.Refused),
            _ => throw new InvalidOperationException("A verdict that this command does not know."),
        };

    public static string Moment(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
