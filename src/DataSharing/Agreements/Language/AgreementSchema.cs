namespace DataSharing.Agreements;

/// <summary>The published JSON Schema (2020-12) of agreement documents. What it accepts, <see cref="AgreementDocument"/> can read; a test compares.</summary>
public static class AgreementSchema
{
    private static readonly Lazy<byte[]> Bytes = new(Load);

    /// <summary>The schema's text, UTF-8.</summary>
    public static ReadOnlyMemory<byte> Utf8 => Bytes.Value;

    private static byte[] Load()
    {
        using var stream =
            typeof(AgreementSchema).Assembly.GetManifestResourceStream("agreement.schema.json")
            ?? throw new InvalidOperationException("agreement.schema.json is not in the assembly.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
