using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DataSharing.Storage;

/// <summary>
/// How one kind of row is written and read: JSON of the current version; older versions go through <paramref name="upcast"/>; an unknown
/// version refuses, because guessing at a record that a newer release wrote could drop a restriction.
/// </summary>
public sealed class RowFormat<T>(int currentVersion, JsonTypeInfo<T> type, Func<int, JsonElement, T>? upcast = null)
    where T : class
{
    public int CurrentVersion { get; } = currentVersion;

    public ReadOnlyMemory<byte> Write(T value) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    public RowWrite Insert(string rowKey, T value) => new RowWrite.Insert(rowKey, CurrentVersion, Write(value));

    public RowWrite Replace(string rowKey, T value, RowVersion expected) =>
        new RowWrite.Replace(rowKey, CurrentVersion, Write(value), expected);

    /// <exception cref="UnknownRowVersionException">The row was written by a release that this one does not know.</exception>
    public T Read(StoredRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.SchemaVersion == CurrentVersion)
        {
            return JsonSerializer.Deserialize(row.Body.Span, type) ?? throw new UnknownRowVersionException(row.SchemaVersion);
        }

        if (upcast is null || row.SchemaVersion > CurrentVersion)
        {
            throw new UnknownRowVersionException(row.SchemaVersion);
        }

        using var document = JsonDocument.Parse(row.Body);
        return upcast(row.SchemaVersion, document.RootElement);
    }
}

/// <summary>A stored row has a shape that this release cannot read. Nobody can sensibly continue: the request fails and an operator must look.</summary>
public sealed class UnknownRowVersionException(int version)
    : Exception($"A stored row has shape version {version}, which this release does not know.");
