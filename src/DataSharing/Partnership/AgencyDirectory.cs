using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Storage;

namespace DataSharing.Partnership;

/// <summary>The agencies of the partnership: who they are as controllers, and whether they stand.</summary>
public sealed class AgencyDirectory(DirectoryWriter writer, CreationId creationIds, TimeProvider time)
{
    // Kept for the platform: its own entries are sealed under this name.
    private static readonly AgencyId Reserved = AuditEntrySealer.Platform;

    public ValueTask<IReadOnlyList<Versioned<AgencyRecord>>> ListAsync(CancellationToken cancellationToken) =>
        writer.ListAsync(AgencyRecord.Prefix, AgencyRecord.Format, cancellationToken);

    public async ValueTask<Versioned<AgencyRecord>?> FindAsync(AgencyId id, CancellationToken cancellationToken) =>
        await writer.FindAsync(AgencyRecord.RowKey(id), cancellationToken) is { } row
            ? new(AgencyRecord.Format.Read(row), row.Version)
            : null;

    public async ValueTask<DirectoryOutcome<AgencyRecord>> RegisterAsync(
        Caller caller,
        AgencyId id,
        AgencyParticulars particulars,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(retry);
        if (!caller.Has(PartnershipRoles.Admin))
        {
            return new DirectoryOutcome<AgencyRecord>.Forbidden();
        }

        if (Fault(particulars) is { } invalid)
        {
            return invalid;
        }

        var creationId = await creationIds.ForAsync(caller, "agencies", retry.Key, cancellationToken);
        return await writer.CreateAsync(
            creationId,
            retry,
            async () => (await FindAsync(id, cancellationToken), Act("agency.registered-again", caller, id)),
            head =>
            {
                if (id == Reserved || head.Head.Agencies.Any(a => a.Id == id))
                {
                    return Stop(DirectoryConflict.AgencyExists);
                }

                if (head.Head.Agencies.Count >= DirectoryLimits.Agencies)
                {
                    return Stop(DirectoryConflict.DirectoryFull);
                }

                var record = new AgencyRecord(id, particulars, null, time.GetUtcNow());
                var next = head.Head with { Agencies = [.. head.Head.Agencies, new AgencyStanding(id, particulars.Kind, false)] };
                return Change(
                    record,
                    next,
                    AgencyRecord.Format.Insert(AgencyRecord.RowKey(id), record),
                    Act("agency.registered", caller, id)
                );
            },
            cancellationToken
        );
    }

    /// <summary>New particulars, by a partnership administrator or by the agency's own; only the former may make it another kind of agency.</summary>
    public async ValueTask<DirectoryOutcome<AgencyRecord>> UpdateAsync(
        Caller caller,
        AgencyId id,
        AgencyParticulars particulars,
        RowVersion expected,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        var isOwn = caller.Agency == id && caller.Has(AgencyRoles.AgencyAdmin);
        if (!caller.Has(PartnershipRoles.Admin) && !isOwn)
        {
            return new DirectoryOutcome<AgencyRecord>.Forbidden();
        }

        if (Fault(particulars) is { } invalid)
        {
            return invalid;
        }

        return await ChangeAsync(
            id,
            expected,
            known =>
                caller.Has(PartnershipRoles.Admin) || string.Equals(known.Kind, particulars.Kind, StringComparison.Ordinal)
                    ? (known with { Particulars = particulars }, null)
                    : (known, new DirectoryOutcome<AgencyRecord>.Forbidden()),
            Act("agency.updated", caller, id),
            cancellationToken
        );
    }

