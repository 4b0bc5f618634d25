using System.Runtime.CompilerServices;
using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Disruption;

/// <summary>What a board shows; null and empty bind nothing.</summary>
public sealed record BoardFilter
{
    public IReadOnlyList<DeploymentState> States { get; init; } = [];

    public string? Theme { get; init; }

    /// <summary>Id of a tactic.</summary>
    public string? Tactic { get; init; }

    /// <summary>Id of a subject, whatever its role.</summary>
    public string? Subject { get; init; }

    /// <summary>An actor.</summary>
    public string? Owner { get; init; }

    /// <summary>Proposing agency.</summary>
    public AgencyId? Agency { get; init; }

    /// <summary>Owned or proposed by the caller.</summary>
    public bool Mine { get; init; }

    internal bool Takes(DeploymentLine record, Caller caller) =>
        (States.Count == 0 || States.Contains(record.State))
        && (Theme is null || string.Equals(record.Tactic.Theme, Theme, StringComparison.Ordinal))
        && (Tactic is null || string.Equals(record.Tactic.Id, Tactic, StringComparison.Ordinal))
        && (Subject is null || record.Subjects.Any(s => string.Equals(s.Id, Subject, StringComparison.Ordinal)))
        && (Owner is null || string.Equals(record.Owner, Owner, StringComparison.Ordinal))
        && (Agency is null || record.Controller == Agency)
        && (!Mine || IsMine(record.Owner, record.ProposedBy, caller));

    internal bool MayTake(BoardRow row, Caller caller) =>
        (States.Count == 0 || States.Contains(row.State))
        && (Theme is null || string.Equals(row.Theme, Theme, StringComparison.Ordinal))
        && (Tactic is null || string.Equals(row.Tactic, Tactic, StringComparison.Ordinal))
        && (Subject is null || row.About.ContainsKey(Subject))
        && (Owner is null || string.Equals(row.Owner, Owner, StringComparison.Ordinal))
        && (!Mine || IsMine(row.Owner, row.ProposedBy, caller));

    private static bool IsMine(string? owner, string proposedBy, Caller caller) =>
        string.Equals(owner, caller.Actor, StringComparison.Ordinal) || string.Equals(proposedBy, caller.Actor, StringComparison.Ordinal);
}

/// <summary>One deployment on a board, without anybody's words.</summary>
public sealed record BoardLine(
    string Id,
    string TacticId,
    string Title,
    string Theme,
    DeploymentState State,
    AgencyId Controller,
    string? Owner,
    AgencyId? OwnerAgency,
    DateTimeOffset ProposedAt,
    IReadOnlyList<DeploymentSubject> Subjects,
    IReadOnlyDictionary<string, SubjectLabel?> Labels,
    DueItem? NextDue,
    bool IsHeld,
    RowVersion Version
)
{
    public override string ToString() => $"BoardLine({Id})";
}

/// <param name="Lines">At most <see cref="DeploymentBoard.PageSize"/>.</param>
/// <param name="Next">Where the next page begins; leaves the platform encrypted only.</param>
/// <param name="Receipt">Of this read.</param>
public sealed record BoardPage(IReadOnlyList<BoardLine> Lines, string? Next, AuditReceipt Receipt);

/// <summary>Something due, with the deployment it belongs to.</summary>
public sealed record DueLine(BoardLine Deployment, string Code, DateTimeOffset At, Deadline? Counted, bool IsOverdue);

/// <param name="Lines">Soonest first.</param>
/// <param name="Next">Where the next page begins.</param>
/// <param name="Receipt">Of this read.</param>
public sealed record DuePage(IReadOnlyList<DueLine> Lines, string? Next, AuditReceipt Receipt);

