using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Security;

/// <summary>Turns authenticated callers away: the entry <c>access.denied</c> first, then the problem.</summary>
public sealed class AccessDenials(Journal journal)
{
    /// <summary>The caller lacks a role. For endpoints whose services find that out themselves.</summary>
    public async ValueTask<ProblemHttpResult> ForbidAsync(HttpContext context, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await RecordAsync(context, caller, "forbidden-role", caller.Agency.Value, [], []);
        return Problems.ForbiddenRole();
    }

    /// <exception cref="InvalidOperationException">Not a refusal of an authenticated caller.</exception>
    internal async ValueTask<ProblemHttpResult> RefuseAsync(HttpContext context, CallerResolution refusal)
    {
        switch (refusal)
        {
            case CallerResolution.UnknownClient unknown:
                var names = unknown.Agencies.Select(a => a.Value).Order(StringComparer.Ordinal);
                await RecordAsync(context, null, "caller-not-registered", names.First(), unknown.Agencies, [("bearer", unknown.Actor)]);
                return Problems.CallerNotRegistered();
            case CallerResolution.AgencySuspended { Caller: var caller }:
                await RecordAsync(context, caller, "agency-suspended", caller.Agency.Value, [], []);
                return Problems.AgencySuspended();
            case CallerResolution.ActorSuspended { Caller: var caller }:
                await RecordAsync(context, caller, "person-suspended", caller.Agency.Value, [], []);
                return Problems.PersonSuspended();
            case CallerResolution.NoRole { Caller: var caller }:
                await RecordAsync(context, caller, "no-role", caller.Agency.Value, [], []);
                return Problems.ForbiddenRole();
            default:
                throw new InvalidOperationException("Not a refusal of an authenticated caller.");
        }
    }

    private async ValueTask RecordAsync(
        HttpContext context,
        Caller? caller,
        string reason,
        string aggregate,
        IReadOnlyList<AgencyId> counterparts,
        IReadOnlyList<(string Name, string Value)> further
    )
    {
        // The pattern, never the path: paths hold ids that nobody has looked at.
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        var act = new AuditAct
        {
            Act = "access.denied",
            Caller = caller,
            Counterparts = counterparts,
            Details = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["reason"] = reason,
                ["route"] = $"{context.Request.Method} {route}",
            }
                .Concat(further.Select(f => KeyValuePair.Create(f.Name, f.Value)))
                .ToDictionary(StringComparer.Ordinal),
        };
        var receipt = await journal.RecordAsync(Shards.Of(aggregate), act, context.RequestAborted);
        context.Response.SetAuditReceipt(receipt);
    }
}
