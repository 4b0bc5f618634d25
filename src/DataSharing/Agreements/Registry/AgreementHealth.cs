using System.Text.Json.Serialization;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>How one version of an agreement fares now: whether it permits anything, what it waits for, and what will stop it.</summary>
/// <param name="Record">Where it stands in its life.</param>
/// <param name="At">The moment that this is about.</param>
/// <param name="Standing">In one word.</param>
/// <param name="EffectiveFrom">As the document has it.</param>
/// <param name="Deadlines">When it stops permitting, the first one first. None before it is in force and after its end.</param>
/// <param name="Unsigned">The parties that have not signed.</param>
/// <param name="Inactive">The parties that are suspended or not registered.</param>
/// <param name="Reviewed">The legal check of today.</param>
/// <param name="Unanswered">Of its findings, those that wait for a sign-off by name.</param>
/// <param name="LawChanged">Whether another law pack has come since it was brought into force.</param>
/// <param name="Warnings">What somebody should do something about, the gravest first.</param>
public sealed record AgreementHealth(
    AgreementRecord Record,
    DateTimeOffset At,
    AgreementStanding Standing,
    DateTimeOffset EffectiveFrom,
    IReadOnlyList<AgreementDeadline> Deadlines,
    IReadOnlyList<AgencyId> Unsigned,
    IReadOnlyList<AgencyId> Inactive,
    LegalReviewed Reviewed,
    IReadOnlyList<LegalFinding> Unanswered,
    bool LawChanged,
    IReadOnlyList<AgreementWarning> Warnings
)
{
    /// <summary>Whether decisions may rest on it now.</summary>
    public bool Permits => Standing == AgreementStanding.InForce;
}

/// <summary>Where a version stands, dates and clock included: <see cref="AgreementStatus"/> says what somebody did, this says what follows.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AgreementStanding>))]
public enum AgreementStanding
{
    [JsonStringEnumMemberName("draft")]
    Draft,

    [JsonStringEnumMemberName("in-review")]
    InReview,

    /// <summary>Every party has signed; somebody else than its authors can bring it into force.</summary>
    [JsonStringEnumMemberName("signed")]
    Signed,

    [JsonStringEnumMemberName("not-yet-effective")]
    NotYetEffective,

    [JsonStringEnumMemberName("in-force")]
    InForce,

    [JsonStringEnumMemberName("suspended")]
    Suspended,

    [JsonStringEnumMemberName("review-overdue")]
    ReviewOverdue,

    [JsonStringEnumMemberName("expired")]
    Expired,

    [JsonStringEnumMemberName("terminated")]
    Terminated,

    [JsonStringEnumMemberName("superseded")]
    Superseded,
}

/// <param name="Code">Stable.</param>
/// <param name="Sentence">For people.</param>
public sealed record AgreementWarning(string Code, string Sentence)
{
    internal static IEnumerable<AgreementWarning> Of(
        AgreementStanding standing,
        IReadOnlyList<AgreementDeadline> deadlines,
        int inactive,
        int refusals,
        int unanswered,
        DateTimeOffset now
    )
    {
        if (standing is AgreementStanding.ReviewOverdue)
        {
            yield return new("review-overdue", "Its review date has passed: it permits nothing until a later version is in force.");
        }

        if (inactive > 0)
        {
            yield return new("party-not-active", "A party is suspended or not registered: nothing is shared with it or by it.");
        }

        if (refusals > 0)
        {
            yield return new("legal-findings", "The legal check of today would refuse it.");
        }

        if (unanswered > 0)
        {
            yield return new("sign-off-missing", "The legal check of today asks for an answer by name that nobody has given.");
        }

        foreach (var deadline in deadlines)
        {
            if (deadline.At > now && deadline.ReachedAt(now) is { } days)
            {
                yield return deadline.Kind == AgreementDeadlineKind.Review
                    ? new(
                        $"review-due-{days}",
                        $"Its review is due in {days} days or less; after it, nothing is permitted without a later version."
                    )
                    : new($"end-due-{days}", $"It ends in {days} days or less.");
            }
        }
    }
}
