using System.Globalization;
using Azure.Data.Tables;
using DataSharing.Storage;

namespace DataSharing.AzureServices.Tables;

/// <summary>A row as an entity: schema version, the commit that wrote it, and the body in pieces, since a property takes 64 KiB.</summary>
internal static class RowEntity
{
    /// <summary>The commit that wrote the entity.</summary>
    public const string Commit = "c";

    private const string Schema = "v";
    private const int PieceBytes = 60 * 1024;
    private static readonly string[] Pieces =
    [
        .. Enumerable
            .Range(0, (RecordLimits.MaximumBodyBytes + PieceBytes - 1) / PieceBytes)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"b{i}")),
    ];

    public static TableEntity Write(string partition, string key, int schemaVersion, ReadOnlyMemory<byte> body, Guid commit)
    {
        var entity = new TableEntity(partition, key) { [Schema] = schemaVersion, [Commit] = commit };
        for (var i = 0; i * PieceBytes < body.Length; i++)
        {
            entity[Pieces[i]] = body.Slice(i * PieceBytes, Math.Min(PieceBytes, body.Length - (i * PieceBytes))).ToArray();
        }

        return entity;
    }

    public static StoredRow Read(TableEntity entity, EtagCipher versions) =>
        new(
            entity.RowKey,
            entity.GetInt32(Schema) ?? throw new StoreUnavailableException("A stored row is not of this store's making."),
            Body(entity),
            versions.Seal(entity.ETag)
        );

    private static byte[] Body(TableEntity entity)
    {
        var pieces = new List<byte[]>(1);
        foreach (var name in Pieces)
        {
            if (!entity.TryGetValue(name, out var value) || value is not byte[] piece)
            {
                break;
            }

            pieces.Add(piece);
        }

        return pieces.Count == 1 ? pieces[0] : [.. pieces.SelectMany(p => p)];
    }
}
