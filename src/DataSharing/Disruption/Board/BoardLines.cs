using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Disruption;

/// <summary>Fills a page of a board or due list from candidates, checking each against its stored record.</summary>
public sealed class BoardLines(DeploymentStore store, DeploymentSharing sharing, SubjectDirectory subjects, Journal journal)
{
    internal Page NewPage(Caller caller, ReadHead head, StatedAccess access, int size) => new(this, caller, head, access, size);

    internal sealed class Page(BoardLines owner, Caller caller, ReadHead head, StatedAccess access, int size)
    {
        /// <summary>An entry names at most so many subjects.</summary>
        private const int MostSubjects = 100;

        private readonly List<(string Id, DeploymentRecord Record, RowVersion Version, DueItem? Due)> taken = [];
        private readonly Dictionary<string, (DeploymentRecord Record, RowVersion Version)?> seen = new(StringComparer.Ordinal);
        private readonly HashSet<string> about = new(StringComparer.Ordinal);
        private string? last;
        private bool isFull;

        /// <summary>Remembers the place of a candidate that is not taken.</summary>
        public void Pass(string place) => last = place;

        /// <summary>False when the page is full and the candidate belongs to the next.</summary>
        public async ValueTask<bool> TryAddAsync(
            string id,
            string place,
            Func<DeploymentRecord, IReadOnlyList<DueItem?>> choose,
            CancellationToken cancellationToken
        )
        {
            if (!seen.TryGetValue(id, out var visible))
            {
                seen[id] = visible = await VisibleAsync(id, cancellationToken);
            }

            if (visible is not var (record, version) || choose(record) is not { Count: > 0 } items)
            {
                last = place;
                return true;
            }

            var named = record.Subjects.Select(s => s.Id).Where(s => !about.Contains(s)).ToArray();
            if (taken.Count + items.Count > size || about.Count + named.Length > MostSubjects)
            {
                isFull = true;
                return false;
            }

            about.UnionWith(named);
            taken.AddRange(items.Select(item => (id, record, version, item)));
            last = place;
            return true;
        }

        public async ValueTask<(IReadOnlyList<(BoardLine Line, DueItem? Due)> Lines, string? Next, AuditReceipt Receipt)> FinishAsync(
            string act,
            CancellationToken cancellationToken
        )
        {
            var labels = await owner.subjects.DescribeAsync(caller, head, access.Purpose, [.. about], cancellationToken);
            var entry = DeploymentService.ReadAct(act, caller, access) with
            {
                Records = [.. taken.Select(t => DeploymentRecord.RowKey(t.Id)).Distinct(StringComparer.Ordinal)],
                Subjects = [.. about.Select(s => new AuditSubject(s))],
                Counterparts = [.. taken.Select(t => t.Record.Controller).Where(c => c != caller.Agency).Distinct()],
                Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["lines"] = $"{taken.Count}" },
            };
            // INVARIANT: the entry commits before any line leaves.
            var receipt = await owner.journal.RecordAsync(Shards.Of(caller.Agency.Value), entry, cancellationToken);
            return ([.. taken.Select(t => (Line(t.Id, t.Record, t.Version, labels), t.Due))], isFull ? last : null, receipt);
        }

        private static BoardLine Line(
            string id,
            DeploymentRecord record,
            RowVersion version,
            IReadOnlyDictionary<string, SubjectLabel?> labels
        ) =>
            new(
                id,
                record.Tactic.Id,
                record.Tactic.Title,
                record.Tactic.Theme,
                record.State,
                record.Controller,
                record.Owner,
                record.OwnerAgency,
                record.ProposedAt,
                record.Subjects,
                record
                    .Subjects.Select(s => s.Id)
                    .Distinct(StringComparer.Ordinal)
                    .ToDictionary(s => s, s => labels.GetValueOrDefault(s), StringComparer.Ordinal),
                record.Due.Count > 0 ? record.Due[0] : null,
                record.Holds.Any(h => h.IsOpen),
                version
            );

        private async ValueTask<(DeploymentRecord Record, RowVersion Version)?> VisibleAsync(string id, CancellationToken cancellationToken)
        {
            var found = await owner.store.FindRecordAsync(id, cancellationToken);
            return
                found is var (record, _)
                && (await owner.sharing.SeeAsync(caller, head, record, access.Purpose, cancellationToken)).IsVisible
                ? found
                : null;
        }
    }

    private readonly DeploymentStore store = store;
    private readonly DeploymentSharing sharing = sharing;
    private readonly SubjectDirectory subjects = subjects;
    private readonly Journal journal = journal;
}
