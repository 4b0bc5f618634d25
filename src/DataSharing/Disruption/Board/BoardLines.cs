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

        private readonly List<(string Id, DeploymentLine Line, RowVersion Version, DueItem? Due)> taken = [];
        private readonly Dictionary<string, Task<(DeploymentLine Line, RowVersion Version)?>> seen = new(StringComparer.Ordinal);
        private readonly HashSet<string> about = new(StringComparer.Ordinal);
        private string? last;
        private bool isFull;

        /// <summary>Takes candidates in their order until the page is full; as many as still fit are read at once.</summary>
        public async ValueTask FillAsync(IAsyncEnumerable<Candidate> candidates, CancellationToken cancellationToken)
        {
            var waiting = new List<Candidate>();
            var begun = 0;
            await foreach (var candidate in candidates)
            {
                waiting.Add(candidate);
                if (candidate.Choose is null)
                {
                    continue;
                }

                if (!seen.ContainsKey(candidate.Id))
                {
                    seen[candidate.Id] = VisibleAsync(candidate.Id, cancellationToken);
                }

                // One more than fits, when it is full, tells whether there is a next page.
                if (++begun >= size - taken.Count)
                {
                    await AddAsync(waiting);
                    if (isFull)
                    {
                        return;
                    }

                    (waiting, begun) = ([], 0);
                }
            }

            await AddAsync(waiting);
        }

        private async ValueTask AddAsync(IReadOnlyList<Candidate> candidates)
        {
            foreach (var (id, place, choose) in candidates)
            {
                if (choose is not null && await seen[id] is var (line, version) && choose(line) is { Count: > 0 } items)
                {
                    var named = line.Subjects.Select(s => s.Id).Where(s => !about.Contains(s)).ToArray();
                    if (taken.Count + items.Count > size || about.Count + named.Length > MostSubjects)
                    {
                        isFull = true;
                        return;
                    }

                    about.UnionWith(named);
                    taken.AddRange(items.Select(item => (id, line, version, item)));
                }

                last = place;
            }
        }

        public async ValueTask<(IReadOnlyList<(BoardLine Line, DueItem? Due)> Lines, string? Next, AuditReceipt Receipt)> FinishAsync(
            string act,
            CancellationToken cancellationToken
        )
        {
            string[] subjects = [.. about];
            var sight = await owner.subjects.SightAsync(caller, head, access.Purpose, SubjectParts.None, cancellationToken);
            var labels = await SubjectDirectory.DescribeAsync(sight, subjects);
            var entry = DeploymentService.ReadAct(act, caller, access) with
            {
                Records = [.. taken.Select(t => DeploymentRecord.RowKey(t.Id)).Distinct(StringComparer.Ordinal)],
                Subjects = await SubjectDirectory.NamedAsync(sight, subjects),
                Counterparts = [.. taken.Select(t => t.Line.Controller).Where(c => c != caller.Agency).Distinct()],
                Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["lines"] = $"{taken.Count}" },
            };
            // INVARIANT: the entry commits before any line leaves.
            var receipt = await owner.journal.RecordAsync(Shards.Of(caller.Agency.Value), entry, cancellationToken);
            return ([.. taken.Select(t => (Line(t.Id, t.Line, t.Version, labels), t.Due))], isFull ? last : null, receipt);
        }

        private static BoardLine Line(
            string id,
            DeploymentLine record,
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

        private async Task<(DeploymentLine Line, RowVersion Version)?> VisibleAsync(string id, CancellationToken cancellationToken)
        {
            var found = await owner.store.FindLineAsync(id, cancellationToken);
            return found is var (line, _) && (await owner.sharing.SeeAsync(caller, head, line, access.Purpose, cancellationToken)).IsVisible
                ? found
                : null;
        }
    }

    /// <summary>A row that may lead to lines.</summary>
    /// <param name="Id">Of the deployment.</param>
    /// <param name="Place">Where the row lies in the list.</param>
    /// <param name="Choose">The lines that the stored deployment makes; null where the row alone says that it makes none.</param>
    internal sealed record Candidate(string Id, string Place, Func<DeploymentLine, IReadOnlyList<DueItem?>>? Choose);

    private readonly DeploymentStore store = store;
    private readonly DeploymentSharing sharing = sharing;
    private readonly SubjectDirectory subjects = subjects;
    private readonly Journal journal = journal;
}