/// <summary>
/// Boards and due lists over the deployments that the caller may see: its own, and those of agencies that may share them. Each line is read from
/// its stored record and decided anew; what is not permitted now leaves no gap. One entry a page names every subject on it.
/// </summary>
public sealed class DeploymentBoard(
    IRecordStore records,
    DeploymentSharing sharing,
    DeploymentRelations relations,
    BoardLines lines,
    TimeProvider time
)
{
    public const int PageSize = 50;
    private const int ReadAtOnce = 400;

    public async ValueTask<BoardPage> SearchAsync(
        Caller caller,
        ReadHead head,
        BoardFilter filter,
        StatedAccess access,
        string? after,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(access);
        var controllers = await ControllersAsync(caller, head, filter, access, cancellationToken);
        var page = lines.NewPage(caller, head, access, PageSize);
        await page.FillAsync(CandidatesAsync(caller, controllers, filter, after, cancellationToken), cancellationToken);
        var (found, next, receipt) = await page.FinishAsync("deployment.listed", cancellationToken);
        return new BoardPage([.. found.Select(f => f.Line)], next, receipt);
    }

    /// <summary>What is due from a moment until another, and everything overdue, of the agencies' deployments that the caller may see.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="head">The head as this request read it.</param>
    /// <param name="from">From when.</param>
    /// <param name="to">Until when, exclusive.</param>
    /// <param name="person">An actor: only what this person owns.</param>
    /// <param name="access">Why.</param>
    /// <param name="after">Where the page before ended.</param>
    /// <param name="cancellationToken">Stops before the entry.</param>
    public async ValueTask<DuePage> DueAsync(
        Caller caller,
        ReadHead head,
        DateTimeOffset from,
        DateTimeOffset to,
        string? person,
        StatedAccess access,
        string? after,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(access);
        var now = time.GetUtcNow();
        var controllers = await sharing.ControllersAsync(caller, head, access.Purpose, cancellationToken);
        var rows = new MergedRows(records, controllers, DeploymentIndex.DuePrefix, PageSize * 2);
        var page = lines.NewPage(caller, head, access, PageSize);
        await page.FillAsync(DueCandidatesAsync(), cancellationToken);
        var (found, next, receipt) = await page.FinishAsync("deployment.due-listed", cancellationToken);
        return new DuePage(
            [
                .. found
                    .Where(f => f.Due is not null)
                    .Select(f => new DueLine(f.Line, f.Due?.Code ?? "", f.Due?.At ?? now, f.Due?.Counted, f.Due?.At < now)),
            ],
            next,
            receipt
        );

        async IAsyncEnumerable<BoardLines.Candidate> DueCandidatesAsync()
        {
            await foreach (var (place, row) in rows.ReadAsync(after, DeploymentIndex.Sortable(to), cancellationToken))
            {
                var (id, code, at) = DeploymentIndex.ReadDue(row);
                // The row is a moment old at most: what it says is due has to be due in the stored record still.
                IReadOnlyList<DueItem?> StillDue(DeploymentLine line) =>
                    person is null || string.Equals(line.Owner, person, StringComparison.Ordinal)
                        ? [.. line.Due.Where(d => d.At == at && string.Equals(d.Code, code, StringComparison.Ordinal))]
                        : [];
                yield return new BoardLines.Candidate(id, place, at < from && at >= now ? null : StillDue);
            }
        }
    }

    private async ValueTask<IReadOnlyList<AgencyId>> ControllersAsync(
        Caller caller,
        ReadHead head,
        BoardFilter filter,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        var controllers = await sharing.ControllersAsync(caller, head, access.Purpose, cancellationToken);
        return filter.Agency is { } one ? [.. controllers.Where(c => c == one)] : controllers;
    }

    /// <summary>The rows that a filter may take; by subject from the subject's own rows, else the whole board, newest first.</summary>
    private async IAsyncEnumerable<BoardLines.Candidate> CandidatesAsync(
        Caller caller,
        IReadOnlyList<AgencyId> controllers,
        BoardFilter filter,
        string? after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // Few deployments are about one subject: without any there is nothing to look through.
        if (filter.Subject is { } subject && (await relations.OfSubjectAsync(subject, controllers, cancellationToken)).Count == 0)
        {
            yield break;
        }

        var rows = new MergedRows(records, controllers, DeploymentIndex.BoardPrefix, ReadAtOnce);
        await foreach (var (place, row) in rows.ReadAsync(after, null, cancellationToken))
        {
            var board = DeploymentIndex.ReadBoard(row);
            yield return new BoardLines.Candidate(board.Id, place, filter.MayTake(board, caller) ? Taken : null);
        }

        IReadOnlyList<DueItem?> Taken(DeploymentLine line) => filter.Takes(line, caller) ? [null] : [];
    }
}
