using System.Text.Json.Nodes;

namespace DataSharing.Testing;

/// <summary>Gives a test's agreement the facts that the legal check asks of every agreement, where it has none of its own.</summary>
public static class LawfulFacts
{
    private const string Function = "child-safeguarding";

    /// <summary>Changes and returns the agreement.</summary>
    public static JsonObject AddTo(JsonObject agreement)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        foreach (var party in Items(agreement, "parties"))
        {
            _ = party.TryAdd("authority", "public-authority");
            _ = party.TryAdd("functions", new JsonArray(Function));
            _ = party.TryAdd("dataProtectionOfficer", "Data Protection Officer");
        }

        foreach (var category in Items(agreement, "categories"))
        {
            _ = category.TryAdd("retainFor", "P1Y");
        }

        foreach (var purpose in Items(agreement, "purposes"))
        {
            _ = purpose.TryAdd("functions", new JsonArray(Function));
        }

        foreach (var basis in Items(agreement, "permissions").Select(permission => permission["lawfulBasis"]).OfType<JsonObject>())
        {
            _ = basis.TryAdd("gateways", new JsonArray("ca2004-s11"));
        }

        _ = agreement.TryAdd(
            "dpia",
            new JsonObject
            {
                ["reference"] = "For tests",
                ["date"] = "2020-01-01",
                ["reviewDate"] = "2090-01-01",
            }
        );
        return agreement;
    }

    private static IEnumerable<JsonObject> Items(JsonObject agreement, string list) =>
        (agreement[list] as JsonArray ?? []).OfType<JsonObject>();
}
