using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Protection;

/// <summary>
/// Every data key of one subject, read with one range read whatever there is, so that asking for a subject that is not there costs the store the
/// same as asking for one that is. Each is unwrapped only when it is needed.
/// </summary>
public sealed class SubjectKeys
{
    private readonly DataKeys keys;
    private readonly string subjectId;
    private readonly IReadOnlyList<StoredRow> rows;

    internal SubjectKeys(DataKeys keys, string subjectId, IReadOnlyList<StoredRow> rows) =>
        (this.keys, this.subjectId, this.rows) = (keys, subjectId, rows);

    /// <summary>The agencies that hold a key, or held one that was destroyed.</summary>
    internal IEnumerable<string> Controllers => rows.Select(r => r.RowKey[(r.RowKey.LastIndexOf(':') + 1)..]);

    /// <summary>The key of this controller, or null where it never existed or was destroyed.</summary>
    public async ValueTask<DataKey?> FindAsync(AgencyId controller, CancellationToken cancellationToken)
    {
        var id = DataKeyId.OfSubject(subjectId, controller);
        var row = rows.FirstOrDefault(r => string.Equals(r.RowKey, id.RowKey, StringComparison.Ordinal));
        return await keys.UnwrapAsync(id, row, cancellationToken);
    }
}
