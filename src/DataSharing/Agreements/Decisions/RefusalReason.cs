using System.Numerics;

namespace DataSharing.Agreements;

/// <summary>
/// Why a category is withheld. The order is how near a permission came, so that among several agreements the nearest miss is the one told.
/// Codes and sentences: <see cref="RefusalReasons"/> and docs/agreements.md.
/// </summary>
/// <remarks>INVARIANT: from AgeOutside to ConsentWithdrawn a constraint is known to be false, from AgeUnknown to ConsentUnknown a fact is missing; <c>CompiledConstraints</c> takes the least.</remarks>
public enum RefusalReason
{
    /// <summary>Not withheld.</summary>
    None = 0,
    NoAgreement = 1,
    DirectionNotPermitted = 2,
    PurposeNotPermitted = 3,
    SubjectKindNotPermitted = 4,
    CategoryNotPermitted = 5,
    ModeNotPermitted = 6,
    AgreementNotYetEffective = 7,
    AgreementExpired = 8,
    PartyWithdrawn = 9,
    AgreementSuspended = 10,
    AgreementReviewOverdue = 11,
    AgeOutside = 12,
    FlagDiffers = 13,
    GradingOutside = 14,
    HandlingOutside = 15,
    MarkingOutside = 16,
    ConsentRefused = 17,
    ConsentWithdrawn = 18,
    AgeUnknown = 19,
    FlagUnknown = 20,
    GradingUnknown = 21,
    HandlingUnknown = 22,
    MarkingUnknown = 23,
    ConsentUnknown = 24,
    ProhibitionUnevaluable = 25,
    Prohibited = 26,
    AgreementUnreadable = 27,
    PartyNotActive = 28,
    Guarded = 29,
}

/// <summary>The stable code and the sentence of each <see cref="RefusalReason"/>.</summary>
public static class RefusalReasons
{
    private static readonly (string Code, string Sentence)[] All =
    [
        ("permitted", "Nothing stands in the way."),
        ("no-agreement", "No agreement in force (or not the one named) binds both agencies."),
        ("direction-not-permitted", "No permission lets this agency share with that one."),
        ("purpose-not-permitted", "No permission between them is for this purpose."),
        ("subject-kind-not-permitted", "No permission for this purpose is about this kind of subject."),
        ("category-not-permitted", "No permission for this purpose and subject names this category."),
        ("mode-not-permitted", "The category is permitted in the other mode only."),
        ("agreement-not-yet-effective", "The agreement has not begun."),
        ("agreement-expired", "The agreement has ended."),
        ("party-withdrawn", "One of the two agencies has left the agreement."),
        ("agreement-suspended", "The agreement is suspended."),
        ("agreement-review-overdue", "The agreement's review date has passed, and no later version is in force."),
        ("age-outside", "The subject's age is outside the permission."),
        ("flag-differs", "A flag of the subject is not as the permission asks."),
        ("grading-outside", "The data's grading is outside the permission."),
        ("handling-outside", "The data's handling code is outside the permission."),
        ("marking-outside", "The data's markings are outside the permission."),
        ("consent-refused", "The permission needs consent, and the person refused it."),
        ("consent-withdrawn", "The permission needs consent, and the person withdrew it."),
        ("age-unknown", "A permission depends on an age that is not recorded closely enough."),
        ("flag-unknown", "A permission depends on a flag that is not recorded."),
        ("grading-unknown", "A permission depends on a grading that is not recorded."),
        ("handling-unknown", "A permission depends on a handling code that is not recorded."),
        ("marking-unknown", "A permission depends on markings that are not recorded."),
        ("consent-unknown", "A permission needs consent, and none is recorded."),
        ("prohibition-unevaluable", "A prohibition may apply, and a fact that would tell is not recorded."),
        ("prohibited", "A prohibition applies."),
        ("agreement-unreadable", "An agreement that may bind both agencies cannot be read, so what it forbids is not known."),
        ("party-not-active", "One of the two agencies is suspended or not registered."),
        ("guarded", "A safeguard of this subject applies, and an emergency does not lift it."),
    ];

    /// <summary>Every reason with its code and sentence, without <see cref="RefusalReason.None"/>.</summary>
    public static IReadOnlyList<(RefusalReason Reason, string Code, string Sentence)> Listed { get; } =
    [.. All.Skip(1).Select((text, index) => ((RefusalReason)(index + 1), text.Code, text.Sentence))];

    private static readonly RefusalReason[][] Alone = [.. Enum.GetValues<RefusalReason>().Select(reason => (RefusalReason[])[reason])];

    /// <summary>The reasons of a mask, in order, without <see cref="RefusalReason.None"/>.</summary>
    /// <param name="mask">A bit each.</param>
    internal static IReadOnlyList<RefusalReason> Set(ulong mask)
    {
        mask &= ~1UL;
        if (mask == 0)
        {
            return [];
        }

        if ((mask & (mask - 1)) == 0)
        {
            return Alone[BitOperations.TrailingZeroCount(mask)];
        }

        var reasons = new RefusalReason[BitOperations.PopCount(mask)];
        for (var i = 0; i < reasons.Length; i++, mask &= mask - 1)
        {
            reasons[i] = (RefusalReason)BitOperations.TrailingZeroCount(mask);
        }

        return reasons;
    }

    /// <summary>The stable code: <c>category-not-permitted</c>.</summary>
    public static string Code(this RefusalReason reason) => All[(int)reason].Code;

    /// <summary>One sentence for people.</summary>
    public static string Sentence(this RefusalReason reason) => All[(int)reason].Sentence;
}
