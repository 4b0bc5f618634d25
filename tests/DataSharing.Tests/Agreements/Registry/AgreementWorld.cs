using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;
using DataSharing.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataSharing.Tests.Agreements.Registry;

/// <summary>A partnership of four agencies over the real embedded home, with everything that agreements are made of.</summary>
internal sealed class AgreementWorld : IAsyncDisposable
{
    private int keys;

    private AgreementWorld(TestPlatform platform)
    {
        Platform = platform;
        Heads = new PartnershipHeadRow(platform.Records);
        var review = new LegalReview(platform.Records, Law.Packs.Law, new ReviewedTexts(), platform.Clock);
        var steps = new AgreementSteps(platform.Records, Heads, platform.Journal, platform.Clock);
        Registry = new AgreementRegistry(
            platform.Records,
            steps,
            review,
            Heads,
            platform.Journal,
            platform.CreationIds,
            platform.Idempotency,
            platform.Clock
        );
        SignOffs = new AgreementSignOffs(steps, Registry, review, platform.Clock);
        Signing = new AgreementSigning(steps, review, platform.Records, platform.Clock);
        Suspensions = new AgreementSuspensions(steps, platform.Clock);
        Drafts = new AgreementDrafts(steps, review, platform.Records, platform.Clock);
        Endings = new AgreementEndings(steps, platform.Clock);
        var cache = NewCache();
        Decisions = new DecisionService(cache, platform.Clock);
        Health = new AgreementHealthCheck(Registry, review, cache, Heads, platform.Clock);
        Steps = steps;
    }

    public TestPlatform Platform { get; }

    public PartnershipHeadRow Heads { get; }

    public AgreementRegistry Registry { get; }

    public AgreementSigning Signing { get; }

    public AgreementSignOffs SignOffs { get; }

    public AgreementDrafts Drafts { get; }

    public AgreementEndings Endings { get; }

    public AgreementHealthCheck Health { get; }

    private AgreementSteps Steps { get; }

    public AgreementSuspensions Suspensions { get; }

    public DecisionService Decisions { get; }

    public static Caller Olwen { get; } = Administrator("0a000000-0000-4000-8000-000000000001");

    public static Caller Piers { get; } = Administrator("0a000000-0000-4000-8000-000000000002");

    public static async Task<AgreementWorld> FoundAsync()
    {
        var world = new AgreementWorld(new TestPlatform());
        var head = new PartnershipHead
        {
            Agencies =
            [
                .. AgreementTexts.Agencies.Append("housing-trust").Select(a => new AgencyStanding(AgencyId.Parse(a), "council", false)),
            ],
        };
        await world.WriteHeadAsync(PartnershipHeadRow.Insert(head));
        return world;
    }

    public ArtefactCache NewCache() => new(Platform.Records, Platform.Blobs, NullLogger<ArtefactCache>.Instance);

    public AgreementSweep NewSweep() => new(Steps, NewCache(), Heads, Platform.Journal, Platform.Clock);

    public static Caller Admin(string agency) =>
        TestPlatform.Caller(agency, AgencyRoles.AgencyAdmin, $"0a000000-0000-4000-8000-0000000000{agency.Length:D2}");

    public async Task<ReadHead> HeadAsync() => await Heads.FindAsync(CancellationToken.None) ?? throw new InvalidOperationException();

    public async Task ChangeHeadAsync(Func<PartnershipHead, PartnershipHead> change)
    {
        var read = await HeadAsync();
        await WriteHeadAsync(PartnershipHeadRow.Replace(read, change(read.Head)));
    }

    public async Task<AgreementOutcome> DraftAsync(Caller caller, JsonObject json, string? key = null) =>
        await Registry.DraftAsync(
            caller,
            new RetryKey(key ?? $"test-key-{Interlocked.Increment(ref keys):D6}", Encoding.UTF8.GetBytes(json.ToJsonString())),
            CancellationToken.None
        );

    public async Task<AgreementOutcome.Done> DraftedAsync(JsonObject json) => Done(await DraftAsync(Olwen, json));

    public async Task<AgreementOutcome> SignAsync(string agency, AgreementRecord record, string? hash = null) =>
        await Signing.SignAsync(
            Admin(agency),
            record.Id,
            record.Version,
            hash ?? record.ContentHash,
            SignatoryRole.ChiefOfficer,
            CancellationToken.None
        );

    /// <summary>Drafted, and before its parties.</summary>
    public async Task<AgreementOutcome.Done> InReviewAsync(JsonObject json) => await SubmittedAsync(await DraftedAsync(json));

    public async Task<AgreementOutcome.Done> SubmittedAsync(AgreementOutcome.Done draft) =>
        Done(await Drafts.SubmitAsync(Olwen, draft.Record.Id, draft.Record.Version, draft.Version, CancellationToken.None));

    public async Task<AgreementOutcome.Done> SignedAsync(JsonObject json)
    {
        var done = await InReviewAsync(json);
        foreach (var party in done.Record.Parties)
        {
            done = Done(await SignAsync(party.Value, done.Record));
        }

        return done;
    }

    public async Task<AgreementOutcome> ActivateAsync(Caller caller, AgreementOutcome.Done at) =>
        await Signing.ActivateAsync(caller, at.Record.Id, at.Record.Version, at.Version, CancellationToken.None);

    public async Task<AgreementOutcome.Done> InForceAsync(JsonObject json) => Done(await ActivateAsync(Piers, await SignedAsync(json)));

    public async Task<SharingDecision> AskAsync(params string[] categories) =>
        await Decisions.DecideAsync(await HeadAsync(), Question(categories), CancellationToken.None);

    public static SharingQuestion Question(params string[] categories) =>
        new(
            AgencyId.Parse("council"),
            AgencyId.Parse("police"),
            PurposeCode.Parse("safeguarding-children"),
            SubjectKind.Person,
            categories.Select(DataCategory.Parse),
            SharingMode.Content
        );

    public static JsonObject Text(string id = "exploitation", int version = 1)
    {
        var json = AgreementTexts.Whole(id, [AgreementTexts.Permission()]);
        json["version"] = version;
        return LawfulFacts.AddTo(json);
    }

    public static AgreementOutcome.Done Done(AgreementOutcome outcome) =>
        outcome as AgreementOutcome.Done ?? throw new InvalidOperationException($"{outcome}");

    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync()
    {
        await Platform.RelayAsync();
        return [.. (await Platform.LogAsync()).Select(leaf => AuditEntry.Parse(leaf.Span))];
    }

    public ValueTask DisposeAsync() => Platform.DisposeAsync();

    private static Caller Administrator(string person) =>
        TestPlatform.Caller("partnership-office", AgencyRoles.None, person) with
        {
            PartnershipRoles = PartnershipRoles.Admin,
        };

    private async Task WriteHeadAsync(RowWrite write)
    {
        var outcome = await Platform.Records.CommitAsync(
            new RecordCommit(PartnershipHeadRow.PartitionKey, [write]),
            CancellationToken.None
        );
        _ = outcome as CommitOutcome.Committed ?? throw new InvalidOperationException();
    }
}
