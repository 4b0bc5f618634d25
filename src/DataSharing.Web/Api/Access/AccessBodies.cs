using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataSharing.Web.Api;

// The shapes of the OpenID AuthZEN Authorization API 1.0 (final, 11 January 2026). Its receivers ignore members that they do not know; what may
// change an answer (properties and context) is read apart, strictly.

/// <summary>One evaluation: who (subject), what they would do (action), about whom (resource), and why (context).</summary>
/// <param name="Subject">The disclosing agency, <c>agency</c>: the caller's own.</param>
/// <param name="Action"><c>disclose</c>, or <c>disclose-existence</c>; property <c>to</c>: the agency that would receive.</param>
/// <param name="Resource">The subject of the data by kind and id; property <c>categories</c>.</param>
/// <param name="Context"><c>purpose</c>, <c>reason</c>, and <c>agreement</c> where one is meant. Nothing else: what is not understood is refused.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public record EvaluationBody(
    AccessEntity? Subject = null,
    AccessAction? Action = null,
    AccessEntity? Resource = null,
    JsonElement? Context = null
)
{
    public override string ToString() => "EvaluationBody(redacted)";
}

/// <summary>Several evaluations, with what they share given once. Without <paramref name="Evaluations"/> it is one evaluation.</summary>
/// <param name="Subject">For every evaluation that has none of its own.</param>
/// <param name="Action">The same.</param>
/// <param name="Resource">The same.</param>
/// <param name="Context">The same.</param>
/// <param name="Evaluations">At most 50, answered in this order.</param>
/// <param name="Options">How they are gone through.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record EvaluationsBody(
    AccessEntity? Subject = null,
    AccessAction? Action = null,
    AccessEntity? Resource = null,
    JsonElement? Context = null,
    IReadOnlyList<EvaluationBody>? Evaluations = null,
    EvaluationsOptions? Options = null
)
{
    public override string ToString() => "EvaluationsBody(redacted)";
}

/// <param name="Type">What it is.</param>
/// <param name="Id">Opaque: never a name, an address or a number that others know somebody by.</param>
/// <param name="Properties">More about it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record AccessEntity(string? Type = null, string? Id = null, JsonElement? Properties = null)
{
    public override string ToString() => "AccessEntity(redacted)";
}

/// <param name="Name">What would be done.</param>
/// <param name="Properties">More about it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record AccessAction(string? Name = null, JsonElement? Properties = null)
{
    public override string ToString() => "AccessAction(redacted)";
}

/// <param name="EvaluationsSemantic"><c>execute_all</c> (the default), <c>deny_on_first_deny</c> or <c>permit_on_first_permit</c>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record EvaluationsOptions([property: JsonPropertyName("evaluations_semantic")] string? EvaluationsSemantic = null);

/// <summary>One answer.</summary>
/// <param name="Decision">true: everything asked for may be disclosed now by this caller. false: it must not be.</param>
/// <param name="Context">Why, and what comes with it.</param>
public sealed record EvaluationResponse(bool Decision, EvaluationContext Context);

/// <summary>The answers in the order asked; to a body without <c>evaluations</c>, one answer.</summary>
/// <param name="Evaluations">Where several were asked for; fewer than asked where the semantic stops early.</param>
/// <param name="Decision">Where one was.</param>
/// <param name="Context">Where one was.</param>
public sealed record EvaluationsResponse(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<EvaluationResponse>? Evaluations = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Decision = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EvaluationContext? Context = null
);

/// <param name="Id">The decision's id: that of its audit entry.</param>
/// <param name="Receipt">The signed promise that the entry is in the log.</param>
/// <param name="Reasons">Stable codes, the first the most telling; empty where permitted.</param>
/// <param name="ReasonUser">The same in a sentence for people, by language.</param>
/// <param name="Sharing">The decision with each category, rules, agreement, hashes and obligations; left out where nothing could be decided.</param>
/// <param name="Error">What could not be decided, and why.</param>
public sealed record EvaluationContext(
    string Id,
    string Receipt,
    IReadOnlyList<string> Reasons,
    [property: JsonPropertyName("reason_user")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyDictionary<string, string>? ReasonUser = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DecisionResponse? Sharing = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EvaluationError? Error = null
);

/// <param name="Status">As an HTTP status would say it.</param>
/// <param name="Code">Stable.</param>
/// <param name="Pointer">RFC 6901, into the evaluation.</param>
/// <param name="Message">For people. Never what was sent.</param>
public sealed record EvaluationError(int Status, string Code, string Pointer, string Message);

/// <summary>Where the decision doors are.</summary>
/// <param name="PolicyDecisionPoint">The base address.</param>
/// <param name="AccessEvaluationEndpoint">For one evaluation.</param>
/// <param name="AccessEvaluationsEndpoint">For several.</param>
public sealed record AccessConfiguration(
    [property: JsonPropertyName("policy_decision_point")] string PolicyDecisionPoint,
    [property: JsonPropertyName("access_evaluation_endpoint")] string AccessEvaluationEndpoint,
    [property: JsonPropertyName("access_evaluations_endpoint")] string AccessEvaluationsEndpoint
);
