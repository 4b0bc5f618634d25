using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Consent;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>
/// Reads a subject as the caller may see it. Reading linked records is sharing: each item is decided on its own, for the purpose stated now, and
/// what is not permitted is absent. The entry names every subject shown and commits before anything leaves.
/// </summary>
public sealed class SubjectReader(
    IRecordStore records,
    Journal journal,
    DataKeys keys,
    SubjectFiles files,
    DecisionService decisions,
    TimeProvider time
)
{
    private static readonly DataCategory ConsentCategory = DataCategory.Parse("consent");

    public async ValueTask<ReadSubjectOutcome> ReadAsync(
        Caller caller,
        ReadHead head,
        string subjectId,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(access);
        var partition = Shards.Of(subjectId);
        var act = new AuditAct
        {
            Act = "subject.read",
            Caller = caller,
            Purpose = access.Purpose,
            Justification = access.Reason,
        };
        act = journal.Begin(act, cancellationToken);
        var sight = new SubjectSight(caller, head, access.Purpose, files, decisions, time.GetUtcNow(), cancellationToken);
        // One round, begun together and whole, whether or not there is such a subject: the store's traffic must not tell.
        var file = sight.FileAsync(subjectId);
        var outgoing = records.ReadAllAsync(partition, LinkRecord.Prefix(subjectId), cancellationToken).AsTask();
        var incoming = records.ReadAllAsync(partition, LinkMirror.Prefix(subjectId), cancellationToken).AsTask();
        var involved = records.ReadAllAsync(partition, Involvement.Prefix(subjectId), cancellationToken).AsTask();
        await Task.WhenAll(file, outgoing, incoming, involved);
        if (await sight.FindAsync(subjectId) is not { } subject)
        {
            return new ReadSubjectOutcome.NotFound(await journal.NotFoundAsync(partition, act, subjectId, cancellationToken));
        }

        var cited = new Citations(sight);
        cited.Add(subject.Record.Controller, subject.Decision);
        var facts = await FactsAsync(sight, subject, cited);
        var links = new LinkSight(records, sight, subject, cited, cancellationToken);
        var events = new EventSight(records, keys, sight, subject, cited, cancellationToken);
        var view = new SubjectView
        {
            Id = subjectId,
            Kind = subject.Record.Kind,
            Controller = subject.Record.Controller,
            IsOwn = subject.Record.Controller == caller.Agency,
            RegisteredAt = subject.Record.RegisteredAt,
            Particulars = subject.Particulars,
            AgeYears = subject.Particulars.DateOfBirth is { } born ? LondonCalendar.AgeOn(born, sight.Today) : null,
            Facts = facts,
            Links = await links.ReadAsync(await outgoing, await incoming),
            Events = await events.ReadAsync(await involved),
            Consents = await ConsentsAsync(sight, subject, cited, cancellationToken),
            Decisions = cited.All,
            Version = subject.File.Version ?? throw new InvalidOperationException("A subject that is seen has a row."),
        };
        // INVARIANT: the entry commits before anything leaves; if it cannot, this throws and nothing does.
        var receipt = await RecordAsync(sight, partition, act, view, cited, cancellationToken);
        return new ReadSubjectOutcome.Found(view, receipt);
    }

    private static async ValueTask<IReadOnlyList<FactView>> FactsAsync(SubjectSight sight, SeenSubject subject, Citations cited)
    {
        var views = new List<FactView>();
        foreach (var fact in subject.File.Facts.OrderBy(f => f.Item.RecordedAt).ThenBy(f => f.Id, StringComparer.Ordinal))
        {
            if (await sight.AskAsync(subject.File, fact.Item.Controller, fact.Item.Category, fact.Item.Facts) is not { } leave)
            {
                continue;
            }

            var content = leave.Decision is { } decision
                ? Withholding.From(fact.Content, decision, EntitiesJson.Default.FactContent)
                : fact.Content;
            if (content is not { Kind.Length: > 0 })
            {
                continue;
            }

            cited.Add(fact.Item.Controller, leave.Decision);
            // A redacted member is null after reading, whatever its type says.
            var item = fact.Item.View(sight.Caller.Agency, content.Provenance ?? "", sight.Today, fact.Version);
            views.Add(new FactView(fact.Id, content.Kind, content.Text ?? "", content.Code, content.Holds, content.Dates, item));
        }

        return views;
    }

    private static async ValueTask<IReadOnlyList<ConsentEntry>> ConsentsAsync(
        SubjectSight sight,
        SeenSubject subject,
        Citations cited,
        CancellationToken cancellationToken
    )
    {
        var views = new List<ConsentEntry>();
        foreach (var entry in await ConsentLedger.OpenAsync(subject.File.ConsentRows, subject.File.Keys, cancellationToken))
        {
            if (await sight.AskAsync(subject.File, entry.Controller, ConsentCategory, null) is { } leave)
            {
                cited.Add(entry.Controller, leave.Decision);
                views.Add(entry);
            }
        }

        return views;
    }

    private async ValueTask<AuditReceipt> RecordAsync(
        SubjectSight sight,
        string partition,
        AuditAct act,
        SubjectView view,
        Citations cited,
        CancellationToken cancellationToken
    )
    {
        var others = view
            .Links.Select(l => l.Other.Id)
            .Concat(view.Events.SelectMany(e => e.Others.Select(o => o.Subject.Id)))
            .Where(id => !string.Equals(id, view.Id, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);
        act = cited.Cite(act);
        act = act with { Records = await NamesAsync(sight, view.Id, act.Counterparts) };
        AuditReceipt? receipt = null;
        // An entry names at most 100 subjects; a subject with more neighbours takes several.
        foreach (var some in others.Prepend(view.Id).Chunk(100))
        {
            var named = act with { Subjects = await SubjectDirectory.NamedAsync(sight, some) };
            receipt = await journal.RecordAsync(partition, named, cancellationToken);
        }

        return receipt ?? throw new InvalidOperationException("There is always the subject itself.");
    }

    // For the officers of each agency concerned, by the pseudonym of its own key: the id itself would outlive the record in the log.
    private async ValueTask<IReadOnlyList<string>> NamesAsync(SubjectSight sight, string subjectId, IReadOnlyList<AgencyId> counterparts)
    {
        var held = (await sight.FileAsync(subjectId)).Keys;
        var names = new List<string>();
        foreach (var agency in counterparts.Prepend(sight.Caller.Agency).Distinct())
        {
            if (await held.FindAsync(agency, sight.CancellationToken) is { } key)
            {
                names.Add(AuditQueries.NameOf(key, subjectId));
            }
        }

        return names;
    }
}
