using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Web.Pages.Parts;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>Agreements in words for people.</summary>
public static class AgreementWords
{
    /// <summary>The address of a page about one version.</summary>
    public static string PathOf(string page, AgreementId id, int version) => $"/app/agreements/{page}/{id}/{version}";

    /// <summary>The address of a clause in the text that was signed.</summary>
    public static string PathOf(ClauseReference clause)
    {
        ArgumentNullException.ThrowIfNull(clause);
        return $"{PathOf("text", clause.Agreement, clause.Version)}#rule-{clause.Rule}";
    }

    /// <summary>How a version stands, with the colour of its tag.</summary>
    public static (string Text, string Colour) Tag(AgreementStanding standing) =>
        standing switch
        {
            AgreementStanding.Draft => ("Draft", "blue"),
            AgreementStanding.InReview => ("In review", "purple"),
            AgreementStanding.Signed => ("Signed by all", "teal"),
            AgreementStanding.NotYetEffective => ("Begins later", "teal"),
            AgreementStanding.InForce => ("In force", "green"),
            AgreementStanding.Suspended => ("Suspended", "red"),
            AgreementStanding.ReviewOverdue => ("Review overdue", "red"),
            AgreementStanding.Expired => ("Expired", "grey"),
            AgreementStanding.Terminated => ("Ended", "grey"),
            _ => ("Superseded", "grey"),
        };

    /// <summary>What somebody last did with it, in a word or two; whether its dates are over, <see cref="Tag"/> knows.</summary>
    public static string Status(AgreementRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Status switch
        {
            AgreementStatus.Draft => "Draft",
            AgreementStatus.InReview => record.Unsigned.Count == 0 ? "Signed by all" : "In review",
            AgreementStatus.InForce => record.SuspendedAt is null ? "In force" : "Suspended",
            AgreementStatus.Expired => "Expired",
            AgreementStatus.Terminated => "Ended",
            _ => "Superseded",
        };
    }

    /// <summary>Whether nothing more will become of it.</summary>
    public static bool IsOver(AgreementStanding standing) =>
        standing is AgreementStanding.Expired or AgreementStanding.Terminated or AgreementStanding.Superseded;

    /// <summary>Who must do what next, a sentence each; none where nobody must do anything.</summary>
    public static IReadOnlyList<string> Next(AgreementHealth health, Func<AgencyId, string> nameOf)
    {
        ArgumentNullException.ThrowIfNull(health);
        ArgumentNullException.ThrowIfNull(nameOf);
        var said = new List<string>();
        if (health.Standing == AgreementStanding.Draft)
        {
            said.Add("An administrator of a party puts it before the parties, to be signed.");
        }

        if (health.Standing == AgreementStanding.InReview)
        {
            said.Add($"To sign: {UkText.And([.. health.Unsigned.Select(nameOf)])}.");
        }

        if (
            health.Standing is AgreementStanding.Draft or AgreementStanding.InReview or AgreementStanding.Signed
            && health.Unanswered.Count > 0
        )
        {
            said.Add($"An administrator of a party answers for {UkText.Count(health.Unanswered.Count, "point")} of law.");
        }

        if (health.Standing == AgreementStanding.Signed)
        {
            said.Add("A partnership administrator who did not draft it brings it into force.");
        }

        if (health.Standing == AgreementStanding.Suspended)
        {
            said.Add("A partnership administrator lifts the suspension once its reason is gone.");
        }

        if (health.Standing is AgreementStanding.ReviewOverdue || health.Warnings.Any(IsDeadline))
        {
            said.Add("The parties agree on a later version, and sign it in time.");
        }

        return said;
    }

    /// <summary>What is amiss, less what <see cref="Next"/> says already with who does something about it.</summary>
    public static IReadOnlyList<AgreementWarning> Warnings(AgreementHealth health)
    {
        ArgumentNullException.ThrowIfNull(health);
        var isBeingMade = health.Standing is AgreementStanding.Draft or AgreementStanding.InReview or AgreementStanding.Signed;
        return [.. health.Warnings.Where(warning => !(isBeingMade && warning.Code == "sign-off-missing"))];
    }

    private static bool IsDeadline(AgreementWarning warning) =>
        warning.Code.StartsWith("review-due", StringComparison.Ordinal) || warning.Code.StartsWith("end-due", StringComparison.Ordinal);

    /// <summary>The next day on which it stops permitting; null where none is set.</summary>
    public static string? Deadline(AgreementHealth health)
    {
        ArgumentNullException.ThrowIfNull(health);
        return health.Deadlines is not [var first, ..] ? null
            : first.Kind == AgreementDeadlineKind.Review
                // The first day on which it permits nothing follows the day that the document names; both are days of UTC there.
                ? $"Review by {DateOnly.FromDateTime(first.At.UtcDateTime).AddDays(-1).UkDate()}"
            : $"Ends on {first.At.UkDate()}";
    }

    /// <summary>Why a step could not be taken, and what would help.</summary>
    public static string Sentence(AgreementConflict reason) =>
        reason switch
        {
            AgreementConflict.NotADraft => "It is no longer a draft.",
            AgreementConflict.NotInReview =>
                "It is not before the parties to be signed. An administrator of a party puts it before them first.",
            AgreementConflict.NotInForce => "It is not in force.",
            AgreementConflict.OtherContent => "What you read is not what it says now. Read it again before you sign.",
            AgreementConflict.AlreadySigned => "Your agency has signed it already.",
            AgreementConflict.SignatureMissing => "A party has not signed it yet. The agreement’s page says which.",
            AgreementConflict.SecondPersonNeeded => "You drafted it. Another partnership administrator has to bring it into force.",
            AgreementConflict.PartyNotActive =>
                "A party is suspended, or is not registered. A partnership administrator can put that right under Agencies.",
            AgreementConflict.Ended => "Its dates are over. To share again, draft and sign a new version.",
            AgreementConflict.LaterVersionInForce => "This version or a later one is in force already.",
            AgreementConflict.TooManyInForce => "No more agreements can be in force at once. End one that is no longer needed first.",
            AgreementConflict.AlreadySuspended => "It is suspended already.",
            AgreementConflict.NotSuspended => "It is not suspended.",
            AgreementConflict.NotAParty => "The agency is not a party, or has left already.",
            AgreementConflict.EndsSooner => "It ends at that moment or sooner already.",
            AgreementConflict.NothingToSignOff => "Nothing waits for this answer. Somebody may have given it.",
            _ => "The stored agreement cannot be read. Tell whoever runs this service.",
        };

    public static string Mode(SharingMode mode) =>
        mode == SharingMode.Content ? "What the record says" : "That a record is held, and who to ring";

    /// <summary>Several subjects of a kind.</summary>
    public static string Kinds(SubjectKind kind) =>
        kind switch
        {
            SubjectKind.Person => "people",
            SubjectKind.Group => "groups",
            SubjectKind.Business => "businesses",
            _ => "places",
        };
}
