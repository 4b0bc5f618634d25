using DataSharing.Audit;
using DataSharing.Embedded;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Protection;
using DataSharing.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DataSharing.Testing;

/// <summary>The real rules over the real embedded home in a temporary folder, with a clock that tests turn.</summary>
public sealed class TestPlatform : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("datasharing-test-");
    private readonly EmbeddedRecordStore store;
    private readonly RelaySignal signal = new();

    /// <param name="decorate">Wraps the record store that everything uses, for tests of its failures.</param>
    public TestPlatform(Func<IRecordStore, IRecordStore>? decorate = null)
    {
        var home = Options.Create(new EmbeddedHomeOptions { DataDirectory = folder.FullName });
        store = EmbeddedRecordStore.Open(home.Value, Clock, NullLogger<EmbeddedRecordStore>.Instance);
        Records = decorate?.Invoke(store) ?? store;
        Blobs = new EmbeddedBlobStore(home);
        Ring = new FileKeyRing(home);
        Keys = new DataKeys(Records, Ring);
        Receipts = new ReceiptIssuer(Ring, Options.Create(new LogOptions { Origin = "log.example/test" }), Clock);
        Journal = new Journal(Records, new AuditEntrySealer(Keys, Clock), Receipts, signal);
        Queries = new AuditQueries(Records, Blobs, Keys, Clock);
        CreationIds = new CreationId(Ring);
        Idempotency = new IdempotencyRow(Ring);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    public IRecordStore Records { get; }

    public IBlobStore Blobs { get; }

    public IKeyRing Ring { get; }

    public DataKeys Keys { get; }

    public ReceiptIssuer Receipts { get; }

    public Journal Journal { get; }

    public AuditQueries Queries { get; }

    public CreationId CreationIds { get; }

    public IdempotencyRow Idempotency { get; }

    public RelayMonitor Monitor { get; } = new();

    public static Caller Caller(
        string agency,
        AgencyRoles roles = AgencyRoles.Practitioner,
        string person = "0a000000-0000-4000-8000-000000000099"
    ) =>
        new(
            AgencyId.Parse(agency),
            "aaaaaaaa-0000-4000-8000-000000000001",
            "11111111-aaaa-4aaa-8aaa-000000000001",
            person,
            roles,
            PartnershipRoles.None
        );

    /// <summary>A relay of its own memory; each call makes another process's, as it were.</summary>
    public Relay NewRelay(IRecordStore? records = null, IBlobStore? blobs = null, params IEventConsumer[] consumers) =>
        new(records ?? Records, blobs ?? Blobs, new EmbeddedEventSender(consumers), Monitor, Clock, NullLogger<Relay>.Instance);

    /// <summary>The same of an instance beside others, which take turns.</summary>
    public Relay NewRelayOfMany(RelayLease lease, params IEventConsumer[] consumers) =>
        new(Records, Blobs, new EmbeddedEventSender(consumers), Monitor, Clock, NullLogger<Relay>.Instance, lease);

    /// <summary>Sweeps until nothing waits.</summary>
    public async Task RelayAsync(params IEventConsumer[] consumers)
    {
        var relay = NewRelay(consumers: consumers);
        while (!await relay.SweepAsync(CancellationToken.None) || Monitor.Current.OldestPending is not null) { }
    }

    /// <summary>Every leaf of the log, in order, as its files hold it.</summary>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> LogAsync()
    {
        var leaves = new List<ReadOnlyMemory<byte>>();
        while (await Blobs.FindAsync(SequenceFile.Name(leaves.Count), CancellationToken.None) is { } blob)
        {
            leaves.AddRange(SequenceFile.Parse(leaves.Count, blob.Content).Leaves);
        }

        return leaves;
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        Receipts.Dispose();
        signal.Dispose();
        folder.Delete(recursive: true);
    }
}
