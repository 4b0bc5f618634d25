using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>The row of a version's canonical bytes: it changes only while the version is a draft, and then with the record. Its body is the document itself, so its hash is the content hash.</summary>
internal static class AgreementDocumentRow
{
    public const int SchemaVersion = 1;

    public static string RowKey(string id, int version) => $"agreement-document:{id}:{version}";

    public static RowWrite Insert(AgreementDocument document) =>
        new RowWrite.Insert(RowKey(document.Agreement.Id.Value, document.Agreement.Version), SchemaVersion, document.Canonical);

    public static RowWrite Replace(AgreementDocument document, RowVersion expected) =>
        new RowWrite.Replace(RowKey(document.Agreement.Id.Value, document.Agreement.Version), SchemaVersion, document.Canonical, expected);

    /// <summary>The document, or null where the row does not hold what was signed.</summary>
    public static AgreementDocument? Open(StoredRow? row, string contentHash)
    {
        var signed =
            row is { SchemaVersion: SchemaVersion }
            && string.Equals(CanonicalJson.Hash(row.Body.Span), contentHash, StringComparison.Ordinal);
        return signed && AgreementDocument.Read(row?.Body ?? default) is DocumentOutcome.Accepted accepted ? accepted.Document : null;
    }
}
