using DataSharing.Disposal;
using DataSharing.Web.Pages.Parts;

namespace DataSharing.Web.Pages.Audit;

/// <summary>How legal holds read.</summary>
internal static class HoldWords
{
    /// <summary>The choice of a form that names none of the grounds.</summary>
    public const string Other = "other";

    public static IReadOnlyList<Choice> Grounds { get; } =
    [.. LegalHoldGround.All.Select(ground => new Choice(ground.Code, ground.Title)), new(Other, "Something else")];

    public static string Ground(string? code) => LegalHoldGround.Find(code)?.Title ?? "Something else, or not recorded";

    /// <summary>How far the review of a hold that stands is.</summary>
    public static (string Text, string Colour) Review(DateOnly? on, DateOnly today) =>
        on is null ? ("No day set", "grey")
        : on < today ? ("Review overdue", "red")
        : ("Stands", "blue");
}
