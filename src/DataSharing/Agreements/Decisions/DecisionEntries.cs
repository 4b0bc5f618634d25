using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataSharing.Audit;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>A decision as entries speak of it.</summary>
internal static class DecisionEntries
{
    public const string Digest = "facts-digest";
    public const string Evaluator = "evaluator";

    /// <summary>The act with the decision cited, its digest among the details, and the categories and its whole input in the subject's private section.</summary>
    public static AuditAct With(this AuditAct act, SharingDecision decision, string subjectId)
    {
        var input = DecisionInput.Canonical(decision);
        return act with
        {
            Decision = decision.Cite(),
            Subjects = [new AuditSubject(subjectId, Section(decision, input))],
            Details = new Dictionary<string, string>(act.Details, StringComparer.Ordinal)
            {
                [Digest] = CanonicalJson.Hash(input),
                [Evaluator] = decision.EvaluatorVersion,
            },
        };
    }

    private static JsonElement Section(SharingDecision decision, byte[] input) =>
        JsonSerializer.SerializeToElement(
            new CategorySection(
                [.. decision.Categories.Where(c => c.IsPermitted).Select(c => c.Category)],
                [.. decision.Categories.Where(c => !c.IsPermitted).Select(c => c.Category)],
                Encoding.UTF8.GetString(input)
            ),
            DecisionsJson.Default.CategorySection
        );
}

/// <summary>Which categories of a subject an act permitted and withheld, and from what: private, because a category can tell on its own.</summary>
/// <param name="Permitted">In order.</param>
/// <param name="Withheld">In order.</param>
/// <param name="Input">The canonical input, by which the decision can be made again; null in entries made before it was kept here.</param>
internal sealed record CategorySection(IReadOnlyList<DataCategory> Permitted, IReadOnlyList<DataCategory> Withheld, string? Input = null)
{
    // It describes one person's circumstances: not for logs.
    public override string ToString() => "CategorySection(redacted)";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(CategorySection))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonNode))]
internal sealed partial class DecisionsJson : JsonSerializerContext;
