using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>
/// The <c>meeting:{id}:minutes</c> row: a draft that anybody who keeps the meeting may write, until another person approves it; then it is
/// frozen with everything that was decided.
/// </summary>
public sealed record MinutesRecord
{
    internal static readonly RowFormat<MinutesRecord> Format = new(1, PanelsJson.Default.MinutesRecord);

    /// <summary>Counts drafts, from 1.</summary>
    public required int Draft { get; init; }

    public required string DraftedBy { get; init; }

    public required DateTimeOffset DraftedAt { get; init; }

    public string? ApprovedBy { get; init; }

    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Sealed <see cref="MinutesText"/>.</summary>
    public required byte[] Text { get; init; }

    /// <summary>Sealed <see cref="FrozenMeeting"/>, from the approval on.</summary>
    public byte[]? Frozen { get; init; }

    public static string RowKey(string meetingId) => $"meeting:{meetingId}:minutes";

    public override string ToString() => $"MinutesRecord(draft {Draft})";
}

/// <param name="General">For every member who sees the whole meeting.</param>
/// <param name="Annex">Restricted: not for members by item, nor where an agency of the reader is excluded from a restricted item.</param>
/// <param name="Items">What was said about each item, by its id: for whoever sees that item.</param>
internal sealed record MinutesText(string General, string? Annex, IReadOnlyDictionary<string, string>? Items = null)
{
    public override string ToString() => "MinutesText(redacted)";
}

/// <summary>The meeting as it was approved. Readers see of it what they may see of its items.</summary>
internal sealed record FrozenMeeting(MeetingRecord Meeting, IReadOnlyList<FrozenItem> Items, IReadOnlyList<FrozenAction> Actions);

internal sealed record FrozenItem(string Id, AgendaItemRecord Record, ItemText Text)
{
    public override string ToString() => "FrozenItem(redacted)";
}

internal sealed record FrozenAction(string Id, ActionRecord Record, ActionText Text)
{
    public override string ToString() => "FrozenAction(redacted)";
}
