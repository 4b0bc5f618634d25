using DataSharing.Identity;

namespace DataSharing.Partnership;

/// <summary>What the directory makes of a token at this request.</summary>
public abstract record CallerResolution
{
    private CallerResolution() { }

    /// <summary>A caller with at least one role.</summary>
    public sealed record Resolved(Caller Caller) : CallerResolution;

    /// <summary>Nobody of this tenant is known: treated like having no token at all.</summary>
    public sealed record UnknownTenant : CallerResolution
    {
        public static readonly UnknownTenant Instance = new();
    }

    /// <summary>The tenant is known; this application, or this person of a shared tenant, is not bound to an agency.</summary>
    /// <param name="Actor">The name that the bearer would have (<see cref="Caller.Actor"/>).</param>
    /// <param name="Agencies">The agencies that the tenant is bound to, whose IG officers should see the attempt. At least one.</param>
    public sealed record UnknownClient(string Actor, IReadOnlyList<AgencyId> Agencies) : CallerResolution;

    /// <param name="Caller">Who it would have been.</param>
    public sealed record AgencySuspended(Caller Caller) : CallerResolution;

    /// <param name="Caller">Who it would have been.</param>
    public sealed record ActorSuspended(Caller Caller) : CallerResolution;

    /// <summary>Neither the token nor the directory gives a role.</summary>
    /// <param name="Caller">Who it would have been.</param>
    public sealed record NoRole(Caller Caller) : CallerResolution;
}
