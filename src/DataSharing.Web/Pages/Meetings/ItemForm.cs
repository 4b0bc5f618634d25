using System.Globalization;
using DataSharing.Identity;
using DataSharing.Panels;
using DataSharing.Web.Pages.Panels;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DataSharing.Web.Pages.Meetings;

/// <summary>What people type about an agenda item.</summary>
public sealed class ItemForm
{
    public string? Section { get; set; }

    public string? Title { get; set; }

    public string? Note { get; set; }

    public string? Presenting { get; set; }

    public string? Minutes { get; set; }

    public bool Restricted { get; set; }

    public IList<string> Invited { get; set; } = [];

    public static ItemForm Of(ItemView item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new ItemForm
        {
            Section = item.Record.Section.ToString(),
            Title = item.Title,
            Note = item.Note,
            Presenting = item.Record.Presenting?.Value,
            Minutes = item.Record.PlannedMinutes?.ToString(CultureInfo.InvariantCulture),
            Restricted = item.Record.Restricted,
            Invited = [.. item.Record.Invited],
        };
    }

    /// <summary>Null where something is wrong, which the model state then says.</summary>
    public AgendaItemDraft? Read(ModelStateDictionary state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!Enum.TryParse<AgendaSection>(Section, out var section) || !Enum.IsDefined(section))
        {
            state.AddModelError("Form.Section", "Choose the part of the agenda");
        }

        PanelForm.Line(state, "Form.Title", Title, 200, "Say what it is about");
        PanelForm.Words(state, "Form.Note", Note, 4_000, null);
        int? minutes = null;
        if (!string.IsNullOrWhiteSpace(Minutes))
        {
            if (
                int.TryParse(Minutes.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var planned) && planned is >= 1 and <= 240
            )
            {
                minutes = planned;
            }
            else
            {
                state.AddModelError("Form.Minutes", "Enter minutes as a whole number from 1 to 240");
            }
        }

        return state.IsValid
            ? new AgendaItemDraft(section, Title?.Trim() ?? "")
            {
                Note = PanelForm.OrNull(Note),
                Presenting = AgencyId.TryParse(Presenting, out var agency) ? agency : null,
                PlannedMinutes = minutes,
                Restricted = Restricted,
                Invited = [.. Invited],
            }
            : null;
    }

    public static string? FieldOf(string member) =>
        member switch
        {
            "invited" => "Form.Invited",
            "deployment" => "Tactic",
            "title" => "Form.Title",
            _ => null,
        };

    public override string ToString() => "ItemForm(redacted)";
}
