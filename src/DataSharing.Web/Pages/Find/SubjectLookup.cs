using DataSharing.Entities;
using DataSharing.Identifiers;
using DataSharing.Identity;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DataSharing.Web.Pages.Find;

/// <summary>What somebody looks for, as the form sends it: a name's beginning, or exactly one identifier.</summary>
public sealed class SubjectLookup
{
    public const string ByName = "name";

    /// <summary><see cref="ByName"/> or the code of an identifier scheme.</summary>
    public string? By { get; set; } = ByName;

    public string? Text { get; set; }

    /// <summary>One of <see cref="Kinds"/>; empty for any.</summary>
    public string? Kind { get; set; }

    public static IReadOnlyList<Choice> Ways { get; } =
    [
        new(ByName, "Name"),
        .. IdentifierSchemes.All.Select(scheme => new Choice(scheme.Code, scheme.Title)),
        new("premises-licence", "Premises licence number"),
    ];

    public static IReadOnlyList<Choice> Kinds { get; } =
    [new("person", "People"), new("business", "Businesses"), new("location", "Places"), new("group", "Groups")];

    /// <summary>What to ask the register; null with errors in the model state.</summary>
    /// <param name="state">The page's.</param>
    /// <param name="name">Of the page's property.</param>
    public SubjectQuery? Read(ModelStateDictionary state, string name)
    {
        ArgumentNullException.ThrowIfNull(state);
        var text = Text?.Trim() ?? "";
        if (text.Length == 0)
        {
            state.AddModelError($"{name}.{nameof(Text)}", "Enter a name or a number to look for");
            return null;
        }

        var by = Ways.Any(way => way.Value == By) ? By ?? ByName : ByName;
        var body = new SubjectSearchBody(
            KindOf(Kind),
            by == ByName ? null : new SubjectIdentifierBody(by, text),
            by == ByName ? text : null
        );
        if (SubjectInput.TryRead(body, out var query, out _))
        {
            return query;
        }

        state.AddModelError(
            $"{name}.{nameof(Text)}",
            by == ByName ? "Enter at least the first 3 letters of a name, and no more than 100" : "Enter a number of 64 characters or fewer"
        );
        return null;
    }

    public static SubjectKind? KindOf(string? code) =>
        code switch
        {
            "person" => SubjectKind.Person,
            "business" => SubjectKind.Business,
            "location" => SubjectKind.Location,
            "group" => SubjectKind.Group,
            _ => null,
        };

    // Names and numbers of people pass through here.
    public override string ToString() => "SubjectLookup(redacted)";
}
