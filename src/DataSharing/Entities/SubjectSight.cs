using System.Collections.Concurrent;
using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Entities;

/// <summary>A subject whose particulars the caller may see.</summary>
/// <param name="File">Everything; not for the caller.</param>
/// <param name="Record">Its row.</param>
/// <param name="Particulars">What the caller may see of them.</param>
/// <param name="Label">The same in one line.</param>
/// <param name="Decision">What permits it; null where it is the caller's own.</param>
internal sealed record SeenSubject(
    SubjectFile File,
    SubjectRecord Record,
    SubjectParticulars Particulars,
    SubjectLabel Label,
    SharingDecision? Decision
)
{
    public override string ToString() => "SeenSubject(redacted)";
}

/// <summary>Leave to see one item. The decision is null where the item is the caller's own.</summary>
internal sealed record Leave(SharingDecision? Decision);

/// <summary>What one caller may see for one purpose in one request, each subject read and decided once.</summary>
/// <remarks>INVARIANT: which parts are read depends on the caller, the purpose and the agreements in force, never on the subject.</remarks>
internal sealed class SubjectSight(
    Caller caller,
    ReadHead head,
    PurposeCode purpose,
    SubjectFiles files,
    DecisionService decisions,
    DateTimeOffset now,
    CancellationToken cancellationToken,
    SubjectParts parts = SubjectParts.All
)
{
    public static readonly DataCategory Identity = DataCategory.Parse("identity");

    private readonly ConcurrentDictionary<string, Task<SubjectFile>> read = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<SeenSubject?>> seen = new(StringComparer.Ordinal);

    public Caller Caller => caller;

    public CancellationToken CancellationToken => cancellationToken;

    public DateOnly Today { get; } = LondonCalendar.DateOf(now);

    /// <summary>What decides on seeing the particulars of any subject for this purpose, and no more: known before it is known whose it is.</summary>
    public static async ValueTask<SubjectParts> LeastAsync(
        DecisionService decisions,
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        CancellationToken cancellationToken
    ) => DecisionFacts.Parts(await decisions.NeedsAsync(head, caller.Agency, purpose, cancellationToken));

    public Task<SubjectFile> FileAsync(string subjectId) =>
        read.GetOrAdd(subjectId, id => files.ReadAsync(id, caller.Agency, parts, cancellationToken));

    /// <summary>The subject, or null: not there, or not for this caller and purpose.</summary>
    public Task<SeenSubject?> FindAsync(string subjectId) => seen.GetOrAdd(subjectId, SeeAsync);

    /// <summary>The subject's kind where the caller may refer to it: its own, one it was told of, or one it may see. Else null.</summary>
    public async ValueTask<SubjectKind?> MayReferAsync(string subjectId)
    {
        var file = await FileAsync(subjectId);
        var visible = await FindAsync(subjectId) is not null;
        return visible || file.Told ? file.Record?.Kind : null;
    }

    /// <summary>Leave to see an item of a controller about a subject; null where it is withheld.</summary>
    public async ValueTask<Leave?> AskAsync(SubjectFile file, AgencyId controller, DataCategory category, CategoryFacts? data)
    {
        if (controller == caller.Agency)
        {
            return new Leave(null);
        }

        if (file.Record is not { } record)
        {
            return null;
        }

        var facts = DecisionFacts.Of(file, controller, caller.Agency, purpose, now);
        if (data is not null)
        {
            facts = facts with { Data = new Dictionary<DataCategory, CategoryFacts> { [category] = data } };
        }

        var question = new SharingQuestion(controller, caller.Agency, purpose, record.Kind, [category], SharingMode.Content)
        {
            Facts = facts,
        };
        var decision = await decisions.DecideAsync(head, question, cancellationToken);
        // What waits for a person is not there for whoever looks: somebody has to disclose it.
        return decision is { Effect: SharingEffect.Permit, Release: ReleaseManner.Automatic } ? new Leave(decision) : null;
    }

    private async Task<SeenSubject?> SeeAsync(string subjectId)
    {
        var file = await FileAsync(subjectId);
        if (file is not { Record: { } record, Particulars: { } particulars })
        {
            return null;
        }

        if (await AskAsync(file, record.Controller, Identity, null) is not { } leave)
        {
            return null;
        }

        var shown = leave.Decision is { } decision ? Withholding.From(particulars, decision) : particulars;
        if (shown is null)
        {
            return null;
        }

        var minor = shown.DateOfBirth is { } born && LondonCalendar.AgeOn(born, Today) < 18;
        var label = new SubjectLabel(subjectId, record.Kind, shown.Name, shown.DateOfBirth, minor) { Place = shown.Place };
        return new SeenSubject(file, record, shown, label, leave.Decision);
    }
}
