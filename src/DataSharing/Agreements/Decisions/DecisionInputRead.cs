using System.Globalization;
using System.Text.Json;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>A decision's canonical input, read back.</summary>
/// <param name="Question">What was asked, with the facts.</param>
/// <param name="At">The moment decided for.</param>
/// <param name="Evaluator">The version of the evaluator's rules.</param>
/// <param name="InForceDigest">What was in force.</param>
internal sealed record DecisionInputRead(SharingQuestion Question, DateTimeOffset At, string Evaluator, string InForceDigest)
{
    /// <summary>Null where it is not an input that this release could have written.</summary>
    public static DecisionInputRead? TryRead(string input)
    {
        try
        {
            using var json = JsonDocument.Parse(input);
            return Read(json.RootElement);
        }
        catch (Exception fault)
            when (fault is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return null;
        }
    }

    private static DecisionInputRead Read(JsonElement root)
    {
        var categories = root.GetProperty("categories").EnumerateArray().Select(item => DataCategory.Parse(Text(item))).ToArray();
        var facts = new SharingFacts
        {
            Age = root.TryGetProperty("age", out var age) ? new AgeBand(age[0].GetInt32(), age[1].GetInt32()) : null,
            Consent = root.TryGetProperty("consent", out var consent) ? (ConsentState)consent.GetInt32() : null,
            Flags = root.GetProperty("flags")
                .EnumerateObject()
                .ToDictionary(f => f.Name, f => f.Value.GetBoolean(), StringComparer.Ordinal),
            Data = root.GetProperty("data").EnumerateObject().ToDictionary(d => DataCategory.Parse(d.Name), d => Data(d.Value)),
            Guarded = root.TryGetProperty("guarded", out var guarded) && guarded.GetBoolean(),
        };
        var question = new SharingQuestion(
            AgencyId.Parse(Text(root.GetProperty("from"))),
            AgencyId.Parse(Text(root.GetProperty("to"))),
            PurposeCode.Parse(Text(root.GetProperty("purpose"))),
            Word(Words.SubjectKinds, root.GetProperty("subjectKind")),
            categories,
            Word(Words.Modes, root.GetProperty("mode"))
        )
        {
            Under = root.TryGetProperty("under", out var under) ? AgreementId.Parse(Text(under)) : null,
            Emergency = root.TryGetProperty("emergency", out var emergency) && emergency.GetBoolean(),
            Facts = facts,
        };
        var at = DateTimeOffset.ParseExact(
            Text(root.GetProperty("at")),
            "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
        );
        return new DecisionInputRead(question, at, Text(root.GetProperty("evaluator")), Text(root.GetProperty("inForce")));
    }

    private static CategoryFacts Data(JsonElement data) =>
        new(
            data.TryGetProperty("source", out var source) ? source.GetInt32() : null,
            Letter(data, "intelligence"),
            Letter(data, "handling"),
            data.TryGetProperty("markings", out var markings) ? [.. markings.EnumerateArray().Select(Text)] : null
        );

    private static char? Letter(JsonElement data, string name) => data.TryGetProperty(name, out var letter) ? Text(letter)[0] : null;

    private static string Text(JsonElement item) => item.GetString() ?? throw new FormatException("Not a text.");

    private static T Word<T>(IReadOnlyDictionary<string, T> words, JsonElement item) => words[Text(item)];
}
