using DataSharing.Agreements;
using DataSharing.Identity;

namespace DataSharing.Web.Api;

/// <summary>A decision with everything it cites.</summary>
/// <param name="Effect"><c>permit</c>, <c>permit-in-part</c> or <c>deny</c>.</param>
/// <param name="At">The moment decided for.</param>
/// <param name="Agreement">Null where none binds both agencies.</param>
/// <param name="Rules">The determining rules, <c>agreement:rule</c>.</param>
/// <param name="LawfulBases">As the rules state them.</param>
/// <param name="ConsentStance"><c>not-required</c>, <c>inform-unless-risk</c> or <c>explicit</c>.</param>
/// <param name="Consent">The stance, and what the disclosing agency recorded of the person's consent.</param>
/// <param name="Release"><c>automatic</c>, or <c>manual</c>: a person has to send it. Null in decisions made before it was told.</param>
/// <param name="Categories">The answer for each.</param>
/// <param name="Obligations">What the recipient must do.</param>
/// <param name="EmergencyCategories">What rests on an emergency instead of a permission; null where nothing does.</param>
/// <param name="FactsDigest">SHA-256 of the canonical input.</param>
/// <param name="Evaluator">Version of the evaluator.</param>
public sealed record DecisionResponse(
    string Effect,
    DateTimeOffset At,
    DecidedUnder? Agreement,
    IReadOnlyList<string> Rules,
    IReadOnlyList<string> LawfulBases,
    string ConsentStance,
    DecidedConsent Consent,
    string? Release,
    IReadOnlyList<CategoryResponse> Categories,
    ObligationsResponse Obligations,
    IReadOnlyList<DataCategory>? EmergencyCategories,
    string FactsDigest,
    string Evaluator
)
{
    public static DecisionResponse From(RecordedDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var under = decision is { AgreementId: { } id, AgreementVersion: { } version, ContentHash: { } content, ArtefactHash: { } artefact }
            ? new DecidedUnder(id, version, content, artefact)
            : null;
        var duties = decision.Obligations;
        return new DecisionResponse(
            decision.Effect,
            decision.At,
            under,
            decision.RuleIds,
            decision.LawfulBases,
            decision.ConsentStance,
            new DecidedConsent(decision.ConsentStance, decision.ConsentState),
            decision.Release,
            [.. decision.Categories.Select(c => new CategoryResponse(c.Category, c.Outcome, c.Reason, c.Sentence, c.RuleIds))],
            new ObligationsResponse(
                duties.Redact,
                duties.RetainFor,
                duties.AcknowledgeWithin,
                duties.Onward,
                duties.OnwardAgencies,
                duties.NotifySubject
            ),
            decision.EmergencyCategories,
            decision.FactsDigest,
            decision.EvaluatorVersion
        );
    }
}

/// <param name="Stance">What the rules ask for.</param>
/// <param name="State"><c>given</c>, <c>refused</c>, <c>withdrawn</c> or <c>not-recorded</c>; null in decisions made before it was told.</param>
public sealed record DecidedConsent(string Stance, string? State);

/// <param name="Id">The agreement.</param>
/// <param name="Version">From 1.</param>
/// <param name="ContentHash">SHA-256 of what the parties signed.</param>
/// <param name="ArtefactHash">SHA-256 of what the machine enforces.</param>
public sealed record DecidedUnder(string Id, int Version, string ContentHash, string ArtefactHash);

/// <param name="Category">The category.</param>
/// <param name="Outcome"><c>permitted</c> or <c>withheld</c>.</param>
/// <param name="Reason">Stable code where withheld.</param>
/// <param name="Explanation">The reason in a sentence.</param>
/// <param name="Rules">The rules that decided it.</param>
public sealed record CategoryResponse(
    DataCategory Category,
    string Outcome,
    string? Reason,
    string? Explanation,
    IReadOnlyList<string> Rules
);

public sealed record ObligationsResponse(
    IReadOnlyList<string> Redact,
    string? RetainFor,
    string? AcknowledgeWithin,
    string Onward,
    IReadOnlyList<AgencyId> OnwardAgencies,
    bool NotifySubject
);
