using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identifiers;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>What is looked for: an identifier, or the beginnings of a name's words; of one kind, or of any.</summary>
/// <param name="Kind">Null for any.</param>
/// <param name="Identifier">Exactly this one; null to search by name.</param>
/// <param name="Name">Beginnings of words, one of them of 3 letters at least; null to search by identifier.</param>
public sealed record SubjectQuery(SubjectKind? Kind, SubjectIdentifier? Identifier, string? Name)
{
    /// <summary>Whether there is anything to look up.</summary>
    public bool IsAnswerable => Identifier is not null || (Name is not null && NameWords.LookUp(NameWords.Asked(Name)) is not null);

    public override string ToString() => "SubjectQuery(redacted)";
}

public sealed record FoundSubject(SubjectLabel Label, AgencyId Controller);

/// <param name="Lines">By name; at most <see cref="SubjectSearch.PageSize"/>.</param>
/// <param name="Next">Where the next page begins; leaves the platform encrypted only.</param>
/// <param name="Receipt">Of this search.</param>
public sealed record SubjectPage(IReadOnlyList<FoundSubject> Lines, string? Next, AuditReceipt Receipt);

/// <summary>
/// Finds subjects by identifier or name: the caller's own and those whose particulars it may see for the purpose stated. Only the tokens of
/// controllers that may share with it are looked up, and each candidate is opened, compared and decided.
/// </summary>
public sealed class SubjectSearch(
    IRecordStore records,
    Journal journal,
    SearchTokens tokens,
    SubjectFiles files,
    DecisionService decisions,
    TimeProvider time
)
{
    public const int PageSize = 50;

    private const int Batch = 100;

    public async ValueTask<SubjectPage> SearchAsync(
        Caller caller,
        ReadHead head,
        SubjectQuery query,
        StatedAccess access,
        string? after,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(access);
        var parts = await SubjectSight.LeastAsync(decisions, caller, head, access.Purpose, cancellationToken);
        var sight = new SubjectSight(caller, head, access.Purpose, files, decisions, time.GetUtcNow(), cancellationToken, parts);
        var asked = new List<SearchToken>();
        foreach (var controller in await ControllersAsync(caller, head, query.Kind, access.Purpose, cancellationToken))
        {
            asked.AddRange(await TokensAsync(controller, query, cancellationToken));
        }

        var lines = new List<FoundSubject>();
        var (next, more) = (after, asked.Count > 0);
        while (more && lines.Count < PageSize)
        {
            var (ids, last) = await CandidatesAsync(asked, next, cancellationToken);
            more = last is not null;
            var seen = await Task.WhenAll(ids.Select(sight.FindAsync));
            foreach (var (id, subject) in ids.Zip(seen))
            {
                if (lines.Count == PageSize)
                {
                    more = true;
                    break;
                }

                next = id;
                if (subject is not null && Matches(query, subject))
                {
                    lines.Add(new FoundSubject(subject.Label, subject.Record.Controller));
                }
            }
        }

        lines.Sort((a, b) => StringComparer.InvariantCultureIgnoreCase.Compare(a.Label.Name, b.Label.Name));
        var act = ItemActs.Of("subject.searched", caller, access) with
        {
            // Sealed, like the reason: who looked for whom, found or not, is what the agency's own officers must be able to see.
            Asked = query.Identifier is { } identifier ? $"{identifier.Scheme} {identifier.Value}" : query.Name,
            Subjects = [.. lines.Select(l => new AuditSubject(l.Label.Id))],
            // Whose records were shown: their officers see who looked.
            Counterparts = [.. lines.Select(l => l.Controller).Where(c => c != caller.Agency).Distinct()],
            Details = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["by"] = query.Identifier is null ? "name" : "identifier",
                ["lines"] = $"{lines.Count}",
            },
        };
        // INVARIANT: the entry commits before anything leaves.
        var receipt = await journal.RecordAsync(Shards.Of(caller.Agency.Value), act, cancellationToken);
        return new SubjectPage(lines, more ? next : null, receipt);
    }

    private static bool Matches(SubjectQuery query, SeenSubject subject)
    {
        if (query.Kind is { } kind && subject.Record.Kind != kind)
        {
            return false;
        }

        // Against what the caller may see: a redacted or suppressed value must not be found by guessing it.
        var shown = subject.Particulars;
        if (query.Identifier is { } wanted)
        {
            var normalised = IdentifierCheck.Of(wanted.Scheme, wanted.Value).Normalised;
            return SearchTokens.IdentifiersOf(shown).Contains((wanted.Scheme, normalised));
        }

        var words = NameWords.Asked(query.Name ?? "");
        return SearchTokens.NamesOf(shown).Any(name => NameWords.Match(words, name));
    }

    /// <summary>The caller's agency and those that may share who a subject is, as far as that can be told before any subject is known.</summary>
    private async ValueTask<IReadOnlyList<AgencyId>> ControllersAsync(
        Caller caller,
        ReadHead head,
        SubjectKind? kind,
        PurposeCode purpose,
        CancellationToken cancellationToken
    )
    {
        SubjectKind[] kinds = kind is { } one ? [one] : [.. Enum.GetValues<SubjectKind>()];
        var controllers = new List<AgencyId>();
        foreach (var controller in head.Head.Agencies.Select(a => a.Id))
        {
            var mayShare = controller == caller.Agency;
            for (var i = 0; i < kinds.Length && !mayShare; i++)
            {
                var question = new SharingQuestion(
                    controller,
                    caller.Agency,
                    purpose,
                    kinds[i],
                    [SubjectSight.Identity],
                    SharingMode.Content
                );
                var decision = await decisions.DecideAsync(head, question, cancellationToken);
                // A missing fact may be there once the subject is known.
                mayShare =
                    decision is { Effect: SharingEffect.Permit, Release: ReleaseManner.Automatic }
                    || decision.Categories[0].Reason is >= RefusalReason.AgeUnknown and <= RefusalReason.ProhibitionUnevaluable;
            }

            if (mayShare)
            {
                controllers.Add(controller);
            }
        }

        return controllers;
    }

    private async ValueTask<IReadOnlyList<SearchToken>> TokensAsync(
        AgencyId controller,
        SubjectQuery query,
        CancellationToken cancellationToken
    )
    {
        if (query.Identifier is { } identifier)
        {
            var normalised = IdentifierCheck.Of(identifier.Scheme, identifier.Value).Normalised;
            return await tokens.ForIdentifierAsync(controller, identifier.Scheme, normalised, cancellationToken);
        }

        return NameWords.LookUp(NameWords.Asked(query.Name ?? "")) is { } prefix
            ? await tokens.ForNameAsync(controller, prefix, cancellationToken)
            : [];
    }

    /// <summary>The next subject ids in order, over all tokens; the last id when more may follow.</summary>
    private async ValueTask<(IReadOnlyList<string> Ids, string? Last)> CandidatesAsync(
        List<SearchToken> asked,
        string? after,
        CancellationToken cancellationToken
    )
    {
        var pages = await Task.WhenAll(
            asked.Select(t =>
            {
                var from = after is null ? t.Prefix : RowKeys.After(t.Prefix + after);
                return records.ReadRangeAsync(t.PartitionKey, from, RowKeys.PrefixEnd(t.Prefix), Batch, cancellationToken).AsTask();
            })
        );
        // Beyond the end of a page that was cut short, another range may still have ids that come first.
        var horizon = pages.Where(p => p.ContinueAfter is not null).Select(p => IdOf(p.Rows[^1])).Min(StringComparer.Ordinal);
        var ids = pages
            .SelectMany(p => p.Rows.Select(IdOf))
            .Distinct(StringComparer.Ordinal)
            .Where(id => horizon is null || string.CompareOrdinal(id, horizon) <= 0)
            .Order(StringComparer.Ordinal);
        return ([.. ids], horizon);
    }

    private static string IdOf(StoredRow row) => row.RowKey[(row.RowKey.LastIndexOf(':') + 1)..];
}
