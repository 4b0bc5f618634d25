using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Partnership;

/// <summary>
/// Partnership roles, each given by two people: an administrator proposes, a second person confirms. Neither may be the one who receives it,
/// with one exception at the founding (<see cref="GrantRule"/>).
/// </summary>
public sealed class RoleGrantDirectory(DirectoryWriter writer, CreationId creationIds, TimeProvider time)
{
    /// <summary>All grants and proposals for administrators and IG officers of the partnership; others see their own.</summary>
    public async ValueTask<IReadOnlyList<Versioned<GrantRecord>>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var all = await writer.ListAsync(GrantRecord.Prefix, GrantRecord.Format, cancellationToken);
        return caller.Has(PartnershipRoles.Admin | PartnershipRoles.Ig) ? all : [.. all.Where(g => Is(g.Record.Actor, caller.Actor))];
    }

    public async ValueTask<DirectoryOutcome<GrantRecord>> ProposeAsync(
        Caller caller,
        GrantRequest request,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(retry);
        if (!caller.Has(PartnershipRoles.Admin))
        {
            return new DirectoryOutcome<GrantRecord>.Forbidden();
        }

        if (request.Fault() is { } fault)
        {
            return new DirectoryOutcome<GrantRecord>.Invalid(fault);
        }

        var id = await creationIds.ForAsync(caller, "role-grants", retry.Key, cancellationToken);
        var record = new GrantRecord(id, request.Actor(), request.Role, caller.Actor, time.GetUtcNow(), null, null);
        return await writer.CreateAsync(
            id,
            retry,
            async () => (await FindAsync(id, cancellationToken), Act("role-grant.proposed-again", caller, record)),
            async head =>
            {
                if (GrantRule.Propose(head.Head, caller, record) is { } refusal)
                {
                    return Stop(refusal);
                }

                var all = await writer.ListAsync(GrantRecord.Prefix, GrantRecord.Format, cancellationToken);
                if (all.Any(g => Is(g.Record.Actor, record.Actor) && Is(g.Record.Role, record.Role)))
                {
                    return Stop(DirectoryConflict.AlreadyGranted);
                }

                return all.Count >= DirectoryLimits.RoleGrants
                    ? Stop(DirectoryConflict.DirectoryFull)
                    : new DirectoryDecision<GrantRecord>.Change(
                        record,
                        head.Head,
                        [GrantRecord.Format.Insert(GrantRecord.RowKey(id), record)],
                        Act("role-grant.proposed", caller, record),
                        []
                    );
            },
            cancellationToken
        );
    }

    public ValueTask<DirectoryOutcome<GrantRecord>> ConfirmAsync(
        Caller caller,
        string id,
        RowVersion expected,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        return writer.ChangeAsync<GrantRecord>(
            async head =>
            {
                var found = await FindAsync(id, cancellationToken);
                if (found is not { } known || !(caller.Has(PartnershipRoles.Admin) || Is(known.Record.Actor, caller.Actor)))
                {
                    return Stop(new DirectoryOutcome<GrantRecord>.NotFound());
                }

                if (known.Version != expected)
                {
                    return Stop(new DirectoryOutcome<GrantRecord>.PreconditionFailed(known.Version));
                }

                if (GrantRule.Confirm(head.Head, caller, known.Record) is { } refusal)
                {
                    return Stop(refusal);
                }

                var record = known.Record with { ConfirmedBy = caller.Actor, ConfirmedAt = time.GetUtcNow() };
                var grant = new RoleGrant(record.Id, record.Actor, record.Role, record.ProposedBy, caller.Actor);
                return new DirectoryDecision<GrantRecord>.Change(
                    record,
                    head.Head with
                    {
                        RoleGrants = [.. head.Head.RoleGrants, grant],
                    },
                    [GrantRecord.Format.Replace(GrantRecord.RowKey(record.Id), record, known.Version)],
                    Act("role-grant.confirmed", caller, record),
                    []
                );
            },
            cancellationToken
        );
    }

    /// <summary>Takes a role away, or a proposal back. One administrator is enough: taking power away is the safe direction.</summary>
    public async ValueTask<DirectoryOutcome<GrantRecord>> RevokeAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.Has(PartnershipRoles.Admin))
        {
            return new DirectoryOutcome<GrantRecord>.Forbidden();
        }

        return await writer.ChangeAsync<GrantRecord>(
            async head =>
            {
                if (await FindAsync(id, cancellationToken) is not { } known)
                {
                    return Stop(new DirectoryOutcome<GrantRecord>.NotFound());
                }

                var next = head.Head with { RoleGrants = [.. head.Head.RoleGrants.Where(g => !Is(g.Id, known.Record.Id))] };
                return GrantRule.LeavesTooFew(head.Head, next)
                    ? Stop(DirectoryConflict.AdministratorsNeeded)
                    : new DirectoryDecision<GrantRecord>.Change(
                        known.Record,
                        next,
                        [new RowWrite.Delete(GrantRecord.RowKey(known.Record.Id), known.Version)],
                        Act("role-grant.revoked", caller, known.Record),
                        []
                    );
            },
            cancellationToken
        );
    }

    private async ValueTask<Versioned<GrantRecord>?> FindAsync(string id, CancellationToken cancellationToken) =>
        EntraId.Normalise(id) is { } known && await writer.FindAsync(GrantRecord.RowKey(known), cancellationToken) is { } row
            ? new(GrantRecord.Format.Read(row), row.Version)
            : null;

    private static AuditAct Act(string act, Caller caller, GrantRecord grant) =>
        new()
        {
            Act = act,
            Caller = caller,
            Records = [$"grant:{grant.Id}"],
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["role"] = grant.Role, ["grantee"] = grant.Actor },
        };

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    private static DirectoryDecision<GrantRecord>.Stop Stop(DirectoryOutcome<GrantRecord> outcome) => new(outcome);

    private static DirectoryDecision<GrantRecord>.Stop Stop(DirectoryConflict reason) =>
        new(new DirectoryOutcome<GrantRecord>.Conflict(reason));
}
