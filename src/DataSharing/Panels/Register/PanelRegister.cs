using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>What a panel is, as somebody asks for it.</summary>
/// <param name="Name">1 to 120 characters.</param>
/// <param name="Kind">A code such as <c>mace</c>; kept from then on.</param>
/// <param name="Remit">What it is for; at most 2,000 characters.</param>
/// <param name="Members">1 to 60, each person once.</param>
public sealed record PanelDraft(string Name, string Kind, string? Remit, IReadOnlyList<PanelMember> Members)
{
    public override string ToString() => $"PanelDraft({Kind})";
}

/// <summary>Panels and who sits on them. Only members know that a panel is there.</summary>
public sealed class PanelRegister
{
    private readonly IRecordStore records;
    private readonly Journal journal;
    private readonly DataKeys keys;
    private readonly PanelIndex index;
    private readonly TimeProvider time;
    private readonly PanelFiles files;
    private readonly PanelCreation creation;

    public PanelRegister(
        IRecordStore records,
        Journal journal,
        DataKeys keys,
        CreationId creationIds,
        IdempotencyRow idempotency,
        PanelIndex index,
        TimeProvider time
    )
    {
        (this.records, this.journal, this.keys, this.index, this.time) = (records, journal, keys, index, time);
        files = new PanelFiles(records, journal, keys);
        creation = new PanelCreation(records, creationIds, idempotency);
    }

    /// <summary>A holder of the partnership's role <c>panel.chair</c> sets up a panel that the own agency hosts, and sits on it as chair.</summary>
    public async ValueTask<PanelOutcome<PanelView>> CreateAsync(
        Caller caller,
        ReadHead head,
        PanelDraft draft,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(retry);
        if (!caller.Has(PartnershipRoles.PanelChair) || !caller.Has(AgencyRoles.PanelMember))
        {
            return new PanelOutcome<PanelView>.Forbidden();
        }

        while (true)
        {
            var (id, partition, made) = await creation.BeginAsync(caller, "panels", null, retry, cancellationToken);
            if (made is false)
            {
                return new PanelOutcome<PanelView>.KeyReused();
            }

            if (made is true)
            {
                return await FindAsync(caller, id, cancellationToken);
            }

            if (Fault(caller, head.Head, draft.Members) is { } fault)
            {
                return new PanelOutcome<PanelView>.Refused(fault);
            }

            var key = await keys.FindOrCreateAsync(DataKeyId.OfSubject(id, caller.Agency), cancellationToken);
            var text = new PanelText(draft.Name, draft.Remit);
            var record = new PanelRecord
            {
                Host = caller.Agency,
                Kind = draft.Kind,
                CreatedAt = time.GetUtcNow(),
                CreatedBy = caller.Actor,
                Members = draft.Members,
                Text = PanelFiles.Seal(key, text, PanelsJson.Default.PanelText, PanelRecord.RowKey(id)),
            };
            RowWrite[] writes =
            [
                PanelRecord.Format.Insert(PanelRecord.RowKey(id), record),
                await creation.RowAsync(id, retry, cancellationToken),
            ];
            var commit = new JournalCommit(partition, writes, Act("panel.created", caller, id, record), [Changed(id, record)]);
            if (await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed { Versions: [{ } version, ..] } done)
            {
                var seat = PanelSeat.Of(caller, record) ?? throw new InvalidOperationException("The founder sits on the panel.");
                return Done(new PanelView(id, text.Name, text.Remit, record, seat, version), done.Receipt);
            }

            // The same request, racing itself, was first: look again and answer as it was answered.
        }
    }

    /// <summary>Chairs change name, remit and members.</summary>
    public async ValueTask<PanelOutcome<PanelView>> ChangeAsync(
        Caller caller,
        ReadHead head,
        string panelId,
        RowVersion version,
        PanelDraft draft,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(draft);
        var act = new AuditAct { Act = "panel.changed", Caller = caller };
        if (await files.FindPanelAsync(caller, panelId, cancellationToken) is not { } panel)
        {
            return await files.NotFoundAsync<PanelView>(act, Shards.Of(panelId), panelId, cancellationToken);
        }

        if (!panel.Seat.MayChair)
        {
            return new PanelOutcome<PanelView>.Forbidden();
        }

        if (panel.Version != version)
        {
            return new PanelOutcome<PanelView>.Changed(panel.Version);
        }

        if (Fault(caller, head.Head, draft.Members) is { } fault)
        {
            return new PanelOutcome<PanelView>.Refused(fault);
        }

        var rowKey = PanelRecord.RowKey(panelId);
        var text = new PanelText(draft.Name, draft.Remit);
        var record = panel.Record with
        {
            Members = draft.Members,
            Text = PanelFiles.Seal(panel.Key, text, PanelsJson.Default.PanelText, rowKey),
        };
        var commit = new JournalCommit(
            Shards.Of(panelId),
            [PanelRecord.Format.Replace(rowKey, record, version)],
            Act(act.Act, caller, panelId, record),
            [Changed(panelId, record)]
        );
        switch (await journal.CommitAsync(commit, cancellationToken))
        {
            case JournalOutcome.Committed { Versions: [{ } now, ..] } done:
                var seat = PanelSeat.Of(caller, record) ?? throw new InvalidOperationException("Who changes a panel stays on it.");
                return Done(new PanelView(panelId, text.Name, text.Remit, record, seat, now), done.Receipt);
            default:
                var current = await files.FindPanelAsync(caller, panelId, cancellationToken);
                return new PanelOutcome<PanelView>.Changed(current?.Version ?? version);
        }
    }

