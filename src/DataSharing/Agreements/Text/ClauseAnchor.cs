using System.Globalization;

namespace DataSharing.Agreements;

/// <summary>Where in an agreement's text a member of its document is told, so that a finding can lead to its clause.</summary>
public static class ClauseAnchor
{
    /// <param name="agreement">As read.</param>
    /// <param name="pointer">RFC 6901 pointer into its document.</param>
    /// <returns>The anchor of the clause, without <c>#</c>; that of the whole agreement where no clause of its own tells of the member.</returns>
    public static string Of(Agreement agreement, string pointer)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        ArgumentNullException.ThrowIfNull(pointer);
        var parts = pointer.Split('/');
        var place =
            parts.Length > 2 && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        return (parts.Length > 1 ? parts[1] : "") switch
        {
            "permissions" => At(agreement.Permissions, place, rule => $"rule-{rule.Id}") ?? "permissions",
            "prohibitions" => At(agreement.Prohibitions, place, rule => $"rule-{rule.Id}") ?? "prohibitions",
            "parties" => At(agreement.Parties, place, party => $"party-{party.Agency}") ?? "parties",
            "categories" => At(agreement.Categories, place, category => $"category-{category.Code}") ?? "categories",
            "purposes" => At(agreement.Purposes, place, purpose => $"purpose-{purpose.Code}") ?? "purposes",
            "purposeStatement" => "purpose-statement",
            "dpia" or "jointArrangement" or "transparency" or "rights" or "governance" => "care",
            _ => "agreement",
        };
    }

    private static string? At<T>(IReadOnlyList<T> items, int place, Func<T, string> anchor) =>
        place >= 0 && place < items.Count ? anchor(items[place]) : null;
}
