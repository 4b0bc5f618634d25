using System.Text.Json;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Consent;
using DataSharing.Disposal;
using DataSharing.Disruption;
using DataSharing.Entities;
using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Panels;
using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;
using EventRecord = DataSharing.Entities.EventRecord;

namespace DataSharing.Tests.Disposal;

/// <summary>One process: the services of an erasure over a store of its own making, and one that may die.</summary>
internal sealed class DisposalProcess : IDisposable
{
    private readonly RelaySignal relay = new();
    private readonly DisposalSignal signal = new();

    public DisposalProcess(TestPlatform platform, IRecordStore records, IBlobStore blobs)
    {
        var clock = platform.Clock;
        var keys = new DataKeys(records, platform.Ring);
        var journal = new Journal(records, new AuditEntrySealer(keys, clock), platform.Receipts, relay);
        var queries = new AuditQueries(records, blobs, keys, clock);
        var idempotency = new IdempotencyRow(platform.Ring);
        var creationIds = new CreationId(platform.Ring);
        var subjects = new SubjectDisposal(records, keys, new SearchTokens(platform.Ring), new EventDisposal(records, keys, journal));
        var register = new SubjectRegister(records, journal, keys, creationIds, idempotency, clock);
        Index = new ExchangeIndex(records, register);
        var scopes = new DisposalScopes(
            records,
            subjects,
            new ExchangeDisposal(records, blobs, journal, Index, clock),
            new DeploymentDisposal(records, blobs, keys, journal),
            new AgendaDisposal(records, keys, journal),
            new AuditExports(records, queries, journal, creationIds, idempotency, clock),
            new SubjectTrail(records, blobs, queries)
        );
        var views = new DisposalViews(records, journal, keys, new DisposalIndex(records), queries);
        var options = Options.Create(new DisposalOptions { SettleSeconds = 0, MonthRetentionOfAgencies = "police=120" });
        Service = new DisposalService(records, journal, keys, subjects, scopes, views, creationIds, idempotency, clock);
        Confirmation = new DisposalConfirmation(
            records,
            journal,
            keys,
            subjects,
            scopes,
            views,
            signal,
            creationIds,
            idempotency,
            options,
            clock
        );
        var guard = new HoldGuard(records, clock);
        Holds = new LegalHolds(records, journal, keys, subjects, guard, creationIds, idempotency, clock);
        var trail = new MonthTrail(records, blobs, queries);
        Months = new MonthDisposal(
            journal,
            keys,
            trail,
            new MonthHolds(records, keys, trail),
            guard,
            options,
            clock,
            NullLogger<MonthDisposal>.Instance
        );
        Sweep = new DisposalSweep(records, journal, scopes, options, clock, NullLogger<DisposalSweep>.Instance);
        Consumers = [new SearchIndex(records, keys, new SearchTokens(platform.Ring)), new EntityIndex(records), Index];
        Register = register;
        Consents = new ConsentLedger(records, journal, keys, creationIds, idempotency, clock);
        Contents = new SealedContent(keys, blobs);
        (Keys, Journal, Queries) = (keys, journal, queries);
    }

    public DisposalService Service { get; }

    public DisposalConfirmation Confirmation { get; }

    public DisposalSweep Sweep { get; }

    public MonthDisposal Months { get; }

    public LegalHolds Holds { get; }

    public AuditQueries Queries { get; }

    public IEventConsumer[] Consumers { get; }

    public SubjectRegister Register { get; }

    public ConsentLedger Consents { get; }

    public SealedContent Contents { get; }

    public ExchangeIndex Index { get; }

    public DataKeys Keys { get; }

    public Journal Journal { get; }

    public void Dispose()
    {
        relay.Dispose();
        signal.Dispose();
    }
}

/// <summary>A store in which one agency holds something of every kind of one subject, and something of another.</summary>
internal sealed class DisposalWorld : IAsyncDisposable
{
    public static readonly AgencyId Council = AgencyId.Parse("council");

    private static readonly DataCategory Risk = DataCategory.Parse("risk");
    private static readonly Caller Practitioner = TestPlatform.Caller(Council.Value);
    private static readonly PurposeCode Purpose = PurposeCode.Parse("safeguarding-children");

    private int made;

    private DisposalWorld(TestPlatform platform) => Platform = platform;

    public static Caller Officer { get; } =
        TestPlatform.Caller(Council.Value, AgencyRoles.IgOfficer, "0a000000-0000-4000-8000-000000000012");

