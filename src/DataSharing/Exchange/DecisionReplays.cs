using System.Globalization;
using System.Text.Json;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>
/// An IG officer has a decision of the own agency made again. Its input lies in the entry under the subject's key: where that key was destroyed,
/// the answer is the digest alone. The officer's look is an entry before the answer leaves.
/// </summary>
public sealed class DecisionReplays(AuditQueries queries, DecisionReplay replay, IRecordStore records, DataKeys keys, Journal journal)
{
    /// <param name="officer">An IG officer.</param>
    /// <param name="index">The entry's index in the log.</param>
    /// <param name="subjectId">Whom it was about; null where a record that the entry names says so (a disclosure, a request).</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    /// <exception cref="StoreUnavailableException">Something could not be read, or the look not recorded. HTTP 503.</exception>
    public async ValueTask<(ReplayedDecision Answer, AuditReceipt Receipt)> ReplayAsync(
        Caller officer,
        long index,
        string? subjectId,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        var found = await queries.FindAsync(officer, index, cancellationToken);
        var answer =
            found is not null && found.Entry.Agency == officer.Agency
                ? await ReplayAsync(found.Entry, subjectId, cancellationToken) with
                {
                    WordsDisposedAt = found.WordsDisposedAt,
                }
                : new ReplayedDecision.NotFound();
        var act = new AuditAct
        {
            Act = "audit.decision-replayed",
            Caller = officer,
            Details = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["index"] = index.ToString(CultureInfo.InvariantCulture),
                ["outcome"] = answer.Code,
            },
        };
        // INVARIANT: the officer's own look is in the log before the answer leaves.
        return (answer, await journal.RecordAsync(Shards.Of(officer.Agency.Value), act, cancellationToken));
    }

    private async ValueTask<ReplayedDecision> ReplayAsync(AuditEntry entry, string? subjectId, CancellationToken cancellationToken)
    {
        if (entry.Decision is not { } cited || !entry.Details.TryGetValue(DecisionEntries.Digest, out var digest))
        {
            return new ReplayedDecision.NothingDecided();
        }

        if (entry.Subjects is not [{ Section: { } closed } subject])
        {
            return new ReplayedDecision.NotKept(digest);
        }

        var (disclosure, named) = await NamedAsync(entry, cancellationToken);
        if ((named ?? subjectId) is not { } about)
        {
            return new ReplayedDecision.SubjectNeeded(digest);
        }

        var key = await keys.FindAsync(DataKeyId.OfSubject(about, entry.Agency), cancellationToken);
        if (key is null || !key.Pseudonym(about).AsSpan().SequenceEqual(subject.Pseudonym))
        {
            // A key made after the old one was destroyed opens nothing of before. Who names another subject learns no more than that.
            return named is null && key is not null ? new ReplayedDecision.SubjectNeeded(digest) : new ReplayedDecision.Disposed(digest);
        }

        var section = JsonSerializer.Deserialize(key.OpenSection(closed, $"{entry.Id}:0"), DecisionsJson.Default.CategorySection);
        var kept =
            disclosure?.Decision is { } decision && decision.FactsDigest == digest && !decision.IsInputDisposed ? decision.Input : null;
        if ((section?.Input ?? kept) is not { } input)
        {
            return new ReplayedDecision.NotKept(digest);
        }

        var recorded = new RecordedAnswer(digest, cited, section?.Permitted, section?.Withheld);
        return new ReplayedDecision.Made(digest, await replay.ReplayAsync(input, recorded, cancellationToken));
    }

    private async ValueTask<(DisclosureRecord? Disclosure, string? SubjectId)> NamedAsync(
        AuditEntry entry,
        CancellationToken cancellationToken
    )
    {
        // An answer's entry names the request first; the disclosure knows more.
        foreach (var name in entry.Records.Reverse())
        {
            if (name.Split(':') is not [var kind and ("disclosure" or "request"), var id])
            {
                continue;
            }

            // An answer lies in its request's shard, and its id is made for it.
            if (await records.FindAsync(Shards.Of(id), name, cancellationToken) is not { } row)
            {
                continue;
            }

            if (string.Equals(kind, "disclosure", StringComparison.Ordinal))
            {
                var disclosure = DisclosureRecord.Format.Read(row);
                return (disclosure, disclosure.SubjectId);
            }

            return (null, RequestRecord.Format.Read(row).SubjectId);
        }

        return (null, null);
    }
}

/// <summary>What an officer is answered.</summary>
public abstract record ReplayedDecision
{
    private ReplayedDecision() { }

    /// <summary>As the officer's own entry says it.</summary>
    public abstract string Code { get; }

    /// <summary>When the reason given with the act was disposed of with its month; null where it was not. No decision rests on it.</summary>
    public DateTimeOffset? WordsDisposedAt { get; init; }

    /// <summary>No such entry, or not of the officer's agency: alike.</summary>
    public sealed record NotFound : ReplayedDecision
    {
        public override string Code => "not-found";
    }

    /// <summary>The entry rests on no single decision.</summary>
    public sealed record NothingDecided : ReplayedDecision
    {
        public override string Code => "nothing-decided";
    }

    /// <summary>No record of the entry says whom it was about, or the subject named is not the entry's.</summary>
    public sealed record SubjectNeeded(string Digest) : ReplayedDecision
    {
        public override string Code => "subject-needed";
    }

    /// <summary>The subject's key was destroyed, and the input with it.</summary>
    public sealed record Disposed(string Digest) : ReplayedDecision
    {
        public override string Code => "inputs-disposed";
    }

    /// <summary>The entry cites several decisions at once, or was made before inputs were kept.</summary>
    public sealed record NotKept(string Digest) : ReplayedDecision
    {
        public override string Code => "inputs-not-kept";
    }

    public sealed record Made(string Digest, ReplayOutcome Outcome) : ReplayedDecision
    {
        public override string Code =>
            Outcome switch
            {
                ReplayOutcome.Identical => "identical",
                ReplayOutcome.Differs => "differs",
                _ => "impossible",
            };
    }
}
