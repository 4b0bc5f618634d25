using DataSharing.Agreements;
using DataSharing.Identity;

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
    public static (string Text, string Colour) Standing(AgreementRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record switch
        {
            { Status: AgreementStatus.InForce, SuspendedAt: not null } => ("Suspended", "red"),
            { Status: AgreementStatus.InForce } => ("In force", "green"),
            { Status: AgreementStatus.Superseded } => ("Superseded", "grey"),
            _ => ("Draft", "blue"),
        };
    }

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