    public TestPlatform Platform { get; }

    public string Gone { get; private set; } = "";

    public string Stays { get; private set; } = "";

    public string Disclosure { get; private set; } = "";

    public string Disposal { get; private set; } = "";

    public RowVersion Proposed { get; private set; } = new("none");

    public static async Task<DisposalWorld> CreateAsync()
    {
        var world = new DisposalWorld(new TestPlatform());
        using var process = world.Process();
        world.Gone = await world.RegisterAsync(process, "Vanessa Evanescent");
        world.Stays = await world.RegisterAsync(process, "Trudy Remaining");
        await world.FactAsync(process, world.Gone, "factvanish");
        await world.FactAsync(process, world.Stays, "factstays");
        await world.LinkAsync(process, world.Gone, world.Stays);
        await world.LinkAsync(process, world.Stays, world.Gone);
        await world.EventAsync(process, "alonevanish", world.Gone);
        await world.EventAsync(process, "togetherstays", world.Gone, world.Stays);
        var consent = new ConsentDraft(ConsentAnswer.Refused, ConsentSpeaker.Subject, [], [], "No.", null);
        var access = new StatedAccess(Purpose, "Visit");
        await process.Consents.RecordAsync(Practitioner, world.Gone, consent, access, world.Retry(), CancellationToken.None);
        await world.DiscloseAsync(process);
        await world.Platform.RelayAsync(process.Consumers);
        var proposed = await process.Service.ProposeAsync(
            Practitioner,
            world.Gone,
            DisposalGround.All[0],
            "The retention period ended.",
            world.Retry(),
            CancellationToken.None
        );
        var done = Assert.IsType<DisposalOutcome.Done>(proposed);
        (world.Disposal, world.Proposed) = (done.Disposal.Id, done.Disposal.Version);
        world.Platform.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.RelayAsync();
        return world;
    }

    /// <summary>A process over the store, which dies as its fate is.</summary>
    public DisposalProcess Process(Fate? fate = null) =>
        fate is null
            ? new DisposalProcess(Platform, Platform.Records, Platform.Blobs)
            : new DisposalProcess(Platform, new UnsteadyRecordStore(Platform.Records, fate), new UnsteadyBlobStore(Platform.Blobs, fate));

    public async Task RelayAsync()
    {
        using var process = Process();
        await Platform.RelayAsync(process.Consumers);
        Platform.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    public async Task<DisposalRecord> DisposalAsync()
    {
        var row = await Platform.Records.FindAsync(Shards.Of(Disposal), DisposalRecord.RowKey(Disposal), CancellationToken.None);
        return DisposalRecord.Format.Read(row ?? throw new InvalidOperationException("It was proposed."));
    }

    public async Task<IReadOnlyList<StoredRow>> RowsAsync()
    {
        var rows = new List<StoredRow>();
        foreach (var shard in Shards.All)
        {
            var page = await Platform.Records.ReadRangeAsync(shard, "-", "zz", RecordLimits.MaximumPage, CancellationToken.None);
            Assert.Null(page.ContinueAfter);
            rows.AddRange(page.Rows);
        }

        return rows;
    }

    public ValueTask DisposeAsync() => Platform.DisposeAsync();

    private RetryKey Retry() => new($"disposal-test-{++made:D4}", new byte[] { 1 });

    private async Task<string> RegisterAsync(DisposalProcess process, string name)
    {
        var particulars = new SubjectParticulars(name, null, []);
        var outcome = await process.Register.RegisterAsync(Practitioner, SubjectKind.Person, particulars, Retry(), CancellationToken.None);
        return Assert.IsType<RegisterSubjectOutcome.Registered>(outcome).SubjectId;
    }

    private ItemHeader Header() =>
        new()
        {
            Controller = Council,
            Category = Risk,
            RecordedAt = Platform.Clock.GetUtcNow(),
            RecordedBy = Practitioner.Actor,
        };

    private async Task FactAsync(DisposalProcess process, string about, string text)
    {
        var id = Guid.NewGuid().ToString();
        var rowKey = FactRecord.RowKey(about, id);
        var key = await process.Keys.FindOrCreateAsync(DataKeyId.OfSubject(about, Council), CancellationToken.None);
        var content = key.Seal(new FactContent("note", text, null, true, "Visit"), EntitiesJson.Default.FactContent, rowKey);
        var write = FactRecord.Format.Insert(rowKey, new FactRecord(Header(), content));
        await CommitAsync(process, Shards.Of(about), write, "fact.recorded", $"fact:{id}", null, about);
    }

    private async Task LinkAsync(DisposalProcess process, string from, string to)
    {
        var id = Guid.NewGuid().ToString();
        var rowKey = LinkRecord.RowKey(from, id);
        var key = await process.Keys.FindOrCreateAsync(DataKeyId.OfSubject(from, Council), CancellationToken.None);
        var content = new LinkContent("sibling-of", LinkStrength.Likely, null, null, "Safety plan", "Visit");
        var record = new LinkRecord(to, Header(), new DateOnly(2027, 1, 1), key.Seal(content, EntitiesJson.Default.LinkContent, rowKey));
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["from"] = from, ["to"] = to };
        var notice = new EventEnvelope($"link.recorded:{id}", EntityIndex.LinkRecorded, id, Platform.Clock.GetUtcNow(), data);
        await CommitAsync(
            process,
            Shards.Of(from),
            LinkRecord.Format.Insert(rowKey, record),
            "link.recorded",
            $"link:{id}",
            notice,
            from,
            to
        );
    }

