using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Consent;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>What became of recording consent about a subject.</summary>
public abstract record SubjectConsentOutcome
{
    private SubjectConsentOutcome() { }

    public sealed record Recorded(ConsentEntry Entry, AuditReceipt Receipt) : SubjectConsentOutcome;

    /// <summary>Newest first: the agency's own, and what others permit it to see.</summary>
    public sealed record Listed(IReadOnlyList<ConsentEntry> Entries, AuditReceipt Receipt) : SubjectConsentOutcome;

    /// <summary>No such person, or none that this caller may refer to: nobody can tell which.</summary>
    public sealed record NotFound(AuditReceipt Receipt) : SubjectConsentOutcome;

    public sealed record KeyReused : SubjectConsentOutcome;

    /// <summary>Only people consent.</summary>
    public sealed record NotAPerson : SubjectConsentOutcome;
}

/// <summary>The consent ledger as callers meet it: for people they may refer to, and showing what each may see.</summary>
public sealed class SubjectConsents(ConsentLedger ledger, Journal journal, SubjectFiles files, DecisionService decisions, TimeProvider time)
{
    private static readonly DataCategory Category = DataCategory.Parse("consent");

    public async ValueTask<SubjectConsentOutcome> RecordAsync(
        Caller caller,
        ReadHead head,
        string subjectId,
        ConsentDraft draft,
        StatedAccess access,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(access);
        var sight = new SubjectSight(caller, head, access.Purpose, files, decisions, time.GetUtcNow(), cancellationToken);
        var kind = await sight.MayReferAsync(subjectId);
        if (kind is null)
        {
            var act = ItemActs.Of("consent.recorded", caller, access);
            var receipt = await journal.NotFoundAsync(Shards.Of(subjectId), act, subjectId, cancellationToken);
            return new SubjectConsentOutcome.NotFound(receipt);
        }

        if (kind != SubjectKind.Person)
        {
            return new SubjectConsentOutcome.NotAPerson();
        }

        return await ledger.RecordAsync(caller, subjectId, draft, access, retry, cancellationToken) switch
        {
            RecordConsentOutcome.Recorded made => new SubjectConsentOutcome.Recorded(made.Entry, made.Receipt),
            _ => new SubjectConsentOutcome.KeyReused(),
        };
    }

    public async ValueTask<SubjectConsentOutcome> ListAsync(
        Caller caller,
        ReadHead head,
        string subjectId,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(access);
        var act = ItemActs.Of("consent.listed", caller, access);
        var sight = new SubjectSight(caller, head, access.Purpose, files, decisions, time.GetUtcNow(), cancellationToken);
        var file = await sight.FileAsync(subjectId);
        if (await sight.MayReferAsync(subjectId) is null)
        {
            var missing = await journal.NotFoundAsync(Shards.Of(subjectId), act, subjectId, cancellationToken);
            return new SubjectConsentOutcome.NotFound(missing);
        }

        var cited = new Citations(sight);
        var shown = new List<ConsentEntry>();
        foreach (var entry in await ConsentLedger.OpenAsync(file.ConsentRows, file.Keys, cancellationToken))
        {
            if (await sight.AskAsync(file, entry.Controller, Category, null) is { } leave)
            {
                cited.Add(entry.Controller, leave.Decision);
                shown.Add(entry);
            }
        }

        var named = cited.Cite(act) with { Subjects = [new AuditSubject(subjectId)] };
        return new SubjectConsentOutcome.Listed(shown, await journal.RecordAsync(Shards.Of(subjectId), named, cancellationToken));
    }
}
