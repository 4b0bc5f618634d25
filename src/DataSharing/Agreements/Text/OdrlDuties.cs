using System.Globalization;
using System.Text.Json.Nodes;

namespace DataSharing.Agreements;

/// <summary>What the parties must do because of a share, as ODRL duties.</summary>
internal static class OdrlDuties
{
    public static JsonNode[] Of(Permission rule)
    {
        var duties = new List<JsonNode>();
        foreach (var place in rule.Duties.Redact)
        {
            duties.Add(Duty(Own("ds:redact", "odrl:modify"), ("place", JsonValue.Create(place))));
        }

        if (rule.Duties.RetainFor is { } keep)
        {
            duties.Add(Duty(Core("odrl:delete"), ("constraint", Within(keep))));
        }

        if (rule.Duties.AcknowledgeWithin is { } soon)
        {
            duties.Add(Duty(Own("ds:acknowledge", "odrl:inform"), ("constraint", Within(soon))));
        }

        if (rule.Duties.NotifySubject)
        {
            duties.Add(Duty(Core("odrl:inform"), ("informedParty", JsonValue.Create("ds:dataSubject"))));
        }

        if (rule.Consent == ConsentStance.InformUnlessRisk)
        {
            // Beforehand, and not where telling would put somebody at risk: ours, since ODRL's informing knows no such bound.
            duties.Add(Duty(Own("ds:informBeforehandUnlessRisk", "odrl:inform"), ("informedParty", JsonValue.Create("ds:dataSubject"))));
        }

        return [.. duties];
    }

    private static JsonObject Within(CalendarDuration duration) =>
        OdrlConstraints.One("odrl:elapsedTime", "odrl:lteq", OdrlConstraints.Typed(Xsd(duration.Text), "xsd:duration"));

    // XML Schema has no weeks.
    private static string Xsd(string text) =>
        text[^1] == 'W'
            ? string.Create(CultureInfo.InvariantCulture, $"P{7 * int.Parse(text[1..^1], CultureInfo.InvariantCulture)}D")
            : text;

    private static JsonObject Duty(JsonNode action, (string Name, JsonNode Value) more) =>
        new()
        {
            ["@type"] = "odrl:Duty",
            ["action"] = action,
            [more.Name] = more.Value,
        };

    private static JsonObject Core(string action) => new() { ["@id"] = action };

    private static JsonObject Own(string action, string includedIn) =>
        new()
        {
            ["@type"] = "odrl:Action",
            ["uid"] = action,
            ["includedIn"] = includedIn,
        };
}