    /// <summary>From the next request on its callers are refused, and nothing is shared with it or by it.</summary>
    /// <param name="caller">A partnership administrator.</param>
    /// <param name="id">The agency.</param>
    /// <param name="reason">Why; sealed in the entry.</param>
    /// <param name="expected">The version read.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    public ValueTask<DirectoryOutcome<AgencyRecord>> SuspendAsync(
        Caller caller,
        AgencyId id,
        string reason,
        RowVersion expected,
        CancellationToken cancellationToken
    ) =>
        StandAsync(
            caller,
            id,
            expected,
            Act("agency.suspended", caller, id) with
            {
                Justification = reason,
            },
            known =>
                known.SuspendedAt is null
                    ? (known with { SuspendedAt = time.GetUtcNow() }, null)
                    : (known, Refusal(DirectoryConflict.AlreadySuspended)),
            cancellationToken
        );

    public ValueTask<DirectoryOutcome<AgencyRecord>> ResumeAsync(
        Caller caller,
        AgencyId id,
        RowVersion expected,
        CancellationToken cancellationToken
    ) =>
        StandAsync(
            caller,
            id,
            expected,
            Act("agency.resumed", caller, id),
            known =>
                known.SuspendedAt is null ? (known, Refusal(DirectoryConflict.NotSuspended)) : (known with { SuspendedAt = null }, null),
            cancellationToken
        );

    private async ValueTask<DirectoryOutcome<AgencyRecord>> StandAsync(
        Caller caller,
        AgencyId id,
        RowVersion expected,
        AuditAct act,
        Func<AgencyRecord, (AgencyRecord Next, DirectoryOutcome<AgencyRecord>? Refusal)> change,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Has(PartnershipRoles.Admin)
            ? await ChangeAsync(id, expected, change, act, cancellationToken)
            : new DirectoryOutcome<AgencyRecord>.Forbidden();
    }

    private ValueTask<DirectoryOutcome<AgencyRecord>> ChangeAsync(
        AgencyId id,
        RowVersion expected,
        Func<AgencyRecord, (AgencyRecord Next, DirectoryOutcome<AgencyRecord>? Refusal)> change,
        AuditAct act,
        CancellationToken cancellationToken
    ) =>
        writer.ChangeAsync(
            async head =>
            {
                if (await FindAsync(id, cancellationToken) is not { } known)
                {
                    return new DirectoryDecision<AgencyRecord>.Stop(new DirectoryOutcome<AgencyRecord>.NotFound());
                }

                if (known.Version != expected)
                {
                    return new DirectoryDecision<AgencyRecord>.Stop(new DirectoryOutcome<AgencyRecord>.PreconditionFailed(known.Version));
                }

                var (record, refusal) = change(known.Record);
                if (refusal is not null)
                {
                    return new DirectoryDecision<AgencyRecord>.Stop(refusal);
                }

                var standing = new AgencyStanding(id, record.Kind, record.SuspendedAt is not null);
                var next = head.Head with { Agencies = [.. head.Head.Agencies.Select(a => a.Id == id ? standing : a)] };
                return await Change(record, next, AgencyRecord.Format.Replace(AgencyRecord.RowKey(id), record, known.Version), act);
            },
            cancellationToken
        );

    private ValueTask<DirectoryDecision<AgencyRecord>> Change(AgencyRecord record, PartnershipHead next, RowWrite write, AuditAct act)
    {
        var notice = new EventEnvelope(
            Guid.NewGuid().ToString("N"),
            act.Act,
            $"agency:{record.Id}",
            time.GetUtcNow(),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["agency"] = record.Id.Value }
        );
        return new(new DirectoryDecision<AgencyRecord>.Change(record, next, [write], act, [notice]));
    }

    private DirectoryOutcome<AgencyRecord>.Invalid? Fault(AgencyParticulars particulars) =>
        ParticularsCheck.Faults(particulars, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)) is [var first, ..]
            ? new DirectoryOutcome<AgencyRecord>.Invalid(first)
            : null;

    private static AuditAct Act(string act, Caller caller, AgencyId id) =>
        new()
        {
            Act = act,
            Caller = caller,
            Records = [$"agency:{id}"],
            Counterparts = [id],
        };

    private static DirectoryOutcome<AgencyRecord>.Conflict Refusal(DirectoryConflict reason) => new(reason);

    private static ValueTask<DirectoryDecision<AgencyRecord>> Stop(DirectoryConflict reason) =>
        new(new DirectoryDecision<AgencyRecord>.Stop(Refusal(reason)));
}