    private async Task EventAsync(DisposalProcess process, string text, params string[] about)
    {
        var id = Guid.NewGuid().ToString();
        var rowKey = EventRecord.RowKey(id);
        var now = Platform.Clock.GetUtcNow();
        var key = await process.Keys.FindOrCreateAsync(DataKeyId.OfSubject(id, Council), CancellationToken.None);
        IReadOnlyList<string> roles = ["victim"];
        var content = new EventContent("visit", now, null, text, about.ToDictionary(a => a, _ => roles, StringComparer.Ordinal), "Visit");
        var record = new EventRecord(Header(), about, key.Seal(content, EntitiesJson.Default.EventContent, rowKey));
        var notice = new EventEnvelope(
            $"event.recorded:{id}",
            EntityIndex.EventRecorded,
            id,
            now,
            new Dictionary<string, string>(StringComparer.Ordinal)
        );
        await CommitAsync(process, Shards.Of(id), EventRecord.Format.Insert(rowKey, record), "event.recorded", rowKey, notice, about);
    }

    private async Task DiscloseAsync(DisposalProcess process)
    {
        Disclosure = Guid.NewGuid().ToString();
        var rowKey = DisclosureRecord.RowKey(Disclosure);
        var large = JsonSerializer.SerializeToElement(new string('v', 60_000));
        var content = new Dictionary<DataCategory, JsonElement> { [Risk] = large };
        var (_, blob) = await process.Contents.WriteAsync(
            rowKey,
            DataKeyId.OfSubject(Gone, Council),
            null,
            content,
            CancellationToken.None
        );
        var record = new DisclosureRecord
        {
            From = Council,
            To = AgencyId.Parse("police"),
            SubjectId = Gone,
            SubjectKind = SubjectKind.Person,
            Purpose = Purpose,
            MadeAt = Platform.Clock.GetUtcNow(),
            MadeBy = Practitioner.Actor,
            Decision = new RecordedDecision
            {
                Input = "{}",
                FactsDigest = "00",
                EvaluatorVersion = "1",
                At = Platform.Clock.GetUtcNow(),
                Effect = "permit",
                RuleIds = [],
                LawfulBases = [],
                ConsentStance = "not-required",
                Categories = [],
                Obligations = new RecordedObligations([], null, null, "none", [], false),
            },
            Categories = [Risk],
            Blob = blob,
        };
        var write = DisclosureRecord.Format.Insert(rowKey, record);
        await CommitAsync(
            process,
            Shards.Of(Disclosure),
            write,
            "disclosure.made",
            rowKey,
            DisclosureService.Made(Disclosure, record),
            Gone
        );
    }

    private static async Task CommitAsync(
        DisposalProcess process,
        string partition,
        RowWrite write,
        string act,
        string record,
        EventEnvelope? notice,
        params string[] about
    )
    {
        var entry = new AuditAct
        {
            Act = act,
            Caller = Practitioner,
            Records = [record],
            Subjects = [.. about.Select(a => new AuditSubject(a))],
        };
        var commit = new JournalCommit(partition, [write], entry, notice is null ? [] : [notice]);
        Assert.IsType<JournalOutcome.Committed>(await process.Journal.CommitAsync(commit, CancellationToken.None));
    }
}
