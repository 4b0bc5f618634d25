using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>What every stored fact, link and event states in clear: enough to decide on it without opening it.</summary>
internal sealed record ItemHeader
{
    public required AgencyId Controller { get; init; }

    public required DataCategory Category { get; init; }

    public int? Source { get; init; }

    public char? Intelligence { get; init; }

    public char? Handling { get; init; }

    public IReadOnlyList<string> Conditions
    {
        get;
        init => field = value ?? [];
    } = [];

    public DateOnly? ValidFrom { get; init; }

    public DateOnly? ValidTo { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required string RecordedBy { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? ClosedBy { get; init; }

    /// <summary>As a decision takes it. Markings are not recorded on items, so a permission that depends on them refuses.</summary>
    public CategoryFacts Facts => new(Source, Intelligence, Handling, null);

    public static ItemHeader Of(Caller caller, ItemDraft draft, DateTimeOffset now) =>
        new()
        {
            Controller = caller.Agency,
            Category = draft.Category,
            Source = draft.Grading?.Source,
            Intelligence = draft.Grading?.Intelligence,
            Handling = draft.Handling?.Code,
            Conditions = draft.Handling?.Conditions ?? [],
            ValidFrom = draft.ValidFrom,
            ValidTo = draft.ValidTo,
            RecordedAt = now,
            RecordedBy = caller.Actor,
        };

    public bool IsCurrentOn(DateOnly day) =>
        (ValidFrom is null || ValidFrom <= day) && (ValidTo is null || ValidTo > day || (ValidTo == day && ClosedAt is null));

    public ItemHeader Closed(Caller caller, DateOnly lastDay, DateTimeOffset now) =>
        this with
        {
            ValidTo = lastDay,
            ClosedAt = now,
            ClosedBy = caller.Actor,
        };

    public ItemView View(AgencyId reader, string provenance, DateOnly today, RowVersion version) =>
        new()
        {
            Controller = Controller,
            IsOwn = Controller == reader,
            Category = Category,
            Grading = Source is { } s && Intelligence is { } i && Grading.TryCreate(s, i, out var grading) ? grading : null,
            Handling = Handling is { } code && Entities.Handling.TryCreate(code, Conditions, out var handling) ? handling : null,
            ValidFrom = ValidFrom,
            ValidTo = ValidTo,
            IsCurrent = IsCurrentOn(today),
            Provenance = provenance,
            RecordedAt = RecordedAt,
            RecordedBy = RecordedBy,
            ClosedAt = ClosedAt,
            Version = version,
        };

    public override string ToString() => $"ItemHeader({Category})";
}

/// <summary>The <c>fact:{subject id}:{id}</c> row.</summary>
/// <param name="Item">In clear.</param>
/// <param name="Content">Sealed <see cref="FactContent"/>, under the key of subject and controller.</param>
internal sealed record FactRecord(ItemHeader Item, byte[] Content)
{
    public static readonly RowFormat<FactRecord> Format = new(1, EntitiesJson.Default.FactRecord);

    public static string Prefix(string subjectId) => $"fact:{subjectId}:";

    public static string RowKey(string subjectId, string id) => Prefix(subjectId) + id;

    public override string ToString() => "FactRecord(redacted)";
}

internal sealed record FactContent(string Kind, string Text, string? Code, bool Holds, string Provenance)
{
    public IReadOnlyDictionary<string, DateOnly> Dates
    {
        get;
        init => field = value ?? NoDates;
    } = NoDates;

    private static readonly Dictionary<string, DateOnly> NoDates = new(StringComparer.Ordinal);

    public override string ToString() => "FactContent(redacted)";
}

/// <summary>The <c>link:{from subject id}:{id}</c> row.</summary>
/// <param name="To">The subject it leads to.</param>
/// <param name="Item">In clear.</param>
/// <param name="ReviewOn">When somebody must look at it again.</param>
/// <param name="Content">Sealed <see cref="LinkContent"/>, under the key of the from-subject and controller.</param>
internal sealed record LinkRecord(string To, ItemHeader Item, DateOnly ReviewOn, byte[] Content)
{
    public static readonly RowFormat<LinkRecord> Format = new(1, EntitiesJson.Default.LinkRecord);

    public static string Prefix(string fromId) => $"link:{fromId}:";

    public static string RowKey(string fromId, string id) => Prefix(fromId) + id;

    public override string ToString() => "LinkRecord(redacted)";
}

internal sealed record LinkContent(
    string Kind,
    LinkStrength Strength,
    DateOnly? FirstSeen,
    DateOnly? LastSeen,
    string WhyNecessary,
    string Provenance
)
{
    public override string ToString() => "LinkContent(redacted)";
}

/// <summary>The <c>link-to:{to subject id}:{id}</c> row: where the link itself lies. Written by <see cref="EntityIndex"/>.</summary>
internal sealed record LinkMirror(string From)
{
    public static readonly RowFormat<LinkMirror> Format = new(1, EntitiesJson.Default.LinkMirror);

    public static string Prefix(string toId) => $"link-to:{toId}:";
}

/// <summary>The <c>event:{id}</c> row.</summary>
/// <param name="Item">In clear.</param>
/// <param name="Participants">Subject ids; what each was in it is sealed.</param>
/// <param name="Content">Sealed <see cref="EventContent"/>, under the key of the event and controller.</param>
internal sealed record EventRecord(ItemHeader Item, IReadOnlyList<string> Participants, byte[] Content)
{
    public static readonly RowFormat<EventRecord> Format = new(1, EntitiesJson.Default.EventRecord);

    public static string RowKey(string id) => $"event:{id}";

    public override string ToString() => "EventRecord(redacted)";
}

internal sealed record EventContent(
    string Kind,
    DateTimeOffset From,
    DateTimeOffset? To,
    string Text,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Roles,
    string Provenance
)
{
    public override string ToString() => "EventContent(redacted)";
}

/// <summary>The <c>involved:{subject id}:{event id}</c> row. Written by <see cref="EntityIndex"/>.</summary>
internal sealed record Involvement(DateTimeOffset Since)
{
    public static readonly RowFormat<Involvement> Format = new(1, EntitiesJson.Default.Involvement);

    public static string Prefix(string subjectId) => $"involved:{subjectId}:";
}
