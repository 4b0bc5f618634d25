using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>
/// A data sharing agreement as its document states it (schema: <c>agreement.schema.json</c>; guide: docs/agreements.md). Made only by
/// <see cref="AgreementDocument"/>, so lists are within their limits and texts are clean; cross references hold once
/// <see cref="AgreementValidator"/> has found nothing.
/// </summary>
/// <remarks>Contents follow the ICO data sharing code of practice (in force 5 October 2021): purpose, organisations, data items, basis, special data, review.</remarks>
public sealed record Agreement
{
    public required AgreementId Id { get; init; }

    /// <summary>From 1. A version never changes once drafted; a change is a new version.</summary>
    public required int Version { get; init; }

    public required string Title { get; init; }

    /// <summary>Why the parties share, in their own words.</summary>
    public required string PurposeStatement { get; init; }

    public required IReadOnlyList<Party> Parties { get; init; }

    public required DateTimeOffset EffectiveFrom { get; init; }

    /// <summary>The first moment at which the agreement no longer has effect; null where it runs until replaced.</summary>
    public required DateTimeOffset? EffectiveTo { get; init; }

    /// <summary>When the parties promised to look at it again. Passing it refuses nothing.</summary>
    public required DateOnly ReviewDate { get; init; }

    public required IReadOnlyList<DeclaredCategory> Categories { get; init; }

    public required IReadOnlyList<DeclaredPurpose> Purposes { get; init; }

    public required IReadOnlyList<Permission> Permissions { get; init; }

    public required IReadOnlyList<Prohibition> Prohibitions { get; init; }
}

/// <summary>An agency that the agreement binds.</summary>
/// <param name="Agency">The agency.</param>
/// <param name="ControllerRole">What it is in law for what it receives.</param>
public sealed record Party(AgencyId Agency, ControllerRole ControllerRole);

/// <summary>UK GDPR Art 4(7)-(8), Art 26.</summary>
public enum ControllerRole
{
    /// <summary>Decides alone why and how it uses what it receives.</summary>
    Independent,

    /// <summary>Decides together with the other joint controllers (Art 26).</summary>
    Joint,

    /// <summary>Acts on a controller's instructions only (Art 28).</summary>
    Processor,
}

/// <summary>A kind of data that the agreement's rules may name.</summary>
/// <param name="Code">The code.</param>
/// <param name="Title">For readers.</param>
/// <param name="SpecialCategory">UK GDPR Art 9(1): health, ethnicity, religion, sex life and the like.</param>
/// <param name="CriminalOffence">UK GDPR Art 10: convictions, offences, allegations, security measures.</param>
public sealed record DeclaredCategory(DataCategory Code, string Title, bool SpecialCategory, bool CriminalOffence);

/// <summary>A purpose that the agreement's rules may name (UK GDPR Art 5(1)(b)).</summary>
public sealed record DeclaredPurpose(PurposeCode Code, string Title);
