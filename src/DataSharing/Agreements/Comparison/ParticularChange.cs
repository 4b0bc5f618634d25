using System.Globalization;

namespace DataSharing.Agreements;

/// <summary>A fact about the agreement as a whole that differs.</summary>
/// <param name="Code"><c>party-joins</c>, <c>party-leaves</c>, <c>effective-from</c>, <c>effective-to</c>, <c>review-date</c>.</param>
/// <param name="Before">Null where there was none.</param>
/// <param name="After">Null where there is none.</param>
public sealed record ParticularChange(string Code, string? Before, string? After)
{
    internal static IReadOnlyList<ParticularChange> Of(Agreement before, Agreement after)
    {
        var (were, are) = (before.Parties.Select(party => party.Agency.Value), after.Parties.Select(party => party.Agency.Value));
        ParticularChange[] dates =
        [
            new("effective-from", Moment(before.EffectiveFrom), Moment(after.EffectiveFrom)),
            new("effective-to", Moment(before.EffectiveTo), Moment(after.EffectiveTo)),
            new("review-date", AgreementText.Day(before.ReviewDate), AgreementText.Day(after.ReviewDate)),
        ];
        return
        [
            .. are.Except(were, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(party => new ParticularChange("party-joins", null, party)),
            .. were.Except(are, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(party => new ParticularChange("party-leaves", party, null)),
            .. dates.Where(date => !string.Equals(date.Before, date.After, StringComparison.Ordinal)),
        ];
    }

    private static string? Moment(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
