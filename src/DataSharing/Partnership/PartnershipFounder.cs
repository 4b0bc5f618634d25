using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Partnership;

/// <summary>
/// Writes the first head of an empty store: the partnership's office, bound to the operator tenant's people, and the first administrator.
/// Nobody could do it by request, because nobody is known yet.
/// </summary>
public sealed class PartnershipFounder(PartnershipHeadRow heads, Journal journal, TimeProvider time)
{
    /// <summary>Who proposed and confirmed the founding grant: the operator, through the configuration.</summary>
    public const string Operator = "platform";

    public static readonly AgencyId Office = AgencyId.Parse(AgencyKinds.PartnershipOffice);

    /// <summary>Founds the partnership unless it is founded; several instances may try at once.</summary>
    public async ValueTask<FoundingOutcome> FoundAsync(
        string operatorTenantId,
        string? firstAdministrator,
        CancellationToken cancellationToken
    )
    {
        if (await heads.FindAsync(cancellationToken) is not null)
        {
            return FoundingOutcome.FoundedBefore;
        }

        if (EntraId.Normalise(operatorTenantId) is not { } tenant || EntraId.Normalise(firstAdministrator) is not { } person)
        {
            return FoundingOutcome.AdministratorNeeded;
        }

        var outcome = await journal.CommitAsync(Commit(tenant, person), cancellationToken);
        return outcome is JournalOutcome.Committed ? FoundingOutcome.Founded : FoundingOutcome.FoundedBefore;
    }

    private JournalCommit Commit(string tenant, string person)
    {
        var now = time.GetUtcNow();
        var binding = new AgencyBinding(Guid.NewGuid().ToString("D"), Office, tenant, null, null);
        var grant = new RoleGrant(
            Guid.NewGuid().ToString("D"),
            ActorName.OfPerson(tenant, person),
            Administrators.Role,
            Operator,
            Operator
        );
        var head = new PartnershipHead
        {
            Agencies = [new AgencyStanding(Office, AgencyKinds.PartnershipOffice, false)],
            Bindings = [binding],
            RoleGrants = [grant],
        };
        RowWrite[] writes =
        [
            PartnershipHeadRow.Insert(head),
            AgencyRecord.Format.Insert(AgencyRecord.RowKey(Office), new AgencyRecord(Office, null, null, now)),
            BindingRecord.Format.Insert(BindingRecord.RowKey(binding.Id), new BindingRecord(binding, now, Operator)),
            GrantRecord.Format.Insert(
                GrantRecord.RowKey(grant.Id),
                new GrantRecord(grant.Id, grant.Actor, grant.Role, Operator, now, Operator, now)
            ),
        ];
        var act = new AuditAct
        {
            Act = "partnership.founded",
            Caller = null,
            Records = [$"agency:{Office}", $"binding:{binding.Id}", $"grant:{grant.Id}"],
            Counterparts = [Office],
        };
        return new JournalCommit(PartnershipHeadRow.PartitionKey, writes, act, []);
    }
}

/// <summary>What became of founding.</summary>
public enum FoundingOutcome
{
    Founded,
    FoundedBefore,

    /// <summary>The store is empty and the configuration names no operator tenant or no first administrator.</summary>
    AdministratorNeeded,
}
