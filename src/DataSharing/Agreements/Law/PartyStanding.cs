using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Agreements;

/// <summary>What the partnership's directory knows of a party, for the legal check. Without personal data.</summary>
/// <param name="Agency">The party.</param>
/// <param name="Active">Registered and not suspended.</param>
/// <param name="Kind">A code of <see cref="AgencyKinds"/>; null where not known.</param>
/// <param name="HasDataProtectionContact">Null where not known: then what the agreement states counts.</param>
/// <param name="HasCaldicottGuardian">Null where not known.</param>
/// <param name="Toolkit">Null where not known.</param>
public sealed record PartyStanding(
    AgencyId Agency,
    bool Active,
    string? Kind,
    bool? HasDataProtectionContact,
    bool? HasCaldicottGuardian,
    ToolkitSubmission? Toolkit
);

/// <summary>A party as the check sees it: the directory's knowledge first, then what the agreement states.</summary>
internal sealed class PartyView
{
    private static readonly string[] CareFunctions = ["health-care", "social-care"];

    public PartyView(Party stated, PartyStanding? known, LawPack law)
    {
        Stated = stated;
        Known = known;
        var byKind = law.AuthorityOf(known?.Kind);
        Contradicted = byKind is { } told && stated.Authority is { } said && (told == AuthorityKind.Other) != (said == AuthorityKind.Other);

        // A council's prosecutors are competent authorities too, so among public bodies the agreement may say more than the kind does.
        Authority = Contradicted ? byKind : Most(byKind, stated.Authority);
        IsCare =
            known?.Kind is { } kind && AgencyKinds.All.TryGetValue(kind, out var listed)
                ? listed.IsHealthOrSocialCare
                : stated.Functions.Any(function => CareFunctions.Contains(function, StringComparer.Ordinal));
    }

    public Party Stated { get; }

    public PartyStanding? Known { get; }

    public AuthorityKind? Authority { get; }

    public bool Contradicted { get; }

    public bool IsCare { get; }

    public bool IsPublic => Authority is AuthorityKind.PublicAuthority or AuthorityKind.CompetentAuthority;

    public bool IsCompetent => Authority is AuthorityKind.CompetentAuthority;

    public bool HasOfficer => Known?.HasDataProtectionContact ?? Stated.DataProtectionOfficer is not null;

    public bool HasGuardian => Known?.HasCaldicottGuardian ?? Stated.CaldicottGuardian is not null;

    public ToolkitSubmission? Toolkit => Known?.Toolkit ?? Stated.Toolkit;

    /// <summary>Where the kind is not known, a body that is no public authority may be of any kind, so it counts as each.</summary>
    public bool IsAmong(IReadOnlyList<string> kinds) =>
        Known?.Kind is { } kind && AgencyKinds.All.ContainsKey(kind)
            ? kinds.Contains(kind, StringComparer.Ordinal)
            : kinds.Count > 0 && !IsPublic;

    private static AuthorityKind? Most(AuthorityKind? known, AuthorityKind? stated) =>
        known is AuthorityKind.CompetentAuthority || stated is null ? known ?? stated : stated;
}
