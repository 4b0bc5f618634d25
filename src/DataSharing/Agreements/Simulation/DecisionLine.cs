using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DataSharing.Agreements;

/// <summary>One decision of a file of decisions (JSON Lines): about whom, by a name that means nothing, and its canonical input.</summary>
/// <param name="Subject">Any text; the same for the same subject.</param>
/// <param name="Question">What was asked, with the facts.</param>
public sealed record DecisionLine(string Subject, SharingQuestion Question)
{
    /// <summary>From <c>{"subject":"…","input":{…}}</c>, the input as decisions keep it.</summary>
    public static bool TryParse(string line, [NotNullWhen(true)] out DecisionLine? parsed)
    {
        parsed = null;
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (
                root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("subject", out var subject)
                && subject.ValueKind == JsonValueKind.String
                && root.TryGetProperty("input", out var input)
                && DecisionInputRead.TryRead(input.GetRawText()) is { } read
            )
            {
                parsed = new DecisionLine(subject.GetString() ?? "", read.Question);
            }
        }
        catch (JsonException)
        {
            // Not a line of such a file: the caller says which.
            return false;
        }

        return parsed is not null;
    }

    // It describes one person's circumstances: not for logs.
    public override string ToString() => "DecisionLine(redacted)";
}
