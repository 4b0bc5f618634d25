using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Web.Api;

/// <summary>Who the platform takes the caller for.</summary>
public sealed record MeResponse(
    AgencyId Agency,
    string Actor,
    string TenantId,
    string ClientId,
    string? PersonId,
    IReadOnlyList<string> AgencyRoles,
    IReadOnlyList<string> PartnershipRoles
)
{
    public static MeResponse From(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new(
            caller.Agency,
            caller.Actor,
            caller.TenantId,
            caller.ClientId,
            caller.PersonId,
            [.. RoleNames.Agency.Where(role => caller.Has(role.Value)).Select(role => role.Key)],
            [.. RoleNames.Partnership.Where(role => caller.Has(role.Value)).Select(role => role.Key)]
        );
    }
}

/// <summary>A new agency: its id and its particulars as a controller.</summary>
public sealed record RegisterAgencyRequest
{
    /// <summary>Chosen now, never changed: lower-case letters, digits and single hyphens.</summary>
    public required AgencyId Id { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    public required IcoRegistrationNumber IcoRegistration { get; init; }

    public required Contact DataProtectionContact { get; init; }

    public Contact? CaldicottGuardian { get; init; }

    public Contact? SeniorInformationRiskOwner { get; init; }

    public ToolkitSubmission? Toolkit { get; init; }

    internal AgencyParticulars ToParticulars() =>
        new()
        {
            Name = Name,
            Kind = Kind,
            IcoRegistration = IcoRegistration,
            DataProtectionContact = DataProtectionContact,
            CaldicottGuardian = CaldicottGuardian,
            SeniorInformationRiskOwner = SeniorInformationRiskOwner,
            Toolkit = Toolkit,
        };

    public override string ToString() => $"RegisterAgencyRequest({Id})";
}

/// <param name="Id">The agency.</param>
/// <param name="Kind">A code of the kinds that the list of agencies names.</param>
/// <param name="Particulars">The controller; null: not recorded yet.</param>
/// <param name="SuspendedAt">Since when its callers are refused; null while it stands.</param>
/// <param name="RegisteredAt">When it joined.</param>
/// <param name="Version">The ETag, for changes straight from a list.</param>
public sealed record AgencyResponse(
    AgencyId Id,
    string Kind,
    AgencyParticulars? Particulars,
    DateTimeOffset? SuspendedAt,
    DateTimeOffset RegisteredAt,
    string Version
)
{
    public static AgencyResponse From(AgencyRecord record, Storage.RowVersion version)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(version);
        return new(record.Id, record.Kind, record.Particulars, record.SuspendedAt, record.RegisteredAt, version.Value);
    }

    public override string ToString() => $"AgencyResponse({Id})";
}

/// <param name="Items">Every agency, by id.</param>
/// <param name="Kinds">The kinds that an agency may be of.</param>
public sealed record AgencyListResponse(IReadOnlyList<AgencyResponse> Items, IReadOnlyList<AgencyKind> Kinds);

/// <summary>Why; kept in the log under the key of the caller's agency.</summary>
public sealed record SuspensionRequest(string Reason)
{
    public const int MaximumReasonLength = 500;

    public override string ToString() => "SuspensionRequest(redacted)";
}

public sealed record BindingResponse(
    string Id,
    AgencyId Agency,
    string TenantId,
    string? ClientId,
    string? PersonId,
    DateTimeOffset AddedAt,
    string AddedBy
)
{
    public static BindingResponse From(BindingRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var binding = record.Binding;
        return new(binding.Id, binding.Agency, binding.TenantId, binding.ClientId, binding.PersonId, record.AddedAt, record.AddedBy);
    }
}

public sealed record BindingListResponse(IReadOnlyList<BindingResponse> Items);

/// <param name="Id">Opaque.</param>
/// <param name="Actor">The person who holds or is to hold the role.</param>
/// <param name="Role">The role's word.</param>
/// <param name="Status"><c>proposed</c> or <c>confirmed</c>.</param>
/// <param name="ProposedBy">First person.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="ConfirmedBy">Second person; null while it waits.</param>
/// <param name="ConfirmedAt">When; null while it waits.</param>
/// <param name="Version">The ETag to confirm it under.</param>
public sealed record RoleGrantResponse(
    string Id,
    string Actor,
    string Role,
    string Status,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    string? ConfirmedBy,
    DateTimeOffset? ConfirmedAt,
    string Version
)
{
    public static RoleGrantResponse From(GrantRecord record, Storage.RowVersion version)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(version);
        return new(
            record.Id,
            record.Actor,
            record.Role,
            record.ConfirmedBy is null ? "proposed" : "confirmed",
            record.ProposedBy,
            record.ProposedAt,
            record.ConfirmedBy,
            record.ConfirmedAt,
            version.Value
        );
    }
}

public sealed record RoleGrantListResponse(IReadOnlyList<RoleGrantResponse> Items);

public sealed record ActorSuspensionListResponse(IReadOnlyList<ActorSuspensionRecord> Items);
