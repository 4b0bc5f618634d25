using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Partnership;

/// <summary>People and systems whose access is withdrawn, whatever their agency's tenant still says of them.</summary>
public sealed class ActorSuspensions(DirectoryWriter writer, TimeProvider time)
{
    public async ValueTask<IReadOnlyList<Versioned<ActorSuspensionRecord>>> ListAsync(CancellationToken cancellationToken) =>
        await writer.ListAsync(ActorSuspensionRecord.Prefix, ActorSuspensionRecord.Format, cancellationToken);

    /// <summary>From their next request on they are refused. Known or not: a suspension may be quicker than a binding.</summary>
    /// <param name="caller">A partnership administrator.</param>
    /// <param name="actor"><see cref="Caller.Actor"/>.</param>
    /// <param name="reason">Why; sealed in the entry.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    public async ValueTask<DirectoryOutcome<ActorSuspensionRecord>> SuspendAsync(
        Caller caller,
        string actor,
        string reason,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.Has(PartnershipRoles.Admin))
        {
            return new DirectoryOutcome<ActorSuspensionRecord>.Forbidden();
        }

        if (!ActorName.IsValid(actor))
        {
            return new DirectoryOutcome<ActorSuspensionRecord>.NotFound();
        }

        return await writer.ChangeAsync<ActorSuspensionRecord>(
            head =>
            {
                if (head.Head.SuspendedActors.Contains(actor, StringComparer.Ordinal))
                {
                    return Stop(new DirectoryOutcome<ActorSuspensionRecord>.Conflict(DirectoryConflict.AlreadySuspended));
                }

                if (head.Head.SuspendedActors.Count >= DirectoryLimits.SuspendedActors)
                {
                    return Stop(new DirectoryOutcome<ActorSuspensionRecord>.Conflict(DirectoryConflict.DirectoryFull));
                }

                var record = new ActorSuspensionRecord(actor, time.GetUtcNow(), caller.Actor);
                return new(
                    new DirectoryDecision<ActorSuspensionRecord>.Change(
                        record,
                        head.Head with
                        {
                            SuspendedActors = [.. head.Head.SuspendedActors, actor],
                        },
                        [ActorSuspensionRecord.Format.Insert(ActorSuspensionRecord.RowKey(actor), record)],
                        Act("actor.suspended", caller, actor) with
                        {
                            Justification = reason,
                        },
                        []
                    )
                );
            },
            cancellationToken
        );
    }

    public async ValueTask<DirectoryOutcome<ActorSuspensionRecord>> ResumeAsync(
        Caller caller,
        string actor,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.Has(PartnershipRoles.Admin))
        {
            return new DirectoryOutcome<ActorSuspensionRecord>.Forbidden();
        }

        return await writer.ChangeAsync<ActorSuspensionRecord>(
            async head =>
            {
                var row = ActorName.IsValid(actor) ? await writer.FindAsync(ActorSuspensionRecord.RowKey(actor), cancellationToken) : null;
                if (row is null)
                {
                    return new DirectoryDecision<ActorSuspensionRecord>.Stop(new DirectoryOutcome<ActorSuspensionRecord>.NotFound());
                }

                var left = head.Head.SuspendedActors.Where(a => !string.Equals(a, actor, StringComparison.Ordinal));
                return new DirectoryDecision<ActorSuspensionRecord>.Change(
                    ActorSuspensionRecord.Format.Read(row),
                    head.Head with
                    {
                        SuspendedActors = [.. left],
                    },
                    [new RowWrite.Delete(row.RowKey, row.Version)],
                    Act("actor.resumed", caller, actor),
                    []
                );
            },
            cancellationToken
        );
    }

    private static AuditAct Act(string act, Caller caller, string actor) =>
        new()
        {
            Act = act,
            Caller = caller,
            Records = [$"actor:{actor}"],
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["actor"] = actor },
        };

    private static ValueTask<DirectoryDecision<ActorSuspensionRecord>> Stop(DirectoryOutcome<ActorSuspensionRecord> outcome) =>
        new(new DirectoryDecision<ActorSuspensionRecord>.Stop(outcome));
}
