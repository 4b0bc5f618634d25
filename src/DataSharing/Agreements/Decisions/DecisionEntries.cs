using System.Text.Json;
using System.Text.Json.Serialization;
using DataSharing.Audit;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>A decision as entries speak of it.</summary>
internal static class DecisionEntries
{
    /// <summary>The act with the decision cited, its digest among the details, and the categories in the subject's private section.</summary>
    public static AuditAct With(this AuditAct act, SharingDecision decision, string subjectId) =>
        act with
        {
            Decision = decision.Cite(),
            Subjects = [new AuditSubject(subjectId, Section(decision))],
            Details = new Dictionary<string, string>(act.Details, StringComparer.Ordinal)
            {
                ["facts-digest"] = decision.FactsDigest,
                ["evaluator"] = decision.EvaluatorVersion,
            },
        };

    private static JsonElement Section(SharingDecision decision) =>
        JsonSerializer.SerializeToElement(
            new CategorySection(
                [.. decision.Categories.Where(c => c.IsPermitted).Select(c => c.Category)],
                [.. decision.Categories.Where(c => !c.IsPermitted).Select(c => c.Category)]
            ),
            DecisionsJson.Default.CategorySection
        );
}

/// <summary>Which categories of a subject an act permitted and withheld: private, because a category can tell on its own.</summary>
internal sealed record CategorySection(IReadOnlyList<DataCategory> Permitted, IReadOnlyList<DataCategory> Withheld);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(CategorySection))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonNode))]
internal sealed partial class DecisionsJson : JsonSerializerContext;
