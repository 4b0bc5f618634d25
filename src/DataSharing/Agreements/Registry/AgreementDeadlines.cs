namespace DataSharing.Agreements;

/// <summary>A day on which an agreement in force stops permitting, and how long before it the parties are told.</summary>
/// <param name="Kind">The review that was promised, or the end.</param>
/// <param name="At">The first moment at which it permits nothing.</param>
public sealed record AgreementDeadline(AgreementDeadlineKind Kind, DateTimeOffset At)
{
    /// <summary>How many days ahead the parties are told, each once. 0: it is over.</summary>
    public static IReadOnlyList<int> Thresholds { get; } = [90, 30, 7, 0];

    /// <summary><c>review</c> or <c>end</c></summary>
    public string Code => Kind == AgreementDeadlineKind.Review ? "review" : "end";

    /// <summary>Whole days left, rounded up; 0 or less once it is over.</summary>
    public int DaysLeftAt(DateTimeOffset now) => (int)Math.Ceiling((At - now).TotalDays);

    /// <summary>The nearest threshold that has been reached; null where there is time.</summary>
    public int? ReachedAt(DateTimeOffset now)
    {
        int? reached = null;
        foreach (var days in Thresholds)
        {
            reached = At - now <= TimeSpan.FromDays(days) ? days : reached;
        }

        return reached;
    }

    /// <summary>Those of a version in force, the first one first.</summary>
    /// <param name="record">The version.</param>
    /// <param name="agreement">What it says.</param>
    public static IReadOnlyList<AgreementDeadline> Of(AgreementRecord record, Agreement agreement)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(agreement);
        return Of(record, AgreementArtefact.ReviewByOf(agreement), agreement.EffectiveTo);
    }

    internal static IReadOnlyList<AgreementDeadline> Of(AgreementRecord record, AgreementDates dates) =>
        Of(record, dates.ReviewBy, dates.EffectiveTo);

    internal static IReadOnlyList<AgreementDeadline> Of(AgreementRecord record, AgreementArtefact artefact) =>
        Of(record, artefact.ReviewBy, artefact.EffectiveTo);

    private static IReadOnlyList<AgreementDeadline> Of(AgreementRecord record, DateTimeOffset reviewBy, DateTimeOffset? effectiveTo)
    {
        var review = new AgreementDeadline(AgreementDeadlineKind.Review, reviewBy);
        DateTimeOffset?[] ends = [effectiveTo, record.Termination?.EffectiveAt];
        return ends.Min() is not { } end ? [review]
            : end <= review.At ? [new AgreementDeadline(AgreementDeadlineKind.End, end)]
            : [review, new AgreementDeadline(AgreementDeadlineKind.End, end)];
    }
}

public enum AgreementDeadlineKind
{
    Review,
    End,
}
