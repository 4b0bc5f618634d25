using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataSharing.Agreements;

/// <summary>The canonical input of a decision: what must be kept to replay it, and what its digest covers.</summary>
internal static class DecisionInput
{
    public static string Digest(SharingDecision decision) => CanonicalJson.Hash(Canonical(decision));

    /// <summary>RFC 8785 bytes: the members are written in order and every text is ASCII, so what is written is canonical already (a test compares).</summary>
    public static byte[] Canonical(SharingDecision decision)
    {
        var question = decision.Question;
        var facts = question.Facts;
        var output = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (facts.Age is { } age)
            {
                json.WriteStartArray("age");
                json.WriteNumberValue(age.From);
                json.WriteNumberValue(age.To);
                json.WriteEndArray();
            }

            json.WriteString("at", decision.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
            json.WriteStartArray("categories");
            foreach (var category in question.Asked)
            {
                json.WriteStringValue(category.Value);
            }

            json.WriteEndArray();
            if (facts.Consent is { } consent)
            {
                json.WriteNumber("consent", (int)consent);
            }

            WriteData(json, question);
            if (question.Emergency)
            {
                // Written only then, so that the inputs of every other decision stay as they were.
                json.WriteBoolean("emergency", true);
            }

            json.WriteString("evaluator", decision.EvaluatorVersion);
            WriteFlags(json, facts);
            json.WriteString("from", question.From.Value);
            if (facts.Guarded)
            {
                json.WriteBoolean("guarded", true);
            }

            json.WriteString("inForce", decision.InForceDigest);
            json.WriteString("mode", Words.Of(Words.Modes, question.Mode));
            json.WriteString("purpose", question.Purpose.Value);
            json.WriteString("subjectKind", Words.Of(Words.SubjectKinds, question.SubjectKind));
            json.WriteString("to", question.To.Value);
            if (question.Under is { } under)
            {
                json.WriteString("under", under.Value);
            }

            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteFlags(Utf8JsonWriter json, SharingFacts facts)
    {
        json.WriteStartObject("flags");
        foreach (var (flag, value) in facts.Flags.OrderBy(flag => flag.Key, StringComparer.Ordinal))
        {
            json.WriteBoolean(flag, value);
        }

        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, SharingQuestion question)
    {
        json.WriteStartObject("data");
        foreach (var category in question.Asked)
        {
            if (!question.Facts.Data.TryGetValue(category, out var data))
            {
                continue;
            }

            json.WriteStartObject(category.Value);
            Letter(json, "handling", data.Handling);
            Letter(json, "intelligence", data.Intelligence);
            if (data.Markings is { } markings)
            {
                json.WriteStartArray("markings");
                foreach (var marking in markings.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                {
                    json.WriteStringValue(marking);
                }

                json.WriteEndArray();
            }

            if (data.Source is { } source)
            {
                json.WriteNumber("source", source);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Letter(Utf8JsonWriter json, string name, char? letter)
    {
        if (letter is { } given)
        {
            json.WriteString(name, [given]);
        }
    }
}
