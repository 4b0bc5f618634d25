using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Disposal;
using DataSharing.Entities;
using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.Tests.Disposal;

/// <summary>
/// A store in which people of two agencies gave reasons in November and December 2026. The council keeps them seven years, the police ten.
/// </summary>
internal sealed class MonthWorld : IAsyncDisposable
{
    public static readonly AgencyId Council = AgencyId.Parse("council");
    public static readonly AgencyId Police = AgencyId.Parse("police");

    /// <summary>Within a second of the end of the council's November.</summary>
    public static readonly DateTimeOffset Due = new(2033, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private int made;

    private MonthWorld(TestPlatform platform) => Platform = platform;

    public TestPlatform Platform { get; }

    /// <summary>Whom the council's look of November was about.</summary>
    public string Subject { get; private set; } = "";

    public static AgencyMonth November(AgencyId agency) => AgencyMonth.Of(new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero), agency);

    public static AgencyMonth December(AgencyId agency) => AgencyMonth.Of(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), agency);

    public static async Task<MonthWorld> CreateAsync()
    {
        var world = new MonthWorld(new TestPlatform());
        using var process = world.Process();
        var person = new SubjectParticulars("Wilma Worded", null, []);
        var registered = await process.Register.RegisterAsync(
            TestPlatform.Caller(Council.Value),
            SubjectKind.Person,
            person,
            world.Retry(),
            CancellationToken.None
        );
        world.Subject = Assert.IsType<RegisterSubjectOutcome.Registered>(registered).SubjectId;
        await world.LookAsync(process, Council, "Words of November.", world.Subject);
        await world.LookAsync(process, Police, "The police's words.");
        world.Platform.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 3, 9, 0, 0, TimeSpan.Zero));
        await world.LookAsync(process, Council, "Words of December.");
        await world.RelayAsync();
        return world;
    }

    public DisposalProcess Process(Fate? fate = null) =>
        fate is null
            ? new DisposalProcess(Platform, Platform.Records, Platform.Blobs)
            : new DisposalProcess(Platform, new UnsteadyRecordStore(Platform.Records, fate), new UnsteadyBlobStore(Platform.Blobs, fate));

    public async Task RelayAsync()
    {
        using var process = Process();
        await Platform.RelayAsync(process.Consumers);
    }

    /// <summary>One look of a process that has not looked before.</summary>
    public async Task SweepAsync()
    {
        using var process = Process();
        await process.Months.RunAsync(CancellationToken.None);
        await RelayAsync();
    }

    public async Task<bool> IsThereAsync(AgencyMonth month) =>
        await Platform.Keys.FindAsync(month.KeyId, CancellationToken.None) is not null;

    /// <summary>The certificates of a month in the log.</summary>
    public async Task<IReadOnlyList<AuditEntry>> CertificatesAsync(AgencyMonth month) =>
        [
            .. (await Platform.LogAsync())
                .Select(leaf => AuditEntry.Parse(leaf.Span))
                .Where(e => e.Act == MonthDisposal.Certificate && e.Records.Contains(MonthDisposal.NameOf(month))),
        ];

    public RetryKey Retry() => new($"month-test-{++made:D4}", new byte[] { 1 });

    /// <summary>An emergency of November that waits for its review, and the row as it stands.</summary>
    public async Task<(string Id, DisclosureRecord Record)> EmergencyAsync(DisposalProcess process)
    {
        var id = Guid.NewGuid().ToString();
        var now = Platform.Clock.GetUtcNow();
        var record = new DisclosureRecord
        {
            From = Council,
            To = Police,
            SubjectId = Subject,
            SubjectKind = SubjectKind.Person,
            Purpose = PurposeCode.Parse("safeguarding-children"),
            MadeAt = now,
            MadeBy = "person:nobody",
            Decision = new RecordedDecision
            {
                Input = "{}",
                FactsDigest = "00",
                EvaluatorVersion = "1",
                At = now,
                Effect = "permit",
                RuleIds = [],
                LawfulBases = [],
                ConsentStance = "not-required",
                Categories = [],
                Obligations = new RecordedObligations([], null, null, "none", [], false),
            },
            Categories = [DataCategory.Parse("risk")],
            Emergency = new EmergencyShare
            {
                Until = now.AddHours(24),
                ReviewDue = now.AddHours(72),
                Categories = [DataCategory.Parse("risk")],
                Plea = [],
            },
        };
        var act = new AuditAct
        {
            Act = "disclosure.made",
            Caller = TestPlatform.Caller(Council.Value),
            Records = [DisclosureRecord.RowKey(id)],
            Counterparts = [Police],
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["emergency"] = "share" },
        };
        RowWrite[] writes = [DisclosureRecord.Format.Insert(DisclosureRecord.RowKey(id), record)];
        Assert.IsType<JournalOutcome.Committed>(
            await process.Journal.CommitAsync(new JournalCommit(Shards.Of(id), writes, act, []), CancellationToken.None)
        );
        return (id, record);
    }

    public async Task<string> LookAsync(DisposalProcess process, AgencyId agency, string words, params string[] about)
    {
        var act = new AuditAct
        {
            Act = "subject.read",
            Caller = TestPlatform.Caller(agency.Value),
            Justification = words,
            Subjects = [.. about.Select(a => new AuditSubject(a))],
        };
        return (await process.Journal.RecordAsync(Shards.Of(agency.Value), act, CancellationToken.None)).Text;
    }

    public ValueTask DisposeAsync() => Platform.DisposeAsync();
}
