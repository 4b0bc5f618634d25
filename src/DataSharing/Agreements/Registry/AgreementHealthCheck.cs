using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>Answers how agreements fare, and which are due for a review or near their end. Asked by those who may see them; others find nothing.</summary>
public sealed class AgreementHealthCheck(
    AgreementRegistry registry,
    LegalReview review,
    ArtefactCache artefacts,
    PartnershipHeadRow heads,
    TimeProvider time
)
{
    // Texts of a list that are read from the store at once.
    private const int AtOnce = 16;

    /// <summary>How a version fares; null where it is not there or not the caller's to see.</summary>
    public async ValueTask<AgreementHealth?> ExamineAsync(Caller caller, AgreementId id, int version, CancellationToken cancellationToken)
    {
        if (
            await registry.FindDocumentAsync(caller, id, version, cancellationToken) is not { } document
            || await registry.FindAsync(caller, id, version, cancellationToken) is not { Record: var record }
        )
        {
            return null;
        }

        var head = await HeadAsync(cancellationToken);
        var reviewed = await review.ExamineAsync(document.Agreement, head.Head, cancellationToken);
        return Health(record, AgreementDates.Of(document.Agreement), reviewed, head.Head);
    }

    /// <summary>How each version fares that the caller may see and that is not over, in order of id and version; and those that are over.</summary>
    /// <remarks>The stored texts are read where their check was not made today; <see cref="ExamineAsync"/> reads and checks each time.</remarks>
    public async ValueTask<(IReadOnlyList<AgreementHealth> Standing, IReadOnlyList<AgreementRecord> Over)> ListAsync(
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var head = await HeadAsync(cancellationToken);
        var parties = await review.StandingsAsync(head.Head, cancellationToken);
        var records = (await registry.ListAsync(caller, cancellationToken)).Select(item => item.Record).ToLookup(IsOver);
        var found = new List<AgreementHealth>();
        foreach (var some in records[false].Chunk(AtOnce))
        {
            var fare = some.Select(record => FareAsync(caller, record, parties, head.Head, cancellationToken));
            found.AddRange((await Task.WhenAll(fare)).OfType<AgreementHealth>());
        }

        return (found, [.. records[true]]);
    }

    /// <summary>The versions in force that the caller may see and that stop permitting within 90 days, or have; the first due first.</summary>
    public async ValueTask<IReadOnlyList<AgreementDue>> DueAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var (now, head) = (time.GetUtcNow(), await HeadAsync(cancellationToken));
        var due = new List<AgreementDue>();
        foreach (var item in await registry.ListAsync(caller, cancellationToken))
        {
            if (
                item.Record.Status == AgreementStatus.InForce
                && AgreementEndings.Standing(item.Record, head.Head) is { } standing
                && await artefacts.FindAsync(standing, cancellationToken) is { } artefact
            )
            {
                due.AddRange(
                    AgreementDeadline
                        .Of(item.Record, artefact)
                        .Where(deadline => deadline.ReachedAt(now) is not null)
                        .Take(1)
                        .Select(deadline => new AgreementDue(item.Record, deadline, deadline.DaysLeftAt(now)))
                );
            }
        }

        return
        [
            .. due.OrderBy(item => item.Deadline.At)
                .ThenBy(item => item.Record.Id.Value, StringComparer.Ordinal)
                .ThenBy(item => item.Record.Version),
        ];
    }

    private async Task<AgreementHealth?> FareAsync(
        Caller caller,
        AgreementRecord record,
        Func<AgencyId, PartyStanding> parties,
        PartnershipHead head,
        CancellationToken cancellationToken
    ) =>
        await review.ExamineAsync(record, parties, cancellationToken) is { } text
            ? Health(record, text.Dates, text.Reviewed, head)
            // A draft that was written anew since the list was read, or a stored text that an operator must look at.
            : await ExamineAsync(caller, record.Id, record.Version, cancellationToken);

    private AgreementHealth Health(AgreementRecord record, AgreementDates dates, LegalReviewed reviewed, PartnershipHead head)
    {
        var now = time.GetUtcNow();
        var standing = Standing(record, dates, now);
        var over = standing is AgreementStanding.Expired or AgreementStanding.Terminated or AgreementStanding.Superseded;
        var deadlines = record.Status == AgreementStatus.InForce && !over ? AgreementDeadline.Of(record, dates) : [];
        AgencyId[] inactive = [.. record.Parties.Where(party => !head.Agencies.Any(agency => agency.Id == party && !agency.Suspended))];
        var unanswered = reviewed.Unsigned(record);
        var warnings = over
            ? []
            : AgreementWarning.Of(standing, deadlines, inactive.Length, reviewed.Refusals.Count, unanswered.Count, now);
        return new AgreementHealth(
            record,
            now,
            standing,
            dates.EffectiveFrom,
            deadlines,
            record.Unsigned,
            inactive,
            reviewed,
            unanswered,
            record.Activation?.LawPack is { } then && !string.Equals(then, review.Law.Hash, StringComparison.Ordinal),
            [.. warnings]
        );
    }

    private static bool IsOver(AgreementRecord record) =>
        record.Status is AgreementStatus.Superseded or AgreementStatus.Expired or AgreementStatus.Terminated;

    private static AgreementStanding Standing(AgreementRecord record, AgreementDates dates, DateTimeOffset now) =>
        record.Status switch
        {
            AgreementStatus.Draft => AgreementStanding.Draft,
            AgreementStatus.InReview => record.Unsigned.Count == 0 ? AgreementStanding.Signed : AgreementStanding.InReview,
            AgreementStatus.Superseded => AgreementStanding.Superseded,
            AgreementStatus.Terminated => AgreementStanding.Terminated,
            AgreementStatus.Expired => AgreementStanding.Expired,
            // In the order in which a decision looks at them, whether or not a sweep has written them down.
            _ when now < dates.EffectiveFrom => AgreementStanding.NotYetEffective,
            _ when record.Termination?.EffectiveAt <= now => AgreementStanding.Terminated,
            _ when dates.EffectiveTo <= now => AgreementStanding.Expired,
            _ when record.SuspendedAt is not null => AgreementStanding.Suspended,
            _ when dates.ReviewBy <= now => AgreementStanding.ReviewOverdue,
            _ => AgreementStanding.InForce,
        };

    private async ValueTask<ReadHead> HeadAsync(CancellationToken cancellationToken) =>
        await heads.FindAsync(cancellationToken) ?? throw new StoreUnavailableException("The partnership has not been founded yet.");
}

/// <summary>A version in force that is due.</summary>
/// <param name="Record">The version.</param>
/// <param name="Deadline">What comes first.</param>
/// <param name="DaysLeft">Rounded up; 0 or less once it is over.</param>
public sealed record AgreementDue(AgreementRecord Record, AgreementDeadline Deadline, int DaysLeft);
