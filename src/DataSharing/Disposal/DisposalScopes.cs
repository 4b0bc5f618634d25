using DataSharing.Audit;
using DataSharing.Disruption;
using DataSharing.Entities;
using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Panels;
using DataSharing.Storage;

namespace DataSharing.Disposal;

/// <summary>Everything that an agency keeps of a subject, wherever it lies: counted, or destroyed.</summary>
public sealed class DisposalScopes(
    IRecordStore records,
    SubjectDisposal subjects,
    ExchangeDisposal exchange,
    DeploymentDisposal deployments,
    AgendaDisposal agendas,
    AuditExports exports,
    SubjectTrail trail
)
{
    /// <summary>An officer has said that nothing may be disposed of.</summary>
    public const string LegalHold = "legal-hold";

    /// <summary>The scope, and the moment before which every act of the agency is in it.</summary>
    internal async ValueTask<(DisposalScope Scope, DateTimeOffset CompleteTo)> OfAsync(
        string subjectId,
        AgencyId controller,
        bool isRegistrar,
        ReadOnlyMemory<byte> pseudonym,
        CancellationToken cancellationToken
    )
    {
        var (named, completeTo) = await trail.FollowAsync(controller, pseudonym, cancellationToken);
        return (new DisposalScope(subjectId, controller, isRegistrar, named), completeTo);
    }

    internal async ValueTask<DisposalTally> CountAsync(DisposalScope scope, CancellationToken cancellationToken)
    {
        var tally = new DisposalTally();
        await subjects.WalkAsync(scope, destroy: false, tally, cancellationToken);
        await exchange.WalkAsync(scope, destroy: false, tally, cancellationToken);
        await deployments.WalkAsync(scope, destroy: false, tally, cancellationToken);
        await agendas.WalkAsync(scope, destroy: false, tally, cancellationToken);
        return tally;
    }

    /// <summary>What forbids the disposal for now.</summary>
    internal async ValueTask<IReadOnlyCollection<string>> HoldsAsync(DisposalScope scope, CancellationToken cancellationToken)
    {
        var tally = new DisposalTally();
        var prefix = LegalHoldRecord.Prefix(scope.SubjectId, scope.Controller);
        var held = await records.ReadAllAsync(Shards.Of(scope.SubjectId), prefix, cancellationToken);
        if (held.Any(r => LegalHoldRecord.Format.Read(r).Stands))
        {
            tally.Hold(LegalHold);
        }

        await exchange.HoldsAsync(scope, tally, cancellationToken);
        await deployments.HoldsAsync(scope, tally, cancellationToken);
        return tally.Holds;
    }

    /// <summary>Destroys all that is there to be found; again and again changes nothing more.</summary>
    internal async ValueTask<DisposalTally> DestroyAsync(
        DisposalScope scope,
        IReadOnlyList<string> rows,
        CancellationToken cancellationToken
    )
    {
        var tally = new DisposalTally();
        await subjects.ForgetAsync(rows, cancellationToken);
        await exchange.WalkAsync(scope, destroy: true, tally, cancellationToken);
        await deployments.WalkAsync(scope, destroy: true, tally, cancellationToken);
        await agendas.WalkAsync(scope, destroy: true, tally, cancellationToken);
        await subjects.WalkAsync(scope, destroy: true, tally, cancellationToken);
        await exports.ForgetAsync(scope.Controller, scope.SubjectId, cancellationToken);
        var partition = Shards.Of(scope.SubjectId);
        var holds = await records.ReadAllAsync(partition, LegalHoldRecord.Prefix(scope.SubjectId, scope.Controller), cancellationToken);
        await new RowBatches(records).DeleteAsync([.. holds.Select(r => (partition, r.RowKey))], cancellationToken);
        return tally;
    }
}
