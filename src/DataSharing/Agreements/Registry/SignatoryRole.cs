using System.Text.Json.Serialization;

namespace DataSharing.Agreements;

/// <summary>The post in which somebody signs for an agency. A closed list: who may bind an agency is its own scheme of delegation's to say.</summary>
/// <remarks>
/// Caldicott Guardian: Health and Social Care (National Data Guardian) Act 2018 and the National Data Guardian's guidance of 27 August 2021.
/// Data protection officer: UK GDPR Articles 37 to 39. Senior information risk owner: Cabinet Office, Security policy framework.
/// </remarks>
[JsonConverter(typeof(JsonStringEnumConverter<SignatoryRole>))]
public enum SignatoryRole
{
    /// <summary>Chief executive, chief constable, accountable officer.</summary>
    [JsonStringEnumMemberName("chief-officer")]
    ChiefOfficer,

    [JsonStringEnumMemberName("caldicott-guardian")]
    CaldicottGuardian,

    [JsonStringEnumMemberName("senior-information-risk-owner")]
    SeniorInformationRiskOwner,

    [JsonStringEnumMemberName("data-protection-officer")]
    DataProtectionOfficer,

    /// <summary>Director of children's or adults' services, director of public health, borough commander.</summary>
    [JsonStringEnumMemberName("director")]
    Director,

    /// <summary>Whoever the agency's scheme of delegation names.</summary>
    [JsonStringEnumMemberName("designated-signatory")]
    DesignatedSignatory,
}

/// <summary>The words of <see cref="SignatoryRole"/>.</summary>
public static class SignatoryRoles
{
    private static readonly (SignatoryRole Role, string Code, string Words)[] All =
    [
        (SignatoryRole.ChiefOfficer, "chief-officer", "Chief officer"),
        (SignatoryRole.CaldicottGuardian, "caldicott-guardian", "Caldicott Guardian"),
        (SignatoryRole.SeniorInformationRiskOwner, "senior-information-risk-owner", "Senior information risk owner (SIRO)"),
        (SignatoryRole.DataProtectionOfficer, "data-protection-officer", "Data protection officer"),
        (SignatoryRole.Director, "director", "Director"),
        (SignatoryRole.DesignatedSignatory, "designated-signatory", "Designated signatory"),
    ];

    /// <summary>Each with its code and its words for people.</summary>
    public static IReadOnlyList<(SignatoryRole Role, string Code, string Words)> Listed => All;

    /// <summary><c>caldicott-guardian</c></summary>
    public static string Code(this SignatoryRole role) => All[(int)role].Code;

    /// <summary>For people: "Caldicott Guardian".</summary>
    public static string Words(this SignatoryRole role) => All[(int)role].Words;

    /// <summary>The role of a code; null where there is none.</summary>
    public static SignatoryRole? Find(string code)
    {
        foreach (var known in All)
        {
            if (string.Equals(known.Code, code, StringComparison.Ordinal))
            {
                return known.Role;
            }
        }

        return null;
    }
}
