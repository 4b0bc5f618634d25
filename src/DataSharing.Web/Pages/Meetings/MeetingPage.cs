using DataSharing.Audit;
using DataSharing.Disruption;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Panels;
using DataSharing.Storage;
using DataSharing.Web.Pages.Panels;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;
using ItemView = DataSharing.Panels.ItemView;

namespace DataSharing.Web.Pages.Meetings;

/// <summary>A page about one meeting, opened for the purpose stated: what its reader may not see of it is not there, and nothing counts it.</summary>
public abstract class MeetingPage(MeetingReader reader, Seats seats) : PanelAnswering
{
    private MeetingView? view;
    private ItemView? item;
    private StatedAccess? access;

    public MeetingView Meeting => view ?? throw new InvalidOperationException("The page is shown for a meeting that was opened.");

    /// <summary>The item in the page's address.</summary>
    public ItemView Item => item ?? throw new InvalidOperationException("The page is shown for an item that was opened.");

    public SeatNames Names { get; private set; } = SeatNames.None;

    public override string? NowAt => item is null ? Address(Meeting.Id) : ItemAddress(item);

    public bool MayKeep => Meeting.Seat.MayKeep && !Meeting.Record.Closed;

    protected StatedAccess Access => access ?? throw new InvalidOperationException("The page asks why before it opens anything.");

    public static string Scope(Guid id) => $"meeting:{id:D}";

    public static string Address(string id) => $"/app/meetings/{id}";

    public string ItemAddress(ItemView about)
    {
        ArgumentNullException.ThrowIfNull(about);
        return $"{Address(Meeting.Id)}/items/{about.Id}";
    }

    /// <summary>Whom an item is about: children and those to keep safe first, then the others; by name where the reader may see it.</summary>
    public static IReadOnlyList<SubjectShown> SubjectsOf(ItemView about)
    {
        ArgumentNullException.ThrowIfNull(about);
        return
        [
            .. about
                .Subjects.Select(s =>
                {
                    var role = about.Deployment?.Record.Subjects.FirstOrDefault(d => d.Id == s.Id)?.Role;
                    return new SubjectShown(s.Id, s.Kind, s.Label, role == SubjectRole.Protected);
                })
                .OrderByDescending(s => s.IsProtected)
                .ThenByDescending(s => s.Label?.UnderEighteen ?? false)
                .ThenBy(s => s.Kind),
        ];
    }

    public IEnumerable<ActionView> ActionsOf(ItemView about)
    {
        ArgumentNullException.ThrowIfNull(about);
        return Meeting.Actions.Where(a => a.Record.ItemId == about.Id);
    }

    public string Dissenter(Dissent dissent)
    {
        ArgumentNullException.ThrowIfNull(dissent);
        return dissent.Actor is { } actor ? Names.Who(actor, dissent.Agency) : Names.Agency(dissent.Agency);
    }

    /// <summary>Null when it was opened; otherwise what to show instead.</summary>
    /// <param name="id">The meeting.</param>
    /// <param name="itemId">An item of it; null where the page is about none.</param>
    protected async Task<IActionResult?> OpenAsync(Guid id, Guid? itemId = null)
    {
        access = Stated(Scope(id));
        if (access is null)
        {
            return AskAccess(Scope(id), HttpMethods.IsGet(Request.Method) ? null : Address(id.ToString("D")));
        }

        if (await reader.ReadAsync(Caller, Head, id.ToString("D"), access, Stop) is not PanelOutcome<MeetingView>.Done done)
        {
            return NotFound();
        }

        view = done.Value;
        item = itemId is { } wanted ? Meeting.Items.FirstOrDefault(i => i.Id == wanted.ToString("D")) : null;
        if (itemId is not null && item is null)
        {
            return NotFound();
        }

        Names = await seats.OfAsync(this, Actors(), Stop);
        return null;
    }

    /// <summary>Null where the meeting can still be changed by this reader; otherwise what to show instead.</summary>
    protected async Task<IActionResult?> OpenToKeepAsync(Guid id, Guid? itemId = null) =>
        await OpenAsync(id, itemId)
        ?? (
            !Meeting.Seat.MayKeep ? await ForbidAsync()
            : Meeting.Record.Closed ? Redirect(Address(Meeting.Id))
            : null
        );

    protected RowVersion? SentVersion() => VersionOf(Version);

    /// <summary>Members as choices, with the agency that they sit for.</summary>
    protected IReadOnlyList<Choice> MembersWhere(Func<PanelMember, bool> may) =>
        [
            .. Meeting
                .Members.Where(may)
                .Select(m => new Choice(m.Actor, Names.Member(m), PanelWords.Role(m.Role)))
                .OrderBy(c => c.Text, StringComparer.CurrentCulture),
        ];

    protected IReadOnlyList<Choice> AgenciesWhere(Func<AgencyId, bool> may) =>
        [
            .. Meeting
                .Members.Select(m => m.Agency)
                .Distinct()
                .Where(may)
                .Select(a => new Choice(a.Value, Names.Agency(a)))
                .OrderBy(c => c.Text, StringComparer.CurrentCulture),
        ];

    private IEnumerable<string?> Actors() =>
        Meeting
            .Members.Select(string? (m) => m.Actor)
            .Concat(Meeting.Record.Attendance.Select(a => a.Actor))
            .Concat(Meeting.Actions.SelectMany(a => a.Record.Steps.Select(s => s.By).Append(a.Record.Owner)))
            .Concat(Meeting.Items.SelectMany(OfItem))
            .Concat((Meeting.Minutes?.Frozen?.Items ?? []).SelectMany(OfItem))
            .Concat((Meeting.Minutes?.Frozen?.Actions ?? []).Select(a => a.Record.Owner))
            .Append(Meeting.Minutes?.Record.DraftedBy)
            .Append(Meeting.Minutes?.Record.ApprovedBy)
            .Append(Caller.Actor);

    private static IEnumerable<string?> OfItem(ItemView about) =>
        about
            .Dissent.Select(d => d.Actor)
            .Concat(about.Record.Invited)
            .Concat(about.Record.Decision?.TookPart ?? [])
            .Append(about.Record.Decision?.By)
            .Append(about.Deployment?.Record.ProposedBy);
}

/// <param name="Id">The subject.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Label">Particulars; null where they are not for the reader.</param>
/// <param name="IsProtected">Whom a tactic is to keep safe.</param>
public sealed record SubjectShown(string Id, SubjectKind Kind, SubjectLabel? Label, bool IsProtected)
{
    public string Name => Label?.Name ?? $"{UkText.Kind(Kind)}, name not shared with you";

    public int? AgeOn(DateOnly day) =>
        Label?.DateOfBirth is { } born ? day.Year - born.Year - (day < born.AddYears(day.Year - born.Year) ? 1 : 0) : null;

    public override string ToString() => $"SubjectShown({Kind})";
}
