using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Panels;

/// <summary>Which agency the directory binds a person to.</summary>
internal static class AgencyOfPerson
{
    /// <summary>Null where nobody's binding covers them.</summary>
    public static AgencyId? In(PartnershipHead head, string actor)
    {
        if (ActorName.TryPerson(actor) is not var (tenant, person))
        {
            return null;
        }

        var token = new TokenIdentity(tenant, "", person, AgencyRoles.None, false);
        return CallerResolver.Resolve(head, token) switch
        {
            CallerResolution.Resolved resolved => resolved.Caller.Agency,
            CallerResolution.NoRole none => none.Caller.Agency,
            CallerResolution.ActorSuspended suspended => suspended.Caller.Agency,
            CallerResolution.AgencySuspended suspended => suspended.Caller.Agency,
            _ => null,
        };
    }
}
