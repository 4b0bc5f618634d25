namespace DataSharing.Storage;

/// <summary>
/// The version of one stored row or blob, compared for equality only. It becomes the HTTP ETag, so it carries no meaning a caller could read.
/// </summary>
public sealed record RowVersion
{
    public RowVersion(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        Value = value;
    }

    public string Value { get; }

    public override string ToString() => Value;
}
