using DataSharing.Audit;
using DataSharing.Identity;

namespace DataSharing.Agreements;

public enum SharingEffect
{
    /// <summary>Nothing that was asked for may be shared.</summary>
    Deny,

    /// <summary>Some of it may: share what <see cref="SharingDecision.PermittedCategories"/> names and nothing else.</summary>
    PermitInPart,

    Permit,
}

/// <summary>What the agreements say to one <see cref="SharingQuestion"/> at one moment, with everything that an entry has to cite.</summary>
public sealed record SharingDecision
{
    public required SharingEffect Effect { get; init; }

    /// <summary>The answer for each category asked for, in ordinal order of category.</summary>
    public required IReadOnlyList<CategoryDecision> Categories { get; init; }

    /// <summary>The permissions that it rests on, in order of rule id; none on a denial.</summary>
    public required IReadOnlyList<Ground> Grounds { get; init; }

    /// <summary>
    /// The one agreement that it was decided under; on a denial the one that came nearest. Null where none binds both agencies, or where an
    /// inactive agency or an unreadable agreement stopped the question before any was asked.
    /// </summary>
    public required DecidingAgreement? Agreement { get; init; }

    public required SharingQuestion Question { get; init; }

    /// <summary>The moment decided for.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>SHA-256, lower-case hex, of the agreements and agencies in force that were asked.</summary>
    public required string InForceDigest { get; init; }

    /// <summary>Version of the evaluator's rules: the same version gives the same answer to the same inputs.</summary>
    public string EvaluatorVersion => AgreementEvaluator.Version;

    /// <summary>SHA-256, lower-case hex, of the canonical input: question, facts, moment, and what was in force. Computed when asked for.</summary>
    public string FactsDigest => DecisionInput.Digest(this);

    public IEnumerable<DataCategory> PermittedCategories =>
        Categories.Where(category => category.IsPermitted).Select(category => category.Category);

    /// <summary>Why anything was withheld, each reason once, in order; none on a full permit.</summary>
    public IReadOnlyList<RefusalReason> Reasons
    {
        get
        {
            var met = 0UL;
            for (var i = 0; i < Categories.Count; i++)
            {
                met |= 1UL << (int)Categories[i].Reason;
            }

            return RefusalReasons.Set(met);
        }
    }

    /// <summary>The rules that decided, permissions and prohibitions, as <c>agreement:rule</c>, in ordinal order.</summary>
    public IReadOnlyList<string> DeterminingRules =>
        [.. Categories.SelectMany(category => category.Rules).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The categories that rest on an emergency instead of a permission.</summary>
    public IEnumerable<DataCategory> EmergencyCategories =>
        Categories.Where(category => category.ByEmergency).Select(category => category.Category);

    /// <summary>Whether any of it rests on an emergency.</summary>
    public bool RestsOnEmergency => Categories.Any(category => category.ByEmergency);

    /// <summary>The law that it rests on, as the rules state it, and the emergency's own.</summary>
    public IReadOnlyList<string> LawfulBases =>
        [
            .. Grounds
                .Select(ground => ground.LawfulBasis.Citation)
                .Concat(RestsOnEmergency ? [EmergencyRelease.LawfulBasis] : [])
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>The duties of every ground at once, the stricter where they differ; what an emergency released is passed on to nobody.</summary>
    public Duties Obligations =>
        RestsOnEmergency
            ? Duties.All([.. Grounds.Select(ground => ground.Duties), new Duties()], At)
            : DutiesOfGrounds ?? Duties.All([.. Grounds.Select(ground => ground.Duties)], At);

    /// <summary>The duties of <see cref="Grounds"/> at once, where the evaluator had them ready.</summary>
    internal Duties? DutiesOfGrounds { get; init; }

    /// <summary>The strictest stance among the grounds.</summary>
    public ConsentStance Consent => Grounds.Count == 0 ? ConsentStance.NotRequired : Grounds.Max(ground => ground.Consent);

    /// <summary>Manual if any ground says so, and in an emergency: a person answers for it.</summary>
    public ReleaseManner Release =>
        RestsOnEmergency ? ReleaseManner.Manual
        : Grounds.Count == 0 ? ReleaseManner.Automatic
        : Grounds.Max(ground => ground.Release);

    /// <summary>As an audit entry cites it. Put <see cref="FactsDigest"/> and <see cref="EvaluatorVersion"/> among the act's details.</summary>
    public DecisionCitation Cite() =>
        new(
            Effect == SharingEffect.Deny ? "deny" : "permit",
            Agreement?.Id.Value,
            Agreement?.Version,
            Agreement?.ArtefactHash,
            DeterminingRules,
            [.. Reasons.Select(reason => reason.Code())],
            LawfulBases.Count == 0 ? null : string.Join("; ", LawfulBases)
        );
}

/// <summary>The answer for one category.</summary>
/// <param name="Category">The category.</param>
/// <param name="Reason"><see cref="RefusalReason.None"/> where it is permitted.</param>
/// <param name="Rules">
/// The rules that decided it, as <c>agreement:rule</c> in ordinal order: the permissions that it rests on, the prohibitions that forbid it, or
/// the permissions that failed for this very reason. None where no rule spoke of it.
/// </param>
public sealed record CategoryDecision(DataCategory Category, RefusalReason Reason, IReadOnlyList<string> Rules)
{
    public bool IsPermitted => Reason == RefusalReason.None;

    /// <summary>No rule permits it; an emergency does.</summary>
    public bool ByEmergency { get; init; }
}

/// <summary>A permission that a decision rests on, with all that it brings.</summary>
/// <param name="Rule"><c>agreement:rule</c>.</param>
/// <param name="LawfulBasis">The law it states.</param>
/// <param name="Consent">What is done about consent.</param>
/// <param name="Release">How the answer leaves.</param>
/// <param name="Duties">What must be done.</param>
public sealed record Ground(string Rule, LawfulBasis LawfulBasis, ConsentStance Consent, ReleaseManner Release, Duties Duties);

/// <summary>The agreement version that a decision was made under.</summary>
public sealed record DecidingAgreement(AgreementId Id, int Version, string ContentHash, string ArtefactHash);
