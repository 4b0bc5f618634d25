using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Partnership;

/// <summary>Which tenants, applications and people speak for which agency: the allow-list of callers.</summary>
public sealed class BindingDirectory(DirectoryWriter writer, CreationId creationIds, TimeProvider time)
{
    /// <summary>The bindings of an agency; null where there is no such agency, or the caller may not know of them.</summary>
    public async ValueTask<IReadOnlyList<Versioned<BindingRecord>>?> ListAsync(
        Caller caller,
        AgencyId agency,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        var isOwn = caller.Agency == agency && caller.Has(AgencyRoles.AgencyAdmin);
        var mayKnow = caller.Has(PartnershipRoles.Admin) || isOwn;
        if (!mayKnow || await writer.FindAsync(AgencyRecord.RowKey(agency), cancellationToken) is null)
        {
            return null;
        }

        var all = await writer.ListAsync(BindingRecord.Prefix, BindingRecord.Format, cancellationToken);
        return [.. all.Where(b => b.Record.Binding.Agency == agency)];
    }

    /// <summary>
    /// Binds an application of a tenant, one person of it, or its people at large. By a partnership administrator only: an agency that could
    /// bind would let others in.
    /// </summary>
    public async ValueTask<DirectoryOutcome<BindingRecord>> AddAsync(
        Caller caller,
        AgencyId agency,
        BindingRequest request,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(retry);
        if (!caller.Has(PartnershipRoles.Admin))
        {
            return new DirectoryOutcome<BindingRecord>.Forbidden();
        }

        if (request.Fault() is { } fault)
        {
            return new DirectoryOutcome<BindingRecord>.Invalid(fault);
        }

        var id = await creationIds.ForAsync(caller, $"agencies/{agency}/bindings", retry.Key, cancellationToken);
        return await writer.CreateAsync(
            id,
            retry,
            async () => (await FindAsync(id, cancellationToken), Act("binding.added-again", caller, id, agency)),
            head => new ValueTask<DirectoryDecision<BindingRecord>>(Decide(head.Head, caller, request.ToBinding(id, agency))),
            cancellationToken
        );
    }

    /// <summary>Takes a binding away. No version is asked for: a binding never changes while it exists.</summary>
    public async ValueTask<DirectoryOutcome<BindingRecord>> RemoveAsync(
        Caller caller,
        AgencyId agency,
        string id,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.Has(PartnershipRoles.Admin))
        {
            return new DirectoryOutcome<BindingRecord>.Forbidden();
        }

        return await writer.ChangeAsync<BindingRecord>(
            async head =>
            {
                if (await FindAsync(id, cancellationToken) is not { } known || known.Record.Binding.Agency != agency)
                {
                    return Stop(new DirectoryOutcome<BindingRecord>.NotFound());
                }

                var left = head.Head.Bindings.Where(b => !string.Equals(b.Id, id, StringComparison.Ordinal));
                return new DirectoryDecision<BindingRecord>.Change(
                    known.Record,
                    head.Head with
                    {
                        Bindings = [.. left],
                    },
                    [new RowWrite.Delete(BindingRecord.RowKey(id), known.Version)],
                    Act("binding.removed", caller, id, agency),
                    []
                );
            },
            cancellationToken
        );
    }

    private DirectoryDecision<BindingRecord> Decide(PartnershipHead head, Caller caller, AgencyBinding binding)
    {
        if (head.Agencies.All(a => a.Id != binding.Agency))
        {
            return Stop(new DirectoryOutcome<BindingRecord>.NotFound());
        }

        // INVARIANT: an application, a person, and a tenant's people at large are each bound to one agency at most.
        if (head.Bindings.Any(b => BindingRequest.SameCallers(b, binding)))
        {
            return Stop(new DirectoryOutcome<BindingRecord>.Conflict(DirectoryConflict.AlreadyBound));
        }

        if (head.Bindings.Count >= DirectoryLimits.Bindings)
        {
            return Stop(new DirectoryOutcome<BindingRecord>.Conflict(DirectoryConflict.DirectoryFull));
        }

        var record = new BindingRecord(binding, time.GetUtcNow(), caller.Actor);
        return new DirectoryDecision<BindingRecord>.Change(
            record,
            head with
            {
                Bindings = [.. head.Bindings, binding],
            },
            [BindingRecord.Format.Insert(BindingRecord.RowKey(binding.Id), record)],
            Act("binding.added", caller, binding.Id, binding.Agency),
            []
        );
    }

    private async ValueTask<Versioned<BindingRecord>?> FindAsync(string id, CancellationToken cancellationToken) =>
        EntraId.Normalise(id) is { } known && await writer.FindAsync(BindingRecord.RowKey(known), cancellationToken) is { } row
            ? new(BindingRecord.Format.Read(row), row.Version)
            : null;

    private static AuditAct Act(string act, Caller caller, string id, AgencyId agency) =>
        new()
        {
            Act = act,
            Caller = caller,
            Records = [$"binding:{id}", $"agency:{agency}"],
            Counterparts = [agency],
        };

    private static DirectoryDecision<BindingRecord>.Stop Stop(DirectoryOutcome<BindingRecord> outcome) => new(outcome);
}
