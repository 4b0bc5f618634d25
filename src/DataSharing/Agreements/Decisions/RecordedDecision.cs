using System.Text.Json;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>
/// A decision as it is kept beside what it let through: its answer, in the words that callers are shown, and the digest of its input. The input
/// itself is in the entry, under the subject's key.
/// </summary>
public sealed record RecordedDecision
{
    /// <summary>
    /// Question, facts, moment and what was in force: RFC 8785 JSON whose SHA-256 is <see cref="FactsDigest"/>. Only in records made before it
    /// was kept in the entry, where it goes with the subject's key.
    /// </summary>
    public string? Input { get; init; }

    /// <summary>SHA-256 of the canonical input, lower-case hex.</summary>
    public required string FactsDigest { get; init; }

    public required string EvaluatorVersion { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Effect { get; init; }

    public string? AgreementId { get; init; }

    public int? AgreementVersion { get; init; }

    /// <summary>SHA-256 of what the parties signed.</summary>
    public string? ContentHash { get; init; }

    /// <summary>SHA-256 of the compiled artefact.</summary>
    public string? ArtefactHash { get; init; }

    public required IReadOnlyList<string> RuleIds { get; init; }

    public required IReadOnlyList<string> LawfulBases { get; init; }

    public required string ConsentStance { get; init; }

    /// <summary><c>given</c>, <c>refused</c>, <c>withdrawn</c>, or <c>not-recorded</c>; null in records made before it was told.</summary>
    public string? ConsentState { get; init; }

    /// <summary><c>automatic</c> or <c>manual</c>; null in records made before it was told.</summary>
    public string? Release { get; init; }

    public required IReadOnlyList<RecordedCategory> Categories { get; init; }

    public required RecordedObligations Obligations { get; init; }

    /// <summary>The categories that rest on an emergency instead of a permission; null where none does.</summary>
    public IReadOnlyList<DataCategory>? EmergencyCategories { get; init; }

    /// <summary>Whether the input was disposed of with the subject: the digest remains, and the decision can no longer be made again.</summary>
    internal bool IsInputDisposed => Input is { Length: 0 };

    internal IReadOnlyList<DataCategory> PermittedCategories => [.. Categories.Where(c => c.Reason is null).Select(c => c.Category)];

    /// <summary>The answer and the digest, without what was asked and known of the subject.</summary>
    internal RecordedDecision WithoutInput() => this with { Input = "", ConsentState = null };

    public static RecordedDecision Of(SharingDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var duties = decision.Obligations;
        return new RecordedDecision
        {
            FactsDigest = decision.FactsDigest,
            EvaluatorVersion = decision.EvaluatorVersion,
            At = decision.At,
            Effect = decision.Effect switch
            {
                SharingEffect.Permit => "permit",
                SharingEffect.PermitInPart => "permit-in-part",
                _ => "deny",
            },
            AgreementId = decision.Agreement?.Id.Value,
            AgreementVersion = decision.Agreement?.Version,
            ContentHash = decision.Agreement?.ContentHash,
            ArtefactHash = decision.Agreement?.ArtefactHash,
            RuleIds = decision.DeterminingRules,
            LawfulBases = decision.LawfulBases,
            EmergencyCategories = decision.RestsOnEmergency ? [.. decision.EmergencyCategories] : null,
            ConsentStance = JsonNamingPolicy.KebabCaseLower.ConvertName(decision.Consent.ToString()),
            ConsentState = decision.Question.Facts.Consent is { } consent
                ? JsonNamingPolicy.KebabCaseLower.ConvertName(consent.ToString())
                : "not-recorded",
            Release = JsonNamingPolicy.KebabCaseLower.ConvertName(decision.Release.ToString()),
            Categories = [.. decision.Categories.Select(RecordedCategory.Of)],
            Obligations = new RecordedObligations(
                duties.Redact,
                duties.RetainFor?.ToString(),
                duties.AcknowledgeWithin?.ToString(),
                JsonNamingPolicy.KebabCaseLower.ConvertName(duties.Onward.Scope.ToString()),
                duties.Onward.Agencies,
                duties.NotifySubject
            ),
        };
    }
}

/// <param name="Category">The category.</param>
/// <param name="Outcome"><c>permitted</c> or <c>withheld</c>.</param>
/// <param name="Reason">Stable code; null where permitted.</param>
/// <param name="Sentence">The reason in one sentence; null where permitted.</param>
/// <param name="RuleIds">The rules that decided it.</param>
public sealed record RecordedCategory(
    DataCategory Category,
    string Outcome,
    string? Reason,
    string? Sentence,
    IReadOnlyList<string> RuleIds
)
{
    internal static RecordedCategory Of(CategoryDecision category) =>
        category.IsPermitted
            ? new RecordedCategory(category.Category, "permitted", null, null, category.Rules)
            : new RecordedCategory(category.Category, "withheld", category.Reason.Code(), category.Reason.Sentence(), category.Rules);
}

/// <summary>What the recipient must do. Durations are ISO 8601; null binds nobody.</summary>
public sealed record RecordedObligations(
    IReadOnlyList<string> Redact,
    string? RetainFor,
    string? AcknowledgeWithin,
    string Onward,
    IReadOnlyList<AgencyId> OnwardAgencies,
    bool NotifySubject
);
