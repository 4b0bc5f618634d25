using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Agreements;

/// <summary>An agency that the agreement binds, with what it states of itself for the legal check. What the directory knows comes before it.</summary>
/// <param name="Agency">The agency.</param>
/// <param name="ControllerRole">What it is in law for what it receives.</param>
public sealed record Party(AgencyId Agency, ControllerRole ControllerRole)
{
    /// <summary>Null where not stated.</summary>
    public AuthorityKind? Authority { get; init; }

    /// <summary>What it is there to do, as codes of the law pack; empty where not stated.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>The post that answers for data protection and how to reach it; null where not stated.</summary>
    public string? DataProtectionOfficer { get; init; }

    /// <summary>The post; null where not stated.</summary>
    public string? CaldicottGuardian { get; init; }

    /// <summary>Its latest Data Security and Protection Toolkit submission; null where not stated.</summary>
    public ToolkitSubmission? Toolkit { get; init; }

    public RetentionSchedule? RetentionSchedule { get; init; }

    /// <summary>Where a processor's contract lies (UK GDPR Art 28(3)); null where not stated.</summary>
    public string? ProcessorContract { get; init; }
}

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

/// <summary>What kind of body a party is to data protection law.</summary>
public enum AuthorityKind
{
    /// <summary>DPA 2018 s.7.</summary>
    PublicAuthority,

    /// <summary>A public authority that is also a competent authority for law enforcement (DPA 2018 s.30).</summary>
    CompetentAuthority,

    /// <summary>A charity, company or other body that is no public authority.</summary>
    Other,
}

/// <summary>How long a party keeps what: its own schedule, beyond which nothing is kept under an agreement.</summary>
/// <param name="Reference">Where the whole schedule lies.</param>
/// <param name="Periods">The longest time for each category that it names.</param>
public sealed record RetentionSchedule(string Reference, IReadOnlyList<RetentionPeriod> Periods);

public sealed record RetentionPeriod(DataCategory Category, CalendarDuration? KeepFor);
