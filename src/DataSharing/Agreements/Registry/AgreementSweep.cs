using System.Globalization;
using DataSharing.Audit;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>
/// Writes down what the passing of time did to agreements in force: tells the parties 90, 30 and 7 days before a review or an end, each once, and
/// marks what is over. No decision waits for it: each is judged by the clock of its own request.
/// </summary>
/// <remarks>
/// Any number of instances may sweep at once: what has been told is in the record, and its commit carries the version that was read, so of two
/// sweeps one wins and the other finds it done.
/// </remarks>
public sealed class AgreementSweep(
    AgreementSteps steps,
    ArtefactCache artefacts,
    PartnershipHeadRow heads,
    Journal journal,
    TimeProvider time
)
{
    /// <summary>How long the head goes on naming what is over, so that refusals say that it ended and not that there never was one.</summary>
    public static readonly TimeSpan Named = TimeSpan.FromDays(90);

    /// <summary>Sweeps once; how many entries it made.</summary>
    /// <exception cref="StoreUnavailableException">Nothing is lost: the next sweep does what is left.</exception>
    public async ValueTask<int> RunAsync(CancellationToken cancellationToken)
    {
        var made = 0;
        var named = (await heads.FindAsync(cancellationToken))?.Head.Agreements ?? [];
        foreach (var agreement in named)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (
                await artefacts.FindAsync(agreement, cancellationToken) is { } artefact
                && await steps.FindAnyAsync(agreement.AgreementId, agreement.Version, cancellationToken) is { } found
            )
            {
                made += await StepAsync(found, artefact, cancellationToken) ? 1 : 0;
            }
        }

        return made;
    }

    private async ValueTask<bool> StepAsync(
        Versioned<AgreementRecord> found,
        AgreementArtefact artefact,
        CancellationToken cancellationToken
    )
    {
        var (now, record) = (time.GetUtcNow(), found.Record);
        var deadlines = AgreementDeadline.Of(record, artefact);
        var end = deadlines.FirstOrDefault(deadline => deadline.Kind == AgreementDeadlineKind.End);
        if (end?.At <= now)
        {
            return record.Status == AgreementStatus.InForce
                ? await EndAsync(found, end, now, cancellationToken)
                : end.At + Named <= now && await ForgetAsync(found, cancellationToken);
        }

        if (record.Status != AgreementStatus.InForce)
        {
            return false;
        }

        foreach (var deadline in deadlines)
        {
            if (deadline.ReachedAt(now) is { } days && !record.Warned.Contains(Mark(deadline, days), StringComparer.Ordinal))
            {
                // One sweep, one step: the next deadline's turn comes with the next sweep.
                return await WarnAsync(found, deadline, days, now, cancellationToken);
            }
        }

        return false;
    }

    private ValueTask<bool> WarnAsync(
        Versioned<AgreementRecord> found,
        AgreementDeadline deadline,
        int days,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // Those that were passed unseen are not told after the event.
        var passed = AgreementDeadline.Thresholds.Where(threshold => threshold >= days).Select(threshold => Mark(deadline, threshold));
        var warned = found.Record with { Warned = [.. found.Record.Warned.Union(passed, StringComparer.Ordinal)] };
        var act = (deadline.Kind, days) switch
        {
            (AgreementDeadlineKind.Review, 0) => "agreement.review-overdue",
            (AgreementDeadlineKind.Review, _) => "agreement.review-due",
            _ => "agreement.end-due",
        };
        return CommitAsync(found, warned, act, days, deadline, now, cancellationToken);
    }

    private ValueTask<bool> EndAsync(
        Versioned<AgreementRecord> found,
        AgreementDeadline end,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var terminated = found.Record.Termination?.EffectiveAt <= now;
        var over = found.Record with { Status = terminated ? AgreementStatus.Terminated : AgreementStatus.Expired };
        return CommitAsync(found, over, terminated ? "agreement.ended" : "agreement.expired", 0, end, now, cancellationToken);
    }

    private async ValueTask<bool> ForgetAsync(Versioned<AgreementRecord> found, CancellationToken cancellationToken)
    {
        var head = await heads.FindAsync(cancellationToken);
        if (head is null || AgreementEndings.Standing(found.Record, head.Head) is not { } standing)
        {
            return false;
        }

        RowWrite[] writes = [PartnershipHeadRow.Replace(head, AgreementEndings.Without(head.Head, standing))];
        var act = AgreementSteps.Act("agreement.no-longer-named", null, found.Record);
        var commit = new JournalCommit(AgreementSteps.Partition, writes, act, []);
        return await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed;
    }

    private async ValueTask<bool> CommitAsync(
        Versioned<AgreementRecord> found,
        AgreementRecord next,
        string act,
        int days,
        AgreementDeadline deadline,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        RowWrite[] writes = [AgreementRecord.Format.Replace(next.Reference, next, found.Version)];
        var entry = AgreementSteps.Act(
            act,
            null,
            next,
            ("days", days.ToString(CultureInfo.InvariantCulture)),
            ("at", AgreementSteps.Moment(deadline.At))
        );
        // The same step has the same event, whoever takes it.
        var id = string.Create(CultureInfo.InvariantCulture, $"{act}:{next.Id}:{next.Version}:{days}:{deadline.At.UtcDateTime:yyyyMMdd}");
        var notice = AgreementSteps.Notice(id, next, act, now);
        var data = new Dictionary<string, string>(notice.Data, StringComparer.Ordinal)
        {
            ["days"] = days.ToString(CultureInfo.InvariantCulture),
            ["at"] = AgreementSteps.Moment(deadline.At),
        };
        var commit = new JournalCommit(AgreementSteps.Partition, writes, entry, [notice with { Data = data }]);
        return await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed;
    }

    private static string Mark(AgreementDeadline deadline, int days) => $"{deadline.Code}-{days.ToString(CultureInfo.InvariantCulture)}";
}
