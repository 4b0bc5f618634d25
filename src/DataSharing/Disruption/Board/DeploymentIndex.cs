using System.Globalization;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Storage;

namespace DataSharing.Disruption;

/// <summary>
/// The rows by which boards, due lists and subjects find deployments: codes and ids only, written from events, so a board may be a moment
/// behind. Each line is checked against its stored row before it is shown.
/// </summary>
public sealed class DeploymentIndex(IRecordStore records) : IEventConsumer
{
    internal const string Changed = "deployment.changed";

    private static readonly RowFormat<BoardRow> BoardFormat = new(1, DisruptionJson.Default.BoardRow);
    private static readonly RowFormat<DueRow> DueFormat = new(1, DisruptionJson.Default.DueRow);
    private static readonly RowFormat<SubjectRow> SubjectFormat = new(1, DisruptionJson.Default.SubjectRow);

    public async ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Type != Changed)
        {
            return;
        }

        var id = envelope.Subject;
        while (true)
        {
            // The deployment as it is now, not as the event found it: late and repeated events then change nothing.
            var stored = await records.FindAsync(Shards.Of(id), DeploymentRecord.RowKey(id), cancellationToken);
            if (stored is null || await WriteBoardAsync(id, DeploymentRecord.Format.Read(stored), cancellationToken))
            {
                return;
            }
        }
    }

    internal static string BoardPrefix(AgencyId controller) => $"board:{controller}:";

    internal static string DuePrefix(AgencyId controller) => $"due:{controller}:";

    internal static string SubjectPrefix(string subjectId, AgencyId controller) => $"deployments-of:{subjectId}:{controller}:";

    internal static BoardRow ReadBoard(StoredRow row) => BoardFormat.Read(row);

    /// <summary>The board's row as it is when one of the subjects is disposed of.</summary>
    internal static RowWrite Without(StoredRow row, string subjectId)
    {
        var board = BoardFormat.Read(row);
        var about = board.About.Where(a => !string.Equals(a.Key, subjectId, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
        return BoardFormat.Replace(row.RowKey, board with { About = about }, row.Version);
    }

    internal static DueRow ReadDue(StoredRow row) => DueFormat.Read(row);

    internal static SubjectRow ReadSubject(StoredRow row) => SubjectFormat.Read(row);

    /// <summary>Fourteen digits of milliseconds, so that keys sort by time; the years of the platform all fit.</summary>
    internal static string Sortable(DateTimeOffset at) =>
        Math.Max(0, at.ToUnixTimeMilliseconds()).ToString("D14", CultureInfo.InvariantCulture);

    internal static string BoardKey(string id, DeploymentRecord record) =>
        // Counting down, so that a range read begins with the newest.
        string.Create(
            CultureInfo.InvariantCulture,
            $"{BoardPrefix(record.Controller)}{99_999_999_999_999 - record.ProposedAt.ToUnixTimeMilliseconds():D14}:{id}"
        );

    /// <summary>False when somebody else wrote first: look at the deployment again.</summary>
    private async ValueTask<bool> WriteBoardAsync(string id, DeploymentRecord record, CancellationToken cancellationToken)
    {
        var (partition, key) = (Shards.Of(record.Controller.Value), BoardKey(id, record));
        var before = await records.FindAsync(partition, key, cancellationToken);
        var known = before is null ? null : BoardFormat.Read(before);
        if (known?.Revision >= record.Revision)
        {
            return true;
        }

        var next = BoardRow.Of(id, record);
        // The subjects' rows first: they lead to a deployment that is read before anything is said of it, so one too many does no harm.
        foreach (var (subject, role) in next.About)
        {
            var row = SubjectFormat.Insert(SubjectPrefix(subject, record.Controller) + id, new SubjectRow(id, role, record.Tactic.Id));
            await records.CommitAsync(new RecordCommit(Shards.Of(subject), [row]), cancellationToken);
        }

        var due = record.Due.ToDictionary(d => $"{DuePrefix(record.Controller)}{Sortable(d.At)}:{id}:{d.Code}", StringComparer.Ordinal);
        next = next with { DueKeys = [.. due.Keys] };
        var gone = (known?.DueKeys ?? []).Except(due.Keys, StringComparer.Ordinal);
        var added = due.Where(d => known is null || !known.DueKeys.Contains(d.Key, StringComparer.Ordinal));
        RowWrite[] writes =
        [
            before is null ? BoardFormat.Insert(key, next) : BoardFormat.Replace(key, next, before.Version),
            .. gone.Select(k => new RowWrite.Delete(k, null)),
            .. added.Select(d => DueFormat.Insert(d.Key, new DueRow(id, d.Value.Code, d.Value.At))),
        ];
        return await records.CommitAsync(new RecordCommit(partition, writes), cancellationToken) is CommitOutcome.Committed;
    }
}

/// <summary>The <c>board:{controller}:{time counted down}:{id}</c> row: what boards filter by.</summary>
internal sealed record BoardRow(
    string Id,
    int Revision,
    DeploymentState State,
    string Tactic,
    string Theme,
    string? Owner,
    string ProposedBy,
    IReadOnlyDictionary<string, string> About,
    IReadOnlyList<string> DueKeys
)
{
    public static BoardRow Of(string id, DeploymentRecord record)
    {
        var about = record
            .Terms.SelectMany(t => t.Places)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(p => p, _ => "place", StringComparer.Ordinal);
        foreach (var subject in record.Subjects)
        {
            about[subject.Id] = subject.Role == SubjectRole.Target ? "target" : "protected";
        }

        return new BoardRow(
            id,
            record.Revision,
            record.State,
            record.Tactic.Id,
            record.Tactic.Theme,
            record.Owner,
            record.ProposedBy,
            about,
            []
        );
    }
}

/// <summary>The <c>due:{controller}:{time}:{id}:{code}</c> row.</summary>
internal sealed record DueRow(string Id, string Code, DateTimeOffset At);

/// <summary>The <c>deployments-of:{subject}:{controller}:{id}</c> row.</summary>
/// <param name="Id">Of the deployment.</param>
/// <param name="Role"><c>target</c>, <c>protected</c> or <c>place</c>.</param>
/// <param name="Tactic">Null in rows made before it was told.</param>
internal sealed record SubjectRow(string Id, string Role, string? Tactic = null)
{
    /// <summary>Whether it may be the same tactic against the same subject; what is not known may.</summary>
    public bool MayRepeat(string tactic) => Role == "target" && (Tactic is null || string.Equals(Tactic, tactic, StringComparison.Ordinal));
}
