using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Embedded;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Protection;
using DataSharing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DataSharing.Benchmarks.Commit;

/// <summary>Ours: the journal with sealed entries and signed receipts over the embedded home, while the relay puts them into the log.</summary>
internal sealed class JournalSide : IAsyncDisposable
{
    private const int Subjects = 1_000;

    private static readonly JsonElement Section = JsonDocument.Parse("""{"categories":["identity","risk"]}""").RootElement;

    private readonly EmbeddedRecordStore records;
    private readonly ReceiptIssuer receipts;
    private readonly RelaySignal signal = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Journal journal;
    private readonly LogKeys keys;
    private readonly Task relay;
    private readonly RelayMonitor monitor = new();
    private readonly string[] subjects = [.. Enumerable.Range(0, Subjects).Select(_ => CommitShape.NewId())];
    private readonly Caller caller = new(
        AgencyId.Parse("bench-council"),
        "aaaaaaaa-0000-4000-8000-000000000001",
        "11111111-aaaa-4aaa-8aaa-000000000001",
        "0a000000-0000-4000-8000-000000000001",
        AgencyRoles.Practitioner,
        PartnershipRoles.None
    );

    public JournalSide(string directory)
    {
        var home = Options.Create(new EmbeddedHomeOptions { DataDirectory = directory });
        var log = Options.Create(new LogOptions { Origin = "log.example/bench" });
        records = EmbeddedRecordStore.Open(home.Value, TimeProvider.System, NullLogger<EmbeddedRecordStore>.Instance);
        var blobs = new EmbeddedBlobStore(home);
        var ring = new FileKeyRing(home);
        receipts = new ReceiptIssuer(ring, log, TimeProvider.System);
        journal = new Journal(records, new AuditEntrySealer(new DataKeys(records, ring), TimeProvider.System), receipts, signal);
        var sweeper = new Relay(records, blobs, new EmbeddedEventSender([]), monitor, TimeProvider.System, NullLogger<Relay>.Instance);
        keys = new LogKeys(ring, log);
        var integrator = new Integrator(blobs, keys, LogMonitor, log, TimeProvider.System, NullLogger<Integrator>.Instance);
        relay = new RelayLoop(sweeper, integrator, signal, log, TimeProvider.System, NullLogger<RelayLoop>.Instance).RunAsync(stop.Token);
    }

    /// <summary>How far the checkpoints are.</summary>
    public LogMonitor LogMonitor { get; } = new();

    /// <summary>How far the log is behind, and how many entries it has taken.</summary>
    public RelayStatus Relayed => monitor.Current;

    public async ValueTask CommitAsync(int number)
    {
        var id = CommitShape.NewId();
        var partition = Shards.Of(id);
        var commit = new JournalCommit(
            partition,
            [new RowWrite.Insert($"disclosure:{id}", 1, CommitShape.State), new RowWrite.Insert($"idem:{id}", 1, CommitShape.Idempotency)],
            ActOn(id),
            [new EventEnvelope(id, "disclosure.made", id, TimeProvider.System.GetUtcNow(), EmptyData)]
        );
        if (await journal.CommitAsync(commit, CancellationToken.None) is not JournalOutcome.Committed)
        {
            throw new InvalidOperationException("A commit of new rows met a conflict.");
        }
    }

    /// <summary>One row and its entry, and nothing else.</summary>
    public async ValueTask CommitRowAsync(int number)
    {
        var id = CommitShape.NewId();
        var commit = new JournalCommit(Shards.Of(id), [new RowWrite.Insert($"disclosure:{id}", 1, CommitShape.State)], ActOn(id), []);
        if (await journal.CommitAsync(commit, CancellationToken.None) is not JournalOutcome.Committed)
        {
            throw new InvalidOperationException("A commit of new rows met a conflict.");
        }
    }

    private AuditAct ActOn(string id) =>
        new()
        {
            Act = "disclosure.made",
            Caller = caller,
            Purpose = PurposeCode.Parse("safeguarding-children"),
            Decision = new DecisionCitation("permit", "bench-agreement", 1, new string('a', 64), ["rule-1"], ["permitted"], "6(1)(e)"),
            Records = [$"disclosure:{id}"],
            Subjects = [new AuditSubject(subjects[Random.Shared.Next(Subjects)], Section)],
            Justification = "A child is thought to be at risk.",
        };

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await relay;
        await records.DisposeAsync();
        receipts.Dispose();
        keys.Dispose();
        signal.Dispose();
        stop.Dispose();
    }

    private static IReadOnlyDictionary<string, string> EmptyData { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
