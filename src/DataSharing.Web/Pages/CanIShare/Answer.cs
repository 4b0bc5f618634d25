using DataSharing.Agreements;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Agreements;
using DataSharing.Web.Pages.Parts;

namespace DataSharing.Web.Pages.CanIShare;

/// <summary>A decision about nobody in particular, in plain words: yes or no, why, and what to do now.</summary>
/// <param name="Decision">What the agreements say.</param>
/// <param name="Shown">The same with names, for the partial.</param>
/// <param name="Pointers">What may not be told, but that it is held may.</param>
/// <param name="Contact">Who answers for data protection in the caller's agency; null where not recorded.</param>
public sealed record Answer(SharingDecision Decision, DecisionShown Shown, IReadOnlyList<Identity.DataCategory> Pointers, Contact? Contact)
{
    public required IReadOnlyList<AnswerClause> Clauses { get; init; }

    public required string OwnAgency { get; init; }

    /// <summary>What may go by its grading or marking alone, and would be held back from a share, which carries neither.</summary>
    public required IReadOnlyList<string> HeldBack { get; init; }

    /// <summary>Whether a clause asked how it is marked, which nothing in this service records.</summary>
    public required bool AsksMarkings { get; init; }

    /// <summary>How what a share would hold back can go all the same; null where a share holds nothing back.</summary>
    public string? OtherWay =>
        HeldBack.Count == 0 ? null
        : AsksMarkings
            ? $"Do not use Share for this: {UkText.And(HeldBack)}. A clause asks how it is marked, and this service does not record markings. Ask your data protection contact how to send it."
        : $"Do not use Share for this: {UkText.And(HeldBack)}. A clause asks how it is graded, and a share carries no grading. Add it to the record, with its grading and handling code: {Shown.To} can see it there.";

    /// <summary>The person refused, or took their consent back.</summary>
    public required bool SaidNo { get; init; }

    public bool IsYes => Decision.Effect == SharingEffect.Permit;

    public bool IsNo => Decision.Effect == SharingEffect.Deny;

    public string Css =>
        Decision.Effect switch
        {
            SharingEffect.Permit => "permit",
            SharingEffect.PermitInPart => "part",
            _ => OnlyFactsAreMissing ? "part" : "deny",
        };

    /// <summary>Whether any of it can be sent as a share.</summary>
    public bool GoesByShare => Decision.PermittedCategories.Count() > HeldBack.Count;

    /// <summary>The answer in one sentence.</summary>
    public string Headline =>
        Decision switch
        {
            { Effect: SharingEffect.Permit, RestsOnEmergency: true } =>
                $"Yes. Somebody is in danger, so you can share this with {Shown.To}.",
            { Effect: SharingEffect.Permit } => $"Yes. You can share this with {Shown.To}.",
            { Effect: SharingEffect.PermitInPart, RestsOnEmergency: true } =>
                $"Yes, but not all of it. Somebody is in danger, so you can share some of this with {Shown.To}.",
            { Effect: SharingEffect.PermitInPart } => $"Yes, but not all of it. You can share some of this with {Shown.To}.",
            _ when OnlyFactsAreMissing => "Not yet. Something has to be known first.",
            _ => $"No. The agreements do not let you share this with {Shown.To}.",
        };

    /// <summary>A second sentence, where one helps; null where none does.</summary>
    public string? More =>
        IsNo ? null
        : SaidNo && Decision.Consent != ConsentStance.Explicit
            ? "They said no, but this does not rest on consent. Write down why you share it all the same."
        : Decision.Release == ReleaseManner.Manual ? "You have to send it yourself. No system sends it for you."
        : null;

    private bool OnlyFactsAreMissing =>
        Decision.Categories.All(category => category.Reason is >= RefusalReason.AgeUnknown and <= RefusalReason.ConsentUnknown);

    /// <summary>What to do about what may not be shared; none where all of it may.</summary>
    public IReadOnlyList<string> Instead =>
        [
            .. Decision
                .Reasons.SelectMany(Advice.For)
                .Distinct(StringComparer.Ordinal)
                .Select(line => line.Replace("{to}", Shown.To, StringComparison.Ordinal)),
        ];

    /// <summary>An emergency would let some of it go, and none was pleaded.</summary>
    public bool EmergencyWouldHelp =>
        !Decision.Question.Emergency && Decision.Reasons.Any(reason => reason < RefusalReason.ProhibitionUnevaluable);

    /// <summary>What to answer to a request for it; null where the service refuses such a request itself.</summary>
    public string? Ground =>
        Decision.Reasons.Any(reason => reason is RefusalReason.ConsentRefused or RefusalReason.ConsentWithdrawn)
            ? Requests.RequestWords.Grounds.First(ground => ground.Value == "consent-refused").Text
            : null;
}

/// <summary>A clause that decided, and where it can be read.</summary>
public sealed record AnswerClause(string Text, string Href)
{
    /// <param name="rule"><c>agreement:rule</c>.</param>
    /// <param name="head">Which version is in force.</param>
    /// <param name="known">For the titles.</param>
    internal static AnswerClause? Of(string rule, PartnershipHead head, IReadOnlyList<Agreement> known)
    {
        if (
            rule.Split(':') is not [var agreement, var clause]
            || !AgreementId.TryParse(agreement, out var id)
            || head.Agreements.FirstOrDefault(standing => standing.AgreementId == agreement) is not { } inForce
        )
        {
            return null;
        }

        var title = known.FirstOrDefault(one => one.Id == id)?.Title ?? agreement;
        return new AnswerClause($"{title}, clause {clause}", AgreementWords.PathOf(new ClauseReference(id, inForce.Version, clause)));
    }
}
