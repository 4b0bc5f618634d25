using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>What the guards on tactics need to know of a subject. It takes in what every agency recorded, so no answer may tell it on.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="DateOfBirth">Null where none is recorded.</param>
/// <param name="AgeYears">On the day asked for; null where no date of birth is recorded.</param>
/// <param name="HasSuspectRole">In any event, whoever recorded it.</param>
/// <param name="HasVictimRole">Likewise.</param>
/// <param name="OpenStatuses">Codes of statuses that hold on that day: <c>nrm</c>, <c>section-45</c>, <c>care-order</c>, …</param>
public sealed record SubjectGuardFacts(
    SubjectKind Kind,
    DateOnly? DateOfBirth,
    int? AgeYears,
    bool HasSuspectRole,
    bool HasVictimRole,
    IReadOnlyList<string> OpenStatuses
)
{
    public override string ToString() => "SubjectGuardFacts(redacted)";
}

/// <summary>
/// What other capabilities ask of subjects. It writes no entry of its own: the caller's act names every subject that it showed or used.
/// </summary>
public sealed class SubjectDirectory(IRecordStore records, DataKeys keys, SubjectFiles files, DecisionService decisions, TimeProvider time)
{
    /// <summary>The kind of a subject that this agency may refer to: its own, or one it was told of. Null: not there or not theirs.</summary>
    public async ValueTask<SubjectKind?> KindForAsync(AgencyId agency, string subjectId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(agency);
        var partition = Shards.Of(subjectId);
        var row = await records.FindAsync(partition, SubjectRecord.RowKey(subjectId), cancellationToken);
        var told = await records.FindAsync(partition, SubjectRegister.AcquaintanceKey(subjectId, agency), cancellationToken);
        var record = row is null ? null : SubjectRecord.Format.Read(row);
        return record is not null && (record.Controller == agency || told is not null) ? record.Kind : null;
    }

    /// <summary>
    /// The kind of a subject that the caller may refer to: its agency's own, one it was told of, or one whose particulars it may see for this
    /// purpose. Null: not there or not for them, at the same cost to the store.
    /// </summary>
    public async ValueTask<SubjectKind?> MayReferAsync(
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        string subjectId,
        CancellationToken cancellationToken
    ) => await (await SightAsync(caller, head, purpose, SubjectParts.Told, cancellationToken)).MayReferAsync(subjectId);

    /// <summary>Each subject in one line, as the caller may see it for this purpose; null where it is not there or not for them.</summary>
    public async ValueTask<IReadOnlyDictionary<string, SubjectLabel?>> DescribeAsync(
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        IReadOnlyList<string> subjectIds,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(subjectIds);
        var sight = await SightAsync(caller, head, purpose, SubjectParts.None, cancellationToken);
        return await DescribeAsync(sight, subjectIds);
    }

    /// <summary>The same for several questions of one request.</summary>
    internal static async ValueTask<IReadOnlyDictionary<string, SubjectLabel?>> DescribeAsync(
        SubjectSight sight,
        IReadOnlyList<string> subjectIds
    )
    {
        string[] ids = [.. subjectIds.Distinct(StringComparer.Ordinal)];
        var seen = await Task.WhenAll(ids.Select(sight.FindAsync));
        return ids.Zip(seen).ToDictionary(p => p.First, p => p.Second?.Label, StringComparer.Ordinal);
    }

    /// <summary>Subjects as an entry names them, sealed under the keys that this request has read already.</summary>
    internal static async ValueTask<IReadOnlyList<AuditSubject>> NamedAsync(SubjectSight sight, IReadOnlyList<string> subjectIds)
    {
        var files = await Task.WhenAll(subjectIds.Select(sight.FileAsync));
        return [.. files.Select(f => new AuditSubject(f.Id) { Keys = f.Keys })];
    }

    /// <summary>What the caller may see in this request of who or what subjects are; <paramref name="also"/> is read of each beside.</summary>
    internal async ValueTask<SubjectSight> SightAsync(
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        SubjectParts also,
        CancellationToken cancellationToken
    )
    {
        var parts = also | await SubjectSight.LeastAsync(decisions, caller, head, purpose, cancellationToken);
        return new SubjectSight(caller, head, purpose, files, decisions, time.GetUtcNow(), cancellationToken, parts);
    }

    /// <summary>Whole years on a day; null where there is no such person or no date of birth. Not for showing: it asks no agreement.</summary>
    public async ValueTask<int?> AgeOnAsync(string subjectId, DateOnly on, CancellationToken cancellationToken)
    {
        var partition = Shards.Of(subjectId);
        var row = await records.FindAsync(partition, SubjectRecord.RowKey(subjectId), cancellationToken);
        var held = await keys.OfSubjectAsync(subjectId, cancellationToken);
        if (row is null || SubjectRecord.Format.Read(row) is not { } record)
        {
            return null;
        }

        var key = await held.FindAsync(record.Controller, cancellationToken);
        var particulars = key?.Open(record.Particulars, EntitiesJson.Default.SubjectParticulars, row.RowKey);
        return particulars?.DateOfBirth is { } born && born <= on ? LondonCalendar.AgeOn(born, on) : null;
    }

    /// <summary>What guards need, from every agency's records; null where there is no such subject. Not for showing: it asks no agreement.</summary>
    public async ValueTask<SubjectGuardFacts?> GuardFactsAsync(string subjectId, DateOnly on, CancellationToken cancellationToken)
    {
        var partition = Shards.Of(subjectId);
        var reading = files.ReadAsync(subjectId, AuditEntrySealer.Platform, SubjectParts.Facts, cancellationToken);
        var involved = await records.ReadAllAsync(partition, Involvement.Prefix(subjectId), cancellationToken);
        var file = await reading;
        if (file.Record is not { } record)
        {
            return null;
        }

        var events = await Task.WhenAll(
            involved.Select(r => EventFile.ReadAsync(records, keys, r.RowKey[(r.RowKey.LastIndexOf(':') + 1)..], cancellationToken))
        );
        var roles = events
            .SelectMany(e => e is not null && e.Content.Roles.TryGetValue(subjectId, out var mine) ? mine : [])
            .ToHashSet(StringComparer.Ordinal);
        return new SubjectGuardFacts(
            record.Kind,
            file.Particulars?.DateOfBirth,
            file.Particulars?.DateOfBirth is { } born && born <= on ? LondonCalendar.AgeOn(born, on) : null,
            roles.Contains(EventRoles.Suspect),
            roles.Contains(EventRoles.Victim),
            DecisionFacts.OpenStatuses(file, on)
        );
    }

    /// <summary>As <see cref="MayReferAsync"/>, with what decisions on sharing it between the caller's agency and another need to be told, and consent.</summary>
    internal async ValueTask<(SubjectKind Kind, SubjectFile File)?> ReferAsync(
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        string subjectId,
        AgencyId other,
        SubjectParts further,
        CancellationToken cancellationToken
    )
    {
        // The caller's agency as receiver is among what a sight needs anyway.
        var needs = await decisions.NeedsAsync(head, caller.Agency, other, purpose, cancellationToken);
        var also = SubjectParts.Told | SubjectParts.Consents | DecisionFacts.Parts(needs) | further;
        var sight = await SightAsync(caller, head, purpose, also, cancellationToken);
        return await sight.MayReferAsync(subjectId) is { } kind ? (kind, await sight.FileAsync(subjectId)) : null;
    }
}
