namespace DataSharing.Agreements;

/// <summary>
/// What an emergency adds to a decision: a permission where one is missing. What is forbidden stays forbidden, what may be forbidden and cannot
/// be told stays withheld, a suspended agency gets nothing, and a guarded subject stays guarded.
/// </summary>
/// <remarks>
/// ICO, Data sharing: a code of practice (2021), "Data sharing in an urgent situation or in an emergency": share what is necessary and
/// proportionate when the risk of not sharing is greater. Reviewed afterwards by somebody else.
/// </remarks>
public static class EmergencyRelease
{
    /// <summary>Vital interests: UK GDPR Article 6(1)(d) and, for special categories, Article 9(2)(c). Whether they apply is for the reviewer.</summary>
    public const string LawfulBasis = "6(1)(d) 9(2)(c)";

    internal static SharingDecision Supply(SharingDecision decision)
    {
        var guarded = decision.Question.Facts.Guarded;
        CategoryDecision[] categories = [.. decision.Categories.Select(category => Supply(category, guarded))];
        var permitted = categories.Count(category => category.IsPermitted);
        return decision with
        {
            Categories = categories,
            Effect =
                permitted == categories.Length ? SharingEffect.Permit
                : permitted == 0 ? SharingEffect.Deny
                : SharingEffect.PermitInPart,
        };
    }

    private static CategoryDecision Supply(CategoryDecision category, bool guarded) =>
        category.IsPermitted || !IsMissingPermission(category.Reason) ? category
        : guarded ? new CategoryDecision(category.Category, RefusalReason.Guarded, [])
        : new CategoryDecision(category.Category, RefusalReason.None, []) { ByEmergency = true };

    // INVARIANT: everything from ProhibitionUnevaluable on is no missing permission; what is added there later is refused until it is thought about.
    private static bool IsMissingPermission(RefusalReason reason) =>
        reason is > RefusalReason.None and < RefusalReason.ProhibitionUnevaluable;
}
