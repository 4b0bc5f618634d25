using System.Globalization;
using DataSharing.Identity;
using DataSharing.Storage;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>
/// The log's entries as they lie in it, for those who check it as a whole: the partnership's IG officers. Their private parts stay sealed. Each
/// read is an act of its own.
/// </summary>
public sealed class LogEntries(LogReader log, AuditQueries queries, Journal journal)
{
    /// <summary>A bundle in the form of the log's files; null where the log does not reach it.</summary>
    /// <exception cref="StoreUnavailableException">Nothing may leave. HTTP 503.</exception>
    public async ValueTask<(ReadOnlyMemory<byte>? Bundle, AuditReceipt Receipt)> ReadAsync(
        Caller officer,
        Tile bundle,
        CancellationToken cancellationToken
    )
    {
        AuditInquiries.EnsureAcross(officer);
        var entries = await log.EntriesAsync(bundle, cancellationToken);
        var details = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["first"] = bundle.FirstEntry.ToString(CultureInfo.InvariantCulture),
            ["entries"] = (entries?.Count ?? 0).ToString(CultureInfo.InvariantCulture),
        };
        var receipt = await RecordAsync(officer, "audit.bundle-read", details, cancellationToken);
        ReadOnlyMemory<byte>? file = entries is null ? null : new ReadOnlyMemory<byte>(EntryBundle.Write(entries));
        return (file, receipt);
    }

    /// <summary>One entry's bytes, to be held against a proof; null alike where there is none and where it is not the officer's to read.</summary>
    /// <exception cref="StoreUnavailableException">Nothing may leave. HTTP 503.</exception>
    public async ValueTask<(ReadOnlyMemory<byte>? Leaf, AuditReceipt Receipt)> LeafAsync(
        Caller officer,
        long index,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        return await ReadAsync(officer, index, await queries.LeafAsync(officer, index, cancellationToken), cancellationToken);
    }

    /// <summary>The same of any agency's entry, for the partnership's own IG, who may read the bundle it lies in; null where there is none.</summary>
    /// <exception cref="StoreUnavailableException">Nothing may leave. HTTP 503.</exception>
    public async ValueTask<(ReadOnlyMemory<byte>? Leaf, AuditReceipt Receipt)> LeafAcrossAsync(
        Caller officer,
        long index,
        CancellationToken cancellationToken
    )
    {
        AuditInquiries.EnsureAcross(officer);
        return await ReadAsync(officer, index, await queries.LeafAcrossAsync(index, cancellationToken), cancellationToken);
    }

    private async ValueTask<(ReadOnlyMemory<byte>? Leaf, AuditReceipt Receipt)> ReadAsync(
        Caller officer,
        long index,
        ReadOnlyMemory<byte>? leaf,
        CancellationToken cancellationToken
    )
    {
        var details = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["index"] = index.ToString(CultureInfo.InvariantCulture),
            ["found"] = leaf is null ? "no" : "yes",
        };
        return (leaf, await RecordAsync(officer, "audit.leaf-read", details, cancellationToken));
    }

    // INVARIANT: the officer's own look is in the log before the answer leaves.
    private ValueTask<AuditReceipt> RecordAsync(
        Caller officer,
        string act,
        IReadOnlyDictionary<string, string> details,
        CancellationToken cancellationToken
    ) =>
        journal.RecordAsync(
            Shards.Of(officer.Agency.Value),
            new AuditAct
            {
                Act = act,
                Caller = officer,
                Details = details,
            },
            cancellationToken
        );
}
