using DataSharing.Identity;

namespace DataSharing.Partnership;

/// <summary>Whom to bind: an application of a tenant, one person of it, or (neither given) its people at large.</summary>
/// <param name="TenantId">Entra tenant.</param>
/// <param name="ClientId">The application.</param>
/// <param name="PersonId">The person.</param>
public sealed record BindingRequest(string TenantId, string? ClientId = null, string? PersonId = null)
{
    /// <summary>The first rule that it breaks; null where it is well formed.</summary>
    public FieldFault? Fault()
    {
        if (EntraId.Normalise(TenantId) is null)
        {
            return new("/tenantId", "A tenant id, a GUID.");
        }

        if (ClientId is not null && EntraId.Normalise(ClientId) is null)
        {
            return new("/clientId", "An application id, a GUID.");
        }

        if (PersonId is not null && EntraId.Normalise(PersonId) is null)
        {
            return new("/personId", "A person's object id, a GUID.");
        }

        return ClientId is not null && PersonId is not null ? new("/personId", "Either an application or a person, not both.") : null;
    }

    /// <exception cref="InvalidOperationException">Not well formed.</exception>
    internal AgencyBinding ToBinding(string id, AgencyId agency) =>
        new(
            id,
            agency,
            EntraId.Normalise(TenantId) ?? throw new InvalidOperationException("Not a tenant id."),
            EntraId.Normalise(ClientId),
            EntraId.Normalise(PersonId)
        );

    internal static bool SameCallers(AgencyBinding left, AgencyBinding right) =>
        string.Equals(left.TenantId, right.TenantId, StringComparison.Ordinal)
        && string.Equals(left.ClientId, right.ClientId, StringComparison.Ordinal)
        && string.Equals(left.PersonId, right.PersonId, StringComparison.Ordinal);
}
