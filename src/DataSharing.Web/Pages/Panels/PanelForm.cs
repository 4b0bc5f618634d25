using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DataSharing.Web.Pages.Panels;

/// <summary>What forms of panels and meetings check alike.</summary>
internal static class PanelForm
{
    public static void Check(ModelStateDictionary state, string? name, string? remit)
    {
        Line(state, "Name", name, 120, "Enter the name of the panel");
        Words(state, "Remit", remit, 2_000, null);
    }

    /// <param name="state">The page's model state.</param>
    /// <param name="field">The property.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="most">Characters.</param>
    /// <param name="missing">What to say where it is missing; null where it may be.</param>
    public static void Line(ModelStateDictionary state, string field, string? text, int most, string? missing)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            Missing(state, field, missing);
        }
        else if (!Api.PlainText.IsLine(text.Trim(), most))
        {
            state.AddModelError(field, $"Use at most {most:N0} characters on one line");
        }
    }

    public static void Words(ModelStateDictionary state, string field, string? text, int most, string? missing)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            Missing(state, field, missing);
        }
        else if (!Api.PlainText.IsText(Tidy(text), most))
        {
            state.AddModelError(field, $"Use at most {most:N0} characters");
        }
    }

    /// <summary>As it is stored: line ends of one kind, nothing around.</summary>
    public static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : Tidy(text);

    private static string Tidy(string text) => text.Trim().ReplaceLineEndings("\n");

    private static void Missing(ModelStateDictionary state, string field, string? missing)
    {
        if (missing is not null)
        {
            state.AddModelError(field, missing);
        }
    }
}
