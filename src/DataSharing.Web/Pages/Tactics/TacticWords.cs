using DataSharing.Disruption;
using DataSharing.Web.Pages.Parts;

namespace DataSharing.Web.Pages.Tactics;

/// <summary>The catalogue's codes as people say them.</summary>
public static class TacticWords
{
    public static string Theme(string theme) =>
        theme switch
        {
            "abduction-trafficking" => "Abduction and trafficking",
            "business-licensing" => "Businesses and licensing",
            "fraud-finance" => "Fraud and finance",
            "health-safety" => "Health and safety",
            "victim-care" => "Care for victims",
            "sexual-offences" => "Sexual offences",
            "location" => "Places",
            _ => UkText.Words(theme),
        };

    public static string Route(string route) =>
        route switch
        {
            "civil" => "Civil court",
            "criminal" => "Criminal",
            "voluntary" => "By agreement",
            _ => "Decided by an authority",
        };

    /// <summary>What stands of it in law, with the colour of its tag.</summary>
    public static (string Text, string Colour) Status(TacticStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.Code switch
        {
            "in-force" => ("In force", "green"),
            "non-statutory-practice" => ("Practice, not statute", "blue"),
            "enacted-commencement-unverified" => ("Enacted, start date not checked", "yellow"),
            "commenced-partially" => ("Partly in force", "yellow"),
            "pilot" => ("Pilot", "yellow"),
            "pilot-ended" => ("Pilot ended", "red"),
            _ => ("Repealed", "red"),
        };
    }

    public static string Target(string kind) =>
        kind switch
        {
            "person" => "people",
            "group" => "groups",
            "business" => "businesses",
            "location" => "places",
            "vehicle" => "vehicles",
            _ => "online accounts",
        };

    public static string Basis(LegalSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return string.Join(
            ' ',
            new[] { source.Act, source.Year?.ToString(System.Globalization.CultureInfo.InvariantCulture), source.Section }.OfType<string>()
        );
    }

    public static string AppealEffect(string? effect) =>
        effect switch
        {
            "suspends" => "An appeal suspends it",
            "continues" => "It stays in effect during an appeal",
            "court-decides" => "The court decides whether an appeal suspends it",
            _ => "What an appeal does is not recorded",
        };
}
