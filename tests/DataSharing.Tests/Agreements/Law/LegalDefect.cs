using System.Globalization;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using DataSharing.Identity;

namespace DataSharing.Tests.Agreements.Law;

/// <summary>One legal fault: edits that bring it into the sound agreement, and further edits that mend it again.</summary>
/// <param name="Code">The fault.</param>
/// <param name="Pointer">Where it is told.</param>
/// <param name="Broken">Edits such as <c>/reviewDate="2026-01-01"</c>; without a value the member goes.</param>
/// <param name="Mended">Edits upon those.</param>
public sealed record LegalDefect(string Code, string Pointer, string[] Broken, string[] Mended)
{
    internal IReadOnlyList<PartyStanding> BrokenStandings { get; init; } = [];

    internal IReadOnlyList<PartyStanding> MendedStandings { get; init; } = [];

    public override string ToString() => $"{Code} {Pointer}";
}

/// <summary>Changes to agreements in tests, and standings for them.</summary>
internal static class LegalEdits
{
    /// <summary>Applies edits to a copy.</summary>
    public static JsonObject Edited(JsonObject sound, IEnumerable<string> edits)
    {
        var copy = sound.DeepClone().AsObject();
        foreach (var edit in edits)
        {
            var equals = edit.IndexOf('=', StringComparison.Ordinal);
            var steps = (equals < 0 ? edit : edit[..equals]).Split('/')[1..];
            JsonNode node = copy;
            foreach (var step in steps[..^1])
            {
                node =
                    (node is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)] : node[step])
                    ?? throw new InvalidOperationException($"{edit} finds nothing at {step}.");
            }

            if (equals < 0)
            {
                _ = node.AsObject().Remove(steps[^1]);
            }
            else if (node is JsonArray items)
            {
                items[int.Parse(steps[^1], CultureInfo.InvariantCulture)] = JsonNode.Parse(edit[(equals + 1)..]);
            }
            else
            {
                node[steps[^1]] = JsonNode.Parse(edit[(equals + 1)..]);
            }
        }

        return copy;
    }

    public static PartyStanding Standing(string agency, string kind, bool active = true, bool? officer = null) =>
        new(AgencyId.Parse(agency), active, kind, officer, null, null);
}
