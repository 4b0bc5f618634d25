using DataSharing.Agreements;

namespace DataSharing.Web.Pages.CanIShare;

/// <summary>What somebody can do about each reason for which something may not be shared. <c>{to}</c> stands for the other agency.</summary>
internal static class Advice
{
    private const string AskThem = "Ask {to} what they need and what for. Another purpose, or less of it, may be covered.";
    private const string AskForARule =
        "If you think that it ought to be shared, tell your data protection contact: the agreement can be changed.";
    private const string SayWhatIsMissing = "Ask again once you know more. What is not recorded counts as no.";

    public static IReadOnlyList<string> For(RefusalReason reason) =>
        reason switch
        {
            RefusalReason.NoAgreement or RefusalReason.DirectionNotPermitted or RefusalReason.SubjectKindNotPermitted =>
            [
                AskThem,
                AskForARule,
            ],
            RefusalReason.PurposeNotPermitted or RefusalReason.CategoryNotPermitted => [AskThem, AskForARule],
            RefusalReason.ModeNotPermitted => [AskForARule],
            RefusalReason.AgreementNotYetEffective
            or RefusalReason.AgreementExpired
            or RefusalReason.PartyWithdrawn
            or RefusalReason.AgreementSuspended
            or RefusalReason.AgreementReviewOverdue => ["Ask your data protection contact when the agreement has effect again."],
            RefusalReason.AgeOutside or RefusalReason.FlagDiffers => [AskForARule],
            RefusalReason.AgeUnknown => ["Find out how old they are, and record their date of birth.", SayWhatIsMissing],
            RefusalReason.FlagUnknown => ["Record what the clause asks about on the person’s record.", SayWhatIsMissing],
            RefusalReason.GradingUnknown => ["Ask whoever recorded it how it is graded.", SayWhatIsMissing],
            RefusalReason.HandlingUnknown => ["Ask whoever recorded it for its handling code.", SayWhatIsMissing],
            RefusalReason.MarkingUnknown => ["Ask whoever wrote it how it is marked.", SayWhatIsMissing],
            RefusalReason.GradingOutside =>
            [
                "The clause lets only better graded information go. Ask whoever recorded it whether the grading still holds.",
            ],
            RefusalReason.HandlingOutside or RefusalReason.MarkingOutside =>
            [
                "Ask whoever recorded it whether it may be passed on. Do not change a code or a marking that another agency gave it.",
            ],
            RefusalReason.ConsentUnknown =>
            [
                "This clause needs the person’s explicit consent. Ask them, if it is safe to, and record what they say.",
            ],
            RefusalReason.ConsentRefused or RefusalReason.ConsentWithdrawn =>
            [
                "This clause needs the person’s explicit consent, and they said no. Do not ask again to wear them down.",
                "If you think that somebody will come to harm, tell your safeguarding lead: consent is not the only ground in law.",
            ],
            RefusalReason.Prohibited or RefusalReason.ProhibitionUnevaluable =>
            [
                "The agencies agreed not to share this, and an emergency does not change that. Read the clause, and talk to your data protection contact.",
            ],
            RefusalReason.Guarded => ["The person’s whereabouts are kept secret. Talk to your safeguarding lead."],
            _ => ["Something is wrong with an agreement or an agency in this service. Tell your data protection contact."],
        };
}
