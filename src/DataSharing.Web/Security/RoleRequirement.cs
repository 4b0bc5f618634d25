using DataSharing.Identity;
using DataSharing.Web.Api;

namespace DataSharing.Web.Security;

/// <summary>What an endpoint asks of its caller: one of these roles. Several requirements of one endpoint must all be met.</summary>
/// <param name="Agency">Roles inside the caller's agency; <c>None</c> where none of them is enough.</param>
/// <param name="Partnership">Roles across the partnership; <c>None</c> where none of them is enough.</param>
public sealed record RoleRequirement(AgencyRoles Agency, PartnershipRoles Partnership)
{
    public bool IsMetBy(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Has(Agency) || caller.Has(Partnership);
    }

    internal static bool AllMet(HttpContext context, Caller caller) =>
        context.GetEndpoint() is not { } endpoint || AllMetBy(endpoint, caller);

    internal static bool AllMetBy(Endpoint endpoint, Caller caller)
    {
        var requirements = endpoint.Metadata.GetOrderedMetadata<RoleRequirement>();
        for (var i = 0; i < requirements.Count; i++)
        {
            if (!requirements[i].IsMetBy(caller))
            {
                return false;
            }
        }

        return true;
    }
}

public static class RoleRequirementExtensions
{
    /// <summary>The caller needs one of these roles in the own agency. 403 <c>forbidden-role</c> otherwise, with an entry.</summary>
    public static TBuilder RequireAgencyRole<TBuilder>(this TBuilder builder, AgencyRoles anyOf)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAnyRole(anyOf, PartnershipRoles.None);

    /// <summary>The caller needs one of these roles in the directory. 403 <c>forbidden-role</c> otherwise, with an entry.</summary>
    public static TBuilder RequirePartnershipRole<TBuilder>(this TBuilder builder, PartnershipRoles anyOf)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAnyRole(AgencyRoles.None, anyOf);

    /// <summary>The caller needs one role of either sort.</summary>
    public static TBuilder RequireAnyRole<TBuilder>(this TBuilder builder, AgencyRoles agency, PartnershipRoles partnership)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RoleRequirement(agency, partnership)).WithCallerProblems();

    /// <summary>States, for the OpenAPI document, what anybody may be told who is not let in.</summary>
    public static TBuilder WithCallerProblems<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithProblems(
            ProblemTypes.Unauthenticated,
            ProblemTypes.CallerNotRegistered,
            ProblemTypes.AgencySuspended,
            ProblemTypes.PersonSuspended,
            ProblemTypes.ForbiddenRole
        );
}