    public async ValueTask<PanelOutcome<PanelView>> FindAsync(Caller caller, string panelId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var act = new AuditAct { Act = "panel.read", Caller = caller };
        if (await files.FindPanelAsync(caller, panelId, cancellationToken) is not { } panel)
        {
            return await files.NotFoundAsync<PanelView>(act, Shards.Of(panelId), panelId, cancellationToken);
        }

        var receipt = await journal.RecordAsync(
            Shards.Of(panelId),
            act with
            {
                Records = [PanelRecord.RowKey(panelId)],
            },
            cancellationToken
        );
        return Done(View(panel), receipt);
    }

    /// <summary>The panels that the caller sits on, by name.</summary>
    public async ValueTask<(IReadOnlyList<PanelView> Panels, AuditReceipt Receipt)> ListAsync(
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        var views = new List<PanelView>();
        foreach (var id in await index.PanelsOfAsync(caller.Actor, cancellationToken))
        {
            if (await files.FindPanelAsync(caller, id, cancellationToken) is { } panel)
            {
                views.Add(View(panel));
            }
        }

        var act = new AuditAct
        {
            Act = "panel.listed",
            Caller = caller,
            Records = [.. views.Take(100).Select(v => PanelRecord.RowKey(v.Id))],
        };
        var receipt = await journal.RecordAsync(Shards.Of(caller.Actor), act, cancellationToken);
        return ([.. views.OrderBy(v => v.Name, StringComparer.OrdinalIgnoreCase)], receipt);
    }

    private static PanelView View(PanelFile panel)
    {
        var text = PanelFiles.Open(panel.Key, panel.Record.Text, PanelsJson.Default.PanelText, PanelRecord.RowKey(panel.Id));
        return new PanelView(panel.Id, text.Name, text.Remit, panel.Record, panel.Seat, panel.Version);
    }

    private static PanelRefusal? Fault(Caller caller, PartnershipHead head, IReadOnlyList<PanelMember> members)
    {
        if (members.Select(m => m.Actor).Distinct(StringComparer.Ordinal).Count() != members.Count)
        {
            return new PanelRefusal("member-twice", "Each person sits on a panel once.", "/members");
        }

        for (var i = 0; i < members.Count; i++)
        {
            if (AgencyOfPerson.In(head, members[i].Actor) != members[i].Agency)
            {
                return new PanelRefusal("member-not-of-agency", "Each member is a person of the agency named.", $"/members/{i}/person");
            }

            if (members[i].Role is PanelRole.Chair or PanelRole.CoChair && !PanelSeat.IsChairGranted(head, members[i].Actor))
            {
                return new PanelRefusal(
                    "chair-not-granted",
                    "A chair holds the partnership's role panel.chair, granted by two people.",
                    $"/members/{i}/role"
                );
            }
        }

        return members.Any(m => PanelSeat.Is(m.Actor, caller.Actor) && m.Role is PanelRole.Chair or PanelRole.CoChair)
            ? null
            : new PanelRefusal("own-seat", "Whoever sets up or changes a panel sits on it as chair or co-chair.", "/members");
    }

    private static AuditAct Act(string act, Caller caller, string id, PanelRecord record) =>
        new()
        {
            Act = act,
            Caller = caller,
            Records = [PanelRecord.RowKey(id)],
            Counterparts = [.. record.Members.Select(m => m.Agency).Where(a => a != caller.Agency).Distinct()],
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["members"] = $"{record.Members.Count}" },
        };

    private Messaging.EventEnvelope Changed(string id, PanelRecord record) =>
        PanelIndex.Notice(PanelIndex.PanelChanged, id, time.GetUtcNow(), Guid.NewGuid().ToString("N"), ("host", record.Host.Value));

    private static PanelOutcome<PanelView>.Done Done(PanelView view, AuditReceipt receipt) => new(view, view.Version, receipt);
}
