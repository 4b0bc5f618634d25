using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>Names subjects where a page is about them but shows nothing else of them. A name is personal data: its entry commits before it leaves.</summary>
public sealed class SubjectNames(SubjectDirectory subjects, Journal journal)
{
    /// <summary>The subjects that the caller may see for this purpose; the others are absent, and the entry does not name them.</summary>
    public async ValueTask<IReadOnlyDictionary<string, SubjectLabel>> OfAsync(
        Caller caller,
        ReadHead head,
        IReadOnlyList<string> subjectIds,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(access);
        var described = await subjects.DescribeAsync(caller, head, access.Purpose, subjectIds, cancellationToken);
        var seen = new Dictionary<string, SubjectLabel>(StringComparer.Ordinal);
        foreach (var (id, label) in described)
        {
            if (label is not null)
            {
                seen[id] = label;
            }
        }

        var act = new AuditAct
        {
            Act = "subject.named",
            Caller = caller,
            Purpose = access.Purpose,
            Justification = access.Reason,
            Subjects = [.. seen.Keys.Select(id => new AuditSubject(id))],
        };
        // INVARIANT: the entry commits before any name leaves, also where none does: "not yours" and "not there" look alike.
        await journal.RecordAsync(Shards.Of(caller.Agency.Value), act, cancellationToken);
        return seen;
    }
}
