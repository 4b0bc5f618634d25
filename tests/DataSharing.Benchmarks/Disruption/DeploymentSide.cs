using System.Text;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Consent;
using DataSharing.Disruption;
using DataSharing.Embedded;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DataSharing.Benchmarks.Disruption;

/// <summary>Ours: the real services over the embedded home, with the relay and the board's index running, without HTTP.</summary>
internal sealed class DeploymentSide : IAsyncDisposable
{
    public const int Deployments = 5_000;
    private const int Subjects = 500;

    private static readonly StatedAccess Access = new(PurposeCode.Parse("disrupting-exploitation"), "Measured");
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("bench");

    private readonly CountedStore store;
    private readonly CountedStore relayed;
    private readonly EmbeddedRecordStore embedded;
    private readonly ServiceProvider services;
    private readonly CancellationTokenSource stop = new();
    private readonly Task relay;
    private readonly RelayMonitor monitor = new();
    private readonly List<string> subjects = [];
    private readonly Caller proposer = Person("bench-police", "0a000000-0000-4000-8000-000000000001");
    private readonly Caller second = Person("bench-police", "0a000000-0000-4000-8000-000000000002");
    private readonly Caller other = Person("bench-council", "0a000000-0000-4000-8000-000000000003");
    private readonly ReadHead head;
    private int keys;

    public DeploymentSide(string directory)
    {
        var home = Options.Create(new EmbeddedHomeOptions { DataDirectory = directory });
        var log = Options.Create(new LogOptions { Origin = "log.example/bench" });
        embedded = EmbeddedRecordStore.Open(home.Value, TimeProvider.System, NullLogger<EmbeddedRecordStore>.Instance);
        store = new CountedStore(embedded);
        relayed = new CountedStore(embedded);
        var ring = new FileKeyRing(home);
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IRecordStore>(store)
            .AddSingleton<IBlobStore>(new EmbeddedBlobStore(home))
            .AddSingleton<IKeyRing>(ring)
            .AddSingleton(log)
            .AddSingleton<DataKeys>()
            .AddSingleton<AuditEntrySealer>()
            .AddSingleton<ReceiptIssuer>()
            .AddSingleton<LogKeys>()
            .AddSingleton<RelaySignal>()
            .AddSingleton<Journal>()
            .AddSingleton<CreationId>()
            .AddSingleton<IdempotencyRow>()
            .AddSingleton<ArtefactCache>()
            .AddSingleton<DecisionService>()
            .AddSingleton<ConsentLedger>()
            .AddSingleton<SubjectFiles>()
            .AddSingleton<DecisionFacts>()
            .AddSingleton<SubjectRegister>()
            .AddSingleton<SubjectDirectory>()
            .AddSingleton(TacticCatalogue.Parse(File.ReadAllBytes("packs/tactics-2026-11-23.json")))
            .AddSingleton(BankHolidays.Parse(File.ReadAllBytes("packs/bank-holidays-england-wales.json")))
            .AddSingleton<LegalCalendar>()
            .AddSingleton<DeploymentStore>()
            .AddSingleton<DeploymentSharing>()
            .AddSingleton<DeploymentRelations>()
            .AddSingleton<DeploymentViews>()
            .AddSingleton<DeploymentChanges>()
            .AddSingleton<DeploymentProposals>()
            .AddSingleton<DeploymentService>()
            .AddSingleton<BoardLines>()
            .AddSingleton<DeploymentBoard>()
            .BuildServiceProvider();
        head = new ReadHead(
            new PartnershipHead
            {
                Agencies =
                [
                    new AgencyStanding(AgencyId.Parse("bench-police"), "police", false),
                    new AgencyStanding(AgencyId.Parse("bench-council"), "council", false),
                ],
                Bindings = [new AgencyBinding("1", AgencyId.Parse("bench-police"), second.TenantId, null, null)],
            },
            new RowVersion("1")
        );
        var sender = new EmbeddedEventSender([new DeploymentIndex(relayed)]);
        var signal = services.GetRequiredService<RelaySignal>();
        var sweeper = new Relay(relayed, new EmbeddedBlobStore(home), sender, monitor, TimeProvider.System, NullLogger<Relay>.Instance);
        var blobs = services.GetRequiredService<IBlobStore>();
        var logKeys = services.GetRequiredService<LogKeys>();
        var integrator = new Integrator(blobs, logKeys, new LogMonitor(), log, TimeProvider.System, NullLogger<Integrator>.Instance);
        relay = new RelayLoop(sweeper, integrator, signal, log, TimeProvider.System, NullLogger<RelayLoop>.Instance).RunAsync(stop.Token);
    }

    public long Calls => store.Calls;

    private DeploymentService Service => services.GetRequiredService<DeploymentService>();

    private DeploymentBoard Board => services.GetRequiredService<DeploymentBoard>();

