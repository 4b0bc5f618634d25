using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DataSharing.Cli.Scenarios;

/// <summary>What the platform answered to earlier steps, and the references to it in later ones. For several lanes at once.</summary>
internal sealed partial class StepAnswers
{
    private readonly ConcurrentDictionary<string, string> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> versions = new(StringComparer.Ordinal);

    public void Remember(string step, string text, EntityTagHeaderValue? tag)
    {
        answers[step] = text;
        if (tag is not null)
        {
            versions[step] = tag.Tag.Trim('"');
        }
    }

    public string? IdOf(string step) => answers.TryGetValue(step, out var answer) ? Member(answer, "id") : null;

    /// <exception cref="UnusableInputException">No earlier step gives what is referred to.</exception>
    public string Resolve(string text) =>
        Reference()
            .Replace(
                text,
                match =>
                {
                    var (step, member) = (match.Groups["step"].Value, match.Groups["member"]);
                    if (member.Value == "etag" && versions.TryGetValue(step, out var version))
                    {
                        return version;
                    }

                    return answers.TryGetValue(step, out var answer) && Member(answer, member.Success ? member.Value : "id") is { } value
                        ? value
                        : throw new UnusableInputException($"no earlier step gives '{match.Value}'.");
                }
            );

    public static string? Member(string text, string path) => Node(text, path) is JsonValue value ? value.ToString() : null;

    public static JsonNode? Node(string text, string path)
    {
        JsonNode? node;
        try
        {
            node = text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // Not JSON: it has no members.
            return null;
        }

        foreach (var name in path.Split('.'))
        {
            node = node switch
            {
                JsonObject found => found[name],
                JsonArray list => Item(list, name),
                _ => null,
            };
        }

        return node;
    }

    /// <summary>By place, or the first whose member has a value.</summary>
    private static JsonNode? Item(JsonArray list, string name) =>
        name.Split('=') is [var member, var value]
            ? list.FirstOrDefault(item =>
                item is JsonObject found && string.Equals(found[member]?.ToString(), value, StringComparison.Ordinal)
            )
        : int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < list.Count ? list[place]
        : null;

    [GeneratedRegex(@"\$\{(?<step>[^}.]+)(\.(?<member>[^}]+))?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
