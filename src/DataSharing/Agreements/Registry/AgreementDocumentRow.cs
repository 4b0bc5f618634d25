using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>The row of a version's canonical bytes: written once, with the draft. Its body is the document itself, so its hash is the content hash.</summary>
internal static class AgreementDocumentRow
{
    public const int SchemaVersion = 1;

    public static string RowKey(string id, int version) => $"agreement-document:{id}:{version}";

    public static RowWrite Insert(AgreementDocument document) =>
        new RowWrite.Insert(RowKey(document.Agreement.Id.Value, document.Agreement.Version), SchemaVersion, document.Canonical);

    /// <summary>The document, or null where the row does not hold what was signed.</summary>
    public static AgreementDocument? Open(StoredRow? row, string contentHash)
    {
        var signed =
            row is { SchemaVersion: SchemaVersion }
            && string.Equals(CanonicalJson.Hash(row.Body.Span), contentHash, StringComparison.Ordinal);
        return signed && AgreementDocument.Read(row?.Body ?? default) is DocumentOutcome.Accepted accepted ? accepted.Document : null;
    }
}
