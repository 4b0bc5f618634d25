using DataSharing.Identity;

namespace DataSharing.Partnership;

/// <summary>A partnership role for a person.</summary>
/// <param name="Role">A word of <see cref="RoleNames.Partnership"/>.</param>
/// <param name="TenantId">The person's tenant.</param>
/// <param name="PersonId">The person's object id there.</param>
public sealed record GrantRequest(string Role, string TenantId, string PersonId)
{
    /// <summary>The first rule that it breaks; null where it is well formed.</summary>
    public FieldFault? Fault()
    {
        if (!RoleNames.Partnership.ContainsKey(Role))
        {
            return new("/role", $"One of {string.Join(", ", RoleNames.Partnership.Keys.Order(StringComparer.Ordinal))}.");
        }

        if (EntraId.Normalise(TenantId) is null)
        {
            return new("/tenantId", "A tenant id, a GUID.");
        }

        return EntraId.Normalise(PersonId) is null ? new("/personId", "A person's object id, a GUID.") : null;
    }

    /// <exception cref="InvalidOperationException">Not well formed.</exception>
    internal string Actor() =>
        EntraId.Normalise(TenantId) is { } tenant && EntraId.Normalise(PersonId) is { } person
            ? ActorName.OfPerson(tenant, person)
            : throw new InvalidOperationException("Not a person.");
}
