namespace DataSharing.Agreements;

/// <summary>Faults that lie between the rules of one agreement, found by working out every line of sharing for all facts.</summary>
/// <param name="Document">The agreement.</param>
/// <param name="Findings">In order of the document, faults before notices of the same rule.</param>
public sealed record AgreementAnalysis(AgreementDocument Document, IReadOnlyList<RuleFinding> Findings)
{
    /// <summary>No rule is idle and none contradicts another. What a prohibition takes away by its conditions is no fault.</summary>
    public bool IsSound => Findings.All(finding => !finding.IsFault);

    /// <exception cref="TooTangledException">The rules overlap in more ways than are worked out.</exception>
    public static AgreementAnalysis Of(AgreementDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var artefact = AgreementCompiler.Compile(document);
        var space = RuleSpace.Of(artefact);
        var usage = RuleUsage.Of(space, artefact.EffectiveFrom);
        var pointers = Pointers(document.Agreement);
        var texts = new ScopeText([document.Agreement], null);
        RuleFinding[] found = [.. usage.Idle().Concat(RuleClashes.In(space)).Select(item => Finding(item, space, pointers, texts))];
        return new AgreementAnalysis(
            document,
            [
                .. found
                    .OrderBy(finding => finding.Pointer.StartsWith("/permissions", StringComparison.Ordinal) ? 0 : 1)
                    .ThenBy(finding => finding.Pointer.Length)
                    .ThenBy(finding => finding.Pointer, StringComparer.Ordinal)
                    .ThenBy(finding => finding.Kind),
            ]
        );
    }

    private static RuleFinding Finding(
        (RuleFindingKind Kind, int Rule, IReadOnlyList<int> Others, SharingScope? Scope) item,
        RuleSpace space,
        Dictionary<string, string> pointers,
        ScopeText texts
    )
    {
        var id = space.Rules[item.Rule].Id;
        string[] others = [.. item.Others.Select(other => space.Rules[other].Id).Order(StringComparer.Ordinal)];
        return new RuleFinding(
            item.Kind,
            id,
            pointers[id],
            others,
            item.Scope,
            RuleFindings.Sentence(item.Kind, id, others, item.Scope, texts)
        );
    }

    private static Dictionary<string, string> Pointers(Agreement agreement) =>
        agreement
            .Permissions.Select((rule, index) => (rule.Id, Pointer: $"/permissions/{index}"))
            .Concat(agreement.Prohibitions.Select((rule, index) => (rule.Id, Pointer: $"/prohibitions/{index}")))
            .ToDictionary(rule => rule.Id, rule => rule.Pointer, StringComparer.Ordinal);
}

public enum RuleFindingKind
{
    /// <summary>No facts meet what it asks.</summary>
    NeverApplies,

    /// <summary>A permission: wherever it holds, a prohibition of the same agreement wins.</summary>
    AlwaysForbidden,

    /// <summary>Without it the agreement would say the same to everything: other rules cover it on the same terms.</summary>
    Redundant,

    /// <summary>A permission, and a prohibition that wins over it on some lines of sharing whatever the facts.</summary>
    Contradicts,

    /// <summary>A permission, and a prohibition that wins over it where its conditions hold or cannot be told: often meant so.</summary>
    Excepted,
}

/// <param name="Kind">What.</param>
/// <param name="RuleId">The rule.</param>
/// <param name="Pointer">RFC 6901 pointer to it.</param>
/// <param name="Others">The rules that it concerns it with: those that cover it, or win.</param>
/// <param name="Scope">The lines of sharing concerned; null: all of the rule's.</param>
/// <param name="Sentence">For the drafter, with the agencies' ids.</param>
public sealed record RuleFinding(
    RuleFindingKind Kind,
    string RuleId,
    string Pointer,
    IReadOnlyList<string> Others,
    SharingScope? Scope,
    string Sentence
)
{
    public bool IsFault => Kind != RuleFindingKind.Excepted;

    /// <summary>The stable code: <c>always-forbidden</c>.</summary>
    public string Code => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(Kind.ToString());
}

internal static class RuleFindings
{
    public static string Sentence(RuleFindingKind kind, string id, IReadOnlyList<string> others, SharingScope? scope, ScopeText texts)
    {
        var by = ScopeText.List(others);
        var where = scope is null ? "" : $": {texts.Pair(scope)("sharing with")}: {texts.What(scope)}";
        return kind switch
        {
            RuleFindingKind.NeverApplies => $"Rule {id} can never hold: nothing that is recorded of a case can meet all that it asks.",
            RuleFindingKind.AlwaysForbidden => $"Rule {id} permits nothing: wherever it holds, {by} forbids.",
            RuleFindingKind.Redundant when others.Count == 0 => $"Rule {id} changes nothing: without it the agreement says the same.",
            RuleFindingKind.Redundant => $"Rule {id} changes nothing: without it the agreement says the same, because of {by}.",
            RuleFindingKind.Contradicts => $"Rule {id} permits what {by} forbids whatever the facts, and the prohibition wins{where}.",
            _ => $"Rule {id} gives way to {by} where that holds or its facts are not known{where}.",
        };
    }
}
