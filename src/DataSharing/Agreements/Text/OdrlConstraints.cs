using System.Globalization;
using System.Text.Json.Nodes;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>What must be so for a rule to apply, as ODRL constraints: all of them together, as ODRL reads several.</summary>
internal static class OdrlConstraints
{
    public static IEnumerable<JsonNode> Of(
        Agreement agreement,
        IReadOnlyList<PurposeCode>? purposes,
        IReadOnlyList<SubjectKind>? kinds,
        Constraints constraints
    )
    {
        yield return One("odrl:dateTime", "odrl:gteq", Typed(Moment(agreement.EffectiveFrom), "xsd:dateTime"));
        if (agreement.EffectiveTo is { } to)
        {
            yield return One("odrl:dateTime", "odrl:lt", Typed(Moment(to), "xsd:dateTime"));
        }

        if (purposes is not null)
        {
            yield return Among(
                "odrl:purpose",
                purposes.Select(purpose => (JsonNode)new JsonObject { ["@id"] = OdrlTerms.Purpose(purpose) })
            );
        }

        if (kinds is not null)
        {
            yield return Among("ds:subjectKind", kinds.Select(kind => Text(Words.Of(Words.SubjectKinds, kind))));
        }

        foreach (var one in OfFacts(constraints))
        {
            yield return one;
        }
    }

    public static JsonObject One(string left, string comparison, JsonNode right) =>
        new()
        {
            ["@type"] = "odrl:Constraint",
            ["leftOperand"] = left,
            ["operator"] = comparison,
            ["rightOperand"] = right,
        };

    public static JsonObject Typed(string value, string type) => new() { ["@value"] = value, ["@type"] = type };

    private static IEnumerable<JsonNode> OfFacts(Constraints constraints)
    {
        if (constraints.Age?.Minimum is { } least)
        {
            yield return One("ds:ageInYears", "odrl:gteq", JsonValue.Create(least));
        }

        if (constraints.Age?.Maximum is { } most)
        {
            yield return One("ds:ageInYears", "odrl:lteq", JsonValue.Create(most));
        }

        if (constraints.Gradings?.Sources is { } sources)
        {
            yield return Among("ds:sourceGrading", sources.Select(source => (JsonNode)JsonValue.Create(source)));
        }

        if (constraints.Gradings?.Intelligence is { } letters)
        {
            yield return Among("ds:intelligenceGrading", letters.Select(Letter));
        }

        if (constraints.Handling is { } handling)
        {
            yield return Among("ds:handlingCode", handling.Select(Letter));
        }

        if (constraints.Markings?.Within is { } within)
        {
            // Every marking carried is among these.
            yield return One("ds:marking", "odrl:isPartOf", new JsonArray([.. within.Select(Text)]));
        }

        if (constraints.Markings?.Any is { } any)
        {
            yield return Among("ds:marking", any.Select(Text));
        }

        foreach (var flag in constraints.Flags)
        {
            yield return One($"ds:flag:{flag.Flag}", "odrl:eq", JsonValue.Create(flag.Value));
        }
    }

    private static JsonObject Among(string left, IEnumerable<JsonNode> values) => One(left, "odrl:isAnyOf", new JsonArray([.. values]));

    private static JsonNode Text(string text) => JsonValue.Create(text);

    private static JsonNode Letter(char letter) => Text(letter.ToString(CultureInfo.InvariantCulture));

    private static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
