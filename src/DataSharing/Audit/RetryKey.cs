namespace DataSharing.Audit;

/// <summary>A creating request as retries are told apart: its Idempotency-Key and the bytes of its body.</summary>
public sealed record RetryKey(string Key, ReadOnlyMemory<byte> Body)
{
    public override string ToString() => "RetryKey(redacted)";
}