    /// <summary>500 places of two agencies and 5,000 deployments, half of each; every fifth of ours is active, with an end within the week.</summary>
    public async Task FillAsync()
    {
        var register = services.GetRequiredService<SubjectRegister>();
        foreach (var owner in (Caller[])[proposer, other])
        {
            for (var i = 0; i < Subjects / 2; i++)
            {
                var made = await register.RegisterAsync(
                    owner,
                    SubjectKind.Location,
                    new SubjectParticulars($"Place {i}", null, []),
                    Retry(),
                    CancellationToken.None
                );
                subjects.Add(
                    made is RegisterSubjectOutcome.Registered r ? r.SubjectId : throw new BenchCouldNotRunException("no subject.")
                );
            }
        }

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Deployments),
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (i, _) =>
            {
                var isOurs = i % 2 == 0;
                var subject = subjects[(isOurs ? 0 : Subjects / 2) + (i / 2 % (Subjects / 2))];
                var made = await ProposeAsync(isOurs ? proposer : other, subject);
                if (isOurs && i % 10 == 0)
                {
                    await ServeAsync(made, i % 20 == 0);
                }
            }
        );
        await SettleAsync();
    }

    /// <summary>One page of the own agency's board: what is served or active.</summary>
    public async ValueTask BoardAsync(int caller)
    {
        var filter = new BoardFilter { States = [DeploymentState.Served, DeploymentState.Active], Agency = proposer.Agency };
        var page = await Board.SearchAsync(proposer, head, filter, Access, null, CancellationToken.None);
        Check(page.Lines.Count == DeploymentBoard.PageSize);
    }

    /// <summary>One page of what is due this week.</summary>
    public async ValueTask DueAsync(int caller)
    {
        var now = TimeProvider.System.GetUtcNow();
        var page = await Board.DueAsync(proposer, head, now, now.AddDays(7), null, Access, null, CancellationToken.None);
        Check(page.Lines.Count == DeploymentBoard.PageSize);
    }

    /// <summary>Propose, scope, authorise, serve: four acts with their entries.</summary>
    public async ValueTask LifeAsync(int caller) =>
        await ServeAsync(await ProposeAsync(proposer, subjects[Random.Shared.Next(Subjects / 2)]), active: false);

    public async Task SettleAsync()
    {
        do
        {
            await Task.Delay(100);
        } while (monitor.Current.OldestPending is not null);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await relay;
        await services.DisposeAsync();
        await embedded.DisposeAsync();
        stop.Dispose();
    }

    private static Caller Person(string agency, string person) =>
        new(
            AgencyId.Parse(agency),
            "aaaaaaaa-0000-4000-8000-000000000001",
            "11111111-aaaa-4aaa-8aaa-000000000001",
            person,
            AgencyRoles.Practitioner | AgencyRoles.PanelMember,
            PartnershipRoles.None
        );

    private RetryKey Retry() => new($"bench-{Interlocked.Increment(ref keys)}", Body);

    private async Task<DeploymentOutcome.Done> ProposeAsync(Caller caller, string subject)
    {
        var draft = new DeploymentDraft(
            "fire-safety-prohibition",
            [new SubjectInRole(subject, SubjectRole.Target)],
            Access.Purpose,
            "Measured."
        )
        {
            Owner = second.Actor,
        };
        return Done(await Service.ProposeAsync(caller, head, draft, Retry(), CancellationToken.None));
    }

    private async Task ServeAsync(DeploymentOutcome.Done made, bool active)
    {
        var now = TimeProvider.System.GetUtcNow();
        made = await MoveAsync(proposer, made, new TransitionDraft(DeploymentState.Scoping));
        made = await MoveAsync(second, made, new TransitionDraft(DeploymentState.Authorised));
        var served = new TransitionDraft(DeploymentState.Served)
        {
            ServiceMethod = ServiceMethod.Personal,
            ServedAt = now,
            ServedBy = "Inspector",
        };
        made = await MoveAsync(proposer, made, served);
        if (active)
        {
            var effect = new TransitionDraft(DeploymentState.Active)
            {
                EffectiveFrom = now,
                ExpiresAt = now.AddDays(1 + Random.Shared.Next(6)),
            };
            await MoveAsync(proposer, made, effect);
        }
    }

    private async Task<DeploymentOutcome.Done> MoveAsync(Caller caller, DeploymentOutcome.Done from, TransitionDraft draft) =>
        Done(await Service.TransitionAsync(caller, head, from.View.Id, from.Version, draft, Retry(), CancellationToken.None));

    private static DeploymentOutcome.Done Done(DeploymentOutcome outcome) =>
        outcome is DeploymentOutcome.Done done
            ? done
            : throw new BenchCouldNotRunException(outcome is DeploymentOutcome.Refused no ? no.Reasons[0].Code : outcome.GetType().Name);

    private static void Check(bool isRight)
    {
        if (!isRight)
        {
            throw new BenchCouldNotRunException("a page did not hold what it should.");
        }
    }
}
