using DataSharing.Identity;

namespace DataSharing.Partnership;

/// <summary>The pseudonymous names of <see cref="Caller.Actor"/>: a person of a tenant, or an application of it.</summary>
public static class ActorName
{
    public static string OfPerson(string tenantId, string personId) => $"person:{tenantId}:{personId}";

    public static string OfClient(string tenantId, string clientId) => $"client:{tenantId}:{clientId}";

    /// <summary>The tenant and person behind a name, or null where it names no person.</summary>
    public static (string TenantId, string PersonId)? TryPerson(string? actor) =>
        actor?.Split(':') is ["person", var tenant, var person]
        && EntraId.Normalise(tenant) is { } tenantId
        && EntraId.Normalise(person) is { } personId
        && string.Equals(OfPerson(tenantId, personId), actor, StringComparison.Ordinal)
            ? (tenantId, personId)
            : null;

    /// <summary>Whether this is the name of a person or an application, in the one spelling.</summary>
    public static bool IsValid(string? actor) =>
        TryPerson(actor) is not null
        || (
            actor?.Split(':') is ["client", var tenant, var client]
            && EntraId.Normalise(tenant) is { } tenantId
            && EntraId.Normalise(client) is { } clientId
            && string.Equals(OfClient(tenantId, clientId), actor, StringComparison.Ordinal)
        );
}
