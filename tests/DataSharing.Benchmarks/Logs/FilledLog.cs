using System.Diagnostics;
using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Embedded;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.TransparencyLog;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DataSharing.Benchmarks.Logs;

/// <summary>
/// An embedded home with so many sealed entries in its log, of ten thousand people, as a busy borough would have after years: the sequence files are
/// written as the relay writes them, tiles and look-up rows by the product itself.
/// </summary>
internal sealed class FilledLog : IAsyncDisposable
{
    private const int People = 10_000;
    private const int EntriesAFile = 128;

    private static readonly JsonElement Section = JsonDocument.Parse("""{"categories":["identity","risk"]}""").RootElement;
    private static readonly AgencyId Agency = AgencyId.Parse("bench-council");

    private readonly IOptions<EmbeddedHomeOptions> home;
    private readonly IOptions<LogOptions> log = Options.Create(new LogOptions { Origin = "log.example/bench" });
    private readonly EmbeddedRecordStore records;
    private readonly EmbeddedBlobStore blobs;
    private readonly FileKeyRing ring;
    private readonly DataKeys keys;
    private readonly ReceiptIssuer receipts;
    private readonly RelaySignal signal = new();
    private readonly LogKeys logKeys;
    private readonly Journal journal;
    private readonly string[] people = [.. Enumerable.Range(0, People).Select(_ => Guid.NewGuid().ToString("D"))];

    public FilledLog(string directory)
    {
        home = Options.Create(new EmbeddedHomeOptions { DataDirectory = directory });
        records = EmbeddedRecordStore.Open(home.Value, TimeProvider.System, NullLogger<EmbeddedRecordStore>.Instance);
        blobs = new EmbeddedBlobStore(home);
        ring = new FileKeyRing(home);
        keys = new DataKeys(records, ring);
        receipts = new ReceiptIssuer(ring, log, TimeProvider.System);
        logKeys = new LogKeys(ring, log);
        journal = new Journal(records, new AuditEntrySealer(keys, TimeProvider.System), receipts, signal);
    }

    public Caller Officer { get; } = Person(1, AgencyRoles.IgOfficer);

    public AuditQueries Queries => new(records, blobs, keys, TimeProvider.System);

    public AuditInquiries Inquiries => new(Queries, journal);

    /// <summary>Any of the people that entries are about.</summary>
    public string Anybody => people[Random.Shared.Next(People)];

    /// <summary>Seals and sequences; then integrates, and says how many entries a second that took with its files.</summary>
    public async Task<double> FillAsync(int count, CancellationToken cancellationToken)
    {
        await foreach (var (first, file) in FilesAsync(count, cancellationToken))
        {
            await blobs.CreateAsync(SequenceFile.Name(first), file, cancellationToken);
        }

        var monitor = new LogMonitor();
        var integrator = new Integrator(blobs, logKeys, monitor, log, TimeProvider.System, NullLogger<Integrator>.Instance);
        var begun = Stopwatch.GetTimestamp();
        // A checkpoint covers a bounded number of new entries.
        while (monitor.Current.Size is not { } size || size < count)
        {
            await integrator.RunAsync(count, cancellationToken);
        }

        return count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>The look-up rows of the whole log, as a relay of a new release writes them; rows of how many entries a second.</summary>
    public async Task<double> LookUpAsync(int count, CancellationToken cancellationToken)
    {
        var relay = new Relay(
            records,
            blobs,
            new EmbeddedEventSender([]),
            new RelayMonitor(),
            TimeProvider.System,
            NullLogger<Relay>.Instance
        );
        var begun = Stopwatch.GetTimestamp();
        await relay.SweepAsync(cancellationToken);
        return count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>Everything as JSON Lines with a proof of each entry, in a zip as officers take it out.</summary>
    public async Task ExportAsync(string file, CancellationToken cancellationToken)
    {
        var (ids, idempotency) = (new CreationId(ring), new IdempotencyRow(ring));
        var exports = new AuditExports(records, Queries, journal, ids, idempotency, TimeProvider.System);
        var question = new AuditSearch { Act = "disclosure.made" };
        var retry = new RetryKey(Guid.NewGuid().ToString("N"), "{}"u8.ToArray());
        if (
            await exports.CreateAsync(Officer, ExportKind.JsonLines, question, retry, cancellationToken)
                is not CreateExportOutcome.Created made
            || await new ExportPackage(exports, new LogReader(blobs, logKeys), journal, log, TimeProvider.System).BeginAsync(
                Officer,
                made.Export.Id,
                cancellationToken
            )
                is not TakeOutOutcome.Begun { Download: var download }
        )
        {
            throw new BenchCouldNotRunException("The export was not made.");
        }

        await using var output = File.Create(file);
        await download.WriteAsync(output, cancellationToken);
    }

    public async Task<string> KeyAsync(CancellationToken cancellationToken) =>
        string.Concat((await logKeys.VerifiersAsync(cancellationToken)).Select(key => $"{key}\n"));

    public async ValueTask DisposeAsync()
    {
        await records.DisposeAsync();
        receipts.Dispose();
        logKeys.Dispose();
        signal.Dispose();
    }

    private async IAsyncEnumerable<(long First, byte[] File)> FilesAsync(
        int count,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var sealer = new AuditEntrySealer(keys, TimeProvider.System);
        var practitioners = Enumerable.Range(100, 200).Select(number => Person(number, AgencyRoles.Practitioner)).ToArray();
        for (var first = 0; first < count; first += EntriesAFile)
        {
            var leaves = new ReadOnlyMemory<byte>[Math.Min(EntriesAFile, count - first)];
            await Parallel.ForAsync(
                0,
                leaves.Length,
                cancellationToken,
                async (i, stop) =>
                {
                    var id = Guid.NewGuid().ToString("D");
                    var act = new AuditAct
                    {
                        Act = "disclosure.made",
                        Caller = practitioners[Random.Shared.Next(practitioners.Length)],
                        Purpose = PurposeCode.Parse("safeguarding-children"),
                        Decision = new DecisionCitation(
                            "permit",
                            "bench-agreement",
                            1,
                            new string('a', 64),
                            ["rule-1"],
                            ["permitted"],
                            "6(1)(e)"
                        ),
                        Records = [$"disclosure:{id}"],
                        Subjects = [new AuditSubject(Anybody, Section)],
                        Justification = "A child is thought to be at risk.",
                    };
                    leaves[i] = (await sealer.SealAsync(act, stop)).Bytes;
                }
            );
            yield return (first, EntryBundle.Write(leaves));
        }
    }

    private static Caller Person(int number, AgencyRoles roles) =>
        new(
            Agency,
            "aaaaaaaa-0000-4000-8000-000000000001",
            "11111111-aaaa-4aaa-8aaa-000000000001",
            $"0a000000-0000-4000-8000-{number:D12}",
            roles,
            PartnershipRoles.None
        );
}
