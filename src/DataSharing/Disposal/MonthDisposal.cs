using System.Globalization;
using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSharing.Disposal;

/// <summary>
/// Ends what agencies' people said of their looks (reasons, and what was asked for) when its retention time is over: the key of agency and month is
/// destroyed in one commit with the entry that certifies it. Any number may run and die anywhere: a month is there, or its certificate is.
/// </summary>
public sealed class MonthDisposal(
    Journal journal,
    DataKeys keys,
    MonthTrail trail,
    MonthHolds holds,
    HoldGuard guard,
    IOptions<DisposalOptions> options,
    TimeProvider time,
    ILogger<MonthDisposal> logger
)
{
    /// <summary>The act of the entry that is the certificate.</summary>
    public const string Certificate = "agency-month.disposed";

    private readonly RetentionSchedule schedule = options.Value.Schedule();
    private DateTimeOffset? lookedAt;

    /// <summary>How entries name a month among their records.</summary>
    public static string NameOf(AgencyMonth month)
    {
        ArgumentNullException.ThrowIfNull(month);
        return $"agency-month:{month.Month}:{month.Agency}";
    }

    /// <summary>Looks at most once in the time that the options give: nothing becomes due within it that could not wait.</summary>
    /// <exception cref="StoreUnavailableException">Nothing is lost; look again later.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (lookedAt is { } last && now >= last && now - last < TimeSpan.FromSeconds(options.Value.MonthLookSeconds))
        {
            return;
        }

        foreach (var shard in Shards.All)
        {
            var found = await keys.MonthsAsync(shard, DateOnly.FromDateTime(now.UtcDateTime), cancellationToken);
            foreach (var due in found.Where(f => schedule.IsOver(f.Month, now)).GroupBy(f => f.Month.Agency))
            {
                await EndAsync(shard, due.Key, [.. due], cancellationToken);
            }
        }

        lookedAt = now;
    }

    private async ValueTask EndAsync(
        string shard,
        AgencyId agency,
        IReadOnlyList<(AgencyMonth Month, StoredRow Row)> due,
        CancellationToken cancellationToken
    )
    {
        // INVARIANT: before the holds are read. A hold that is set after is in the way of the commit.
        var version = await guard.ReadAsync(agency, cancellationToken);
        var completeTo = await trail.CompleteToAsync(cancellationToken);
        var held = await holds.HeldAsync(agency, cancellationToken);
        foreach (var (month, row) in due)
        {
            if (completeTo < month.EndsAt.AddSeconds(options.Value.SettleSeconds))
            {
                // Acts of the month still wait for the log: what they were about is not known.
                continue;
            }

            if (await holds.OfAsync(month, held, cancellationToken) is { Count: > 0 } codes)
            {
                var why = string.Join(' ', codes);
                Log.MonthHeld(logger, agency.Value, month.Month, why);
                continue;
            }

            var now = time.GetUtcNow();
            var commit = new JournalCommit(
                shard,
                [DataKeys.DestroyMonth(row, now), guard.Write(agency, version)],
                Certified(month, now),
                []
            );
            if (await journal.CommitAsync(commit, cancellationToken) is not JournalOutcome.Committed { Versions: [_, { } next] })
            {
                // A hold was set, or another instance was here: the next look decides on how it stands then.
                return;
            }

            version = next;
            Log.MonthDisposed(logger, agency.Value, month.Month);
        }
    }

    // In codes and dates: it lies in the log for ever. Nobody decided it; the rule that did is the retention time.
    private AuditAct Certified(AgencyMonth month, DateTimeOffset now) =>
        new()
        {
            Act = Certificate,
            Caller = null,
            Records = [NameOf(month)],
            Counterparts = [month.Agency],
            Details = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ground"] = "retention-ended",
                ["agency"] = month.Agency.Value,
                ["month"] = month.Month,
                ["retention-months"] = schedule.MonthsOf(month.Agency).ToString(CultureInfo.InvariantCulture),
                ["backups-expire-on"] = LondonCalendar
                    .DateOf(now)
                    .AddDays(options.Value.BackupRetentionDays)
                    .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            },
        };
}
