using DataSharing.TransparencyLog;

namespace DataSharing.Cli;

/// <summary>Why a checkpoint is not genuine, in words.</summary>
internal static class CheckpointReport
{
    public static (CheckpointVerdict.Genuine? Genuine, string Why) Of(ReadOnlySpan<byte> note, IReadOnlyList<VerifierKey> keys) =>
        CheckpointVerifier.Verify(note, keys) switch
        {
            CheckpointVerdict.Genuine genuine => (genuine, ""),
            CheckpointVerdict.Forged forged => (null, $"the signature of key {forged.Key.KeyId:x8} does not fit the checkpoint"),
            CheckpointVerdict.NotSigned => (null, "the checkpoint is not signed, with its time, by the key given"),
            CheckpointVerdict.OtherLog other => (null, $"the checkpoint is of another log: {other.Origin}"),
            _ => (null, "this is not a signed checkpoint"),
        };
}
