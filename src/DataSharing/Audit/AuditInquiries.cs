using System.Globalization;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>
/// An officer's questions as acts of their own: each is in the log before its answer leaves, with the question as its private part. Pages and
/// API ask here.
/// </summary>
public sealed class AuditInquiries(AuditQueries queries, Journal journal)
{
    /// <summary>As <see cref="AuditQueries.SearchAsync"/>; but nobody reviews what they did themselves, whatever roles they hold.</summary>
    public async ValueTask<AuditInquiryOutcome> SearchAsync(
        Caller officer,
        AuditSearch search,
        AuditCursor? after,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(search);
        if (search.IsAboutOwn(officer))
        {
            var refused = new AuditAct
            {
                Act = "audit.own-refused",
                Caller = officer,
                Asked = search.Asked,
            };
            return new AuditInquiryOutcome.NeedsAnother(
                await journal.RecordAsync(Shards.Of(officer.Agency.Value), refused, cancellationToken)
            );
        }

        var act = new AuditAct
        {
            Act = $"audit.read-by-{search.LookedUpBy}",
            Caller = officer,
            // Neither among the records nor the subjects: an officer who looks at a history would otherwise lengthen it.
            Asked = search.Asked,
        };
        act = journal.Begin(act, cancellationToken);
        var page = await queries.SearchAsync(officer, search, after, cancellationToken);
        act = act with
        {
            Details = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["entries"] = page.Entries.Count.ToString(CultureInfo.InvariantCulture),
            },
        };
        // INVARIANT: the officer's own look is in the log before the answer leaves.
        return new AuditInquiryOutcome.Found(page, await journal.RecordAsync(Shards.Of(officer.Agency.Value), act, cancellationToken));
    }

    /// <inheritdoc cref="AuditQueries.CountGroundsAsync"/>
    public async ValueTask<(GroundCounts Counts, AuditReceipt Receipt)> CountGroundsAsync(
        Caller officer,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        var counts = await queries.CountGroundsAsync(officer, from, to, cancellationToken);
        return (counts, await CountedAsync(officer, Days(from, to), cancellationToken));
    }

    /// <summary>How often each ground refused something in these agencies together, for the partnership's own IG.</summary>
    /// <param name="officer">Who asks.</param>
    /// <param name="agencies">Every agency of the partnership, or <paramref name="agency"/> alone.</param>
    /// <param name="agency">The one that was asked about; null for all.</param>
    /// <param name="from">First UTC day.</param>
    /// <param name="to">Last UTC day.</param>
    /// <param name="cancellationToken">The request's.</param>
    /// <exception cref="StoreUnavailableException">As <see cref="AuditQueries.CountGroundsAsync"/>.</exception>
    public async ValueTask<(GroundCounts Counts, AuditReceipt Receipt)> CountGroundsAcrossAsync(
        Caller officer,
        IReadOnlyCollection<AgencyId> agencies,
        AgencyId? agency,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken
    )
    {
        EnsureAcross(officer);
        var of = agency is null ? [.. agencies.Append(AuditEntrySealer.Platform)] : new[] { agency };
        var counts = await queries.CountGroundsAcrossAsync(of, from, to, cancellationToken);
        var asked = $"{(agency is null ? "" : $"agency={agency}&")}{Days(from, to)}&across=true";
        return (counts, await CountedAsync(officer, asked, cancellationToken));
    }

    /// <summary>The header of any agency's entry, for the partnership's own IG; null where there is none.</summary>
    public ValueTask<(LoggedEntry? Entry, AuditReceipt Receipt)> FindAcrossAsync(
        Caller officer,
        long index,
        CancellationToken cancellationToken
    ) => ReadAsync(officer, index, () => queries.FindAcrossAsync(index, cancellationToken), "audit.header-read", cancellationToken);

    /// <summary>One entry in full; null alike where there is none and where it is not the officer's to read.</summary>
    public ValueTask<(LoggedEntry? Entry, AuditReceipt Receipt)> FindAsync(
        Caller officer,
        long index,
        CancellationToken cancellationToken
    ) => ReadAsync(officer, index, () => queries.FindAsync(officer, index, cancellationToken), "audit.entry-read", cancellationToken);

    internal static void EnsureAcross(Caller officer)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (!officer.Has(PartnershipRoles.Ig))
        {
            throw new UnauthorizedAccessException("The door lets partnership IG officers in alone.");
        }
    }

    private static string Days(DateOnly from, DateOnly to) =>
        string.Create(CultureInfo.InvariantCulture, $"from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}");

    private ValueTask<AuditReceipt> CountedAsync(Caller officer, string asked, CancellationToken cancellationToken)
    {
        var act = new AuditAct
        {
            Act = "audit.refusals-counted",
            Caller = officer,
            Asked = asked,
        };
        return journal.RecordAsync(Shards.Of(officer.Agency.Value), act, cancellationToken);
    }

    private async ValueTask<(LoggedEntry? Entry, AuditReceipt Receipt)> ReadAsync(
        Caller officer,
        long index,
        Func<ValueTask<LoggedEntry?>> read,
        string act,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        var found = await read();
        var look = new AuditAct
        {
            Act = act,
            Caller = officer,
            Details = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["index"] = index.ToString(CultureInfo.InvariantCulture),
                ["found"] = found is null ? "no" : "yes",
            },
        };
        return (found, await journal.RecordAsync(Shards.Of(officer.Agency.Value), look, cancellationToken));
    }
}

/// <summary>What became of a question.</summary>
public abstract record AuditInquiryOutcome
{
    private AuditInquiryOutcome() { }

    public sealed record Found(AuditPage Page, AuditReceipt Receipt) : AuditInquiryOutcome;

    /// <summary>It asks what the officer did: another officer of the agency can ask it. The attempt is an entry.</summary>
    public sealed record NeedsAnother(AuditReceipt Receipt) : AuditInquiryOutcome;
}
