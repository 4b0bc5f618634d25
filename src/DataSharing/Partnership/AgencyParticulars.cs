using System.Text.Json.Serialization;

namespace DataSharing.Partnership;

/// <summary>A controller as the directory describes it (UK GDPR Art 4(7), Art 30(1)(a)).</summary>
public sealed record AgencyParticulars
{
    public required string Name { get; init; }

    /// <summary>A code of <see cref="AgencyKinds"/>.</summary>
    public required string Kind { get; init; }

    public required IcoRegistrationNumber IcoRegistration { get; init; }

    /// <summary>The data protection officer, or whoever answers for data protection (UK GDPR Art 37(7)).</summary>
    public required Contact DataProtectionContact { get; init; }

    /// <summary>Null: not recorded. Health and social care must record one.</summary>
    public Contact? CaldicottGuardian { get; init; }

    /// <summary>Senior information risk owner. Null: not recorded. Health and social care must record one.</summary>
    public Contact? SeniorInformationRiskOwner { get; init; }

    /// <summary>Null: not recorded. Health and social care must record one.</summary>
    public ToolkitSubmission? Toolkit { get; init; }

    public override string ToString() => $"AgencyParticulars({Kind})";
}

/// <summary>How to reach somebody who answers for an agency. Their work details, and still personal data.</summary>
/// <param name="Name">Of the person or the post.</param>
/// <param name="Email">At work.</param>
/// <param name="Telephone">Null: not recorded.</param>
public sealed record Contact(string Name, string Email, string? Telephone = null)
{
    public override string ToString() => "Contact(redacted)";
}

/// <summary>An agency's latest submission to the Data Security and Protection Toolkit.</summary>
/// <param name="Status">As the toolkit publishes it.</param>
/// <param name="PublishedOn">When it was published there.</param>
public sealed record ToolkitSubmission(ToolkitStatus Status, DateOnly PublishedOn);

/// <remarks>Source: NHS England, Data Security and Protection Toolkit, "Organisation search", published statuses.</remarks>
[JsonConverter(typeof(JsonStringEnumConverter<ToolkitStatus>))]
public enum ToolkitStatus
{
    [JsonStringEnumMemberName("standards-exceeded")]
    StandardsExceeded,

    [JsonStringEnumMemberName("standards-met")]
    StandardsMet,

    [JsonStringEnumMemberName("approaching-standards")]
    ApproachingStandards,

    [JsonStringEnumMemberName("standards-not-met")]
    StandardsNotMet,
}
