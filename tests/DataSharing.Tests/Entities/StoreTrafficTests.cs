using System.Collections.Concurrent;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Consent;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;
using DataSharing.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DataSharing.Tests.Entities;

/// <summary>"Not yours" and "not there" cost the store the same calls, in number and kind: nobody who watches it can tell them apart.</summary>
public sealed class StoreTrafficTests : IAsyncLifetime
{
    private static readonly Caller Council = TestPlatform.Caller("council");
    private static readonly Caller Police = TestPlatform.Caller("police");
    private static readonly StatedAccess Access = new(PurposeCode.Parse("safeguarding-children"), "Strategy meeting");
    private static readonly ReadHead Head = new(
        new PartnershipHead
        {
            Agencies = [.. new[] { "council", "police" }.Select(a => new AgencyStanding(AgencyId.Parse(a), "council", false))],
        },
        new RowVersion("1")
    );

    private readonly ConcurrentQueue<string> calls = new();
    private readonly TestPlatform platform;
    private readonly SubjectFiles files;
    private readonly DecisionService decisions;
    private readonly ConsentLedger ledger;
    private string subject = "";

    public StoreTrafficTests()
    {
        platform = new TestPlatform(store => new WatchedStore(store, calls));
        var (records, journal, keys, ids, idem, clock) = Parts();
        ledger = new ConsentLedger(records, journal, keys, ids, idem, clock);
        files = new SubjectFiles(records, keys, ledger);
        decisions = new DecisionService(new ArtefactCache(records, platform.Blobs, NullLogger<ArtefactCache>.Instance), clock);
    }

    /// <summary>A child with a fact, a link, an event and a refusal, all of the council's, and a look of the police's before, so that keys exist.</summary>
    public async Task InitializeAsync()
    {
        var (records, journal, keys, ids, idem, clock) = Parts();
        subject = await RegisterAsync("Aisha Penrow", SubjectKind.Person);
        var place = await RegisterAsync("Cobbler's Arcade", SubjectKind.Location);
        var item = new ItemDraft(DataCategory.Parse("risk"), null, null, null, null, "Referral");
        var none = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        var facts = new FactService(records, journal, keys, files, decisions, ids, idem, clock);
        await facts.RecordAsync(Council, Head, subject, new FactDraft("note", "High", null, true, none, item), Access, Retry("f"), default);
        var links = new LinkService(records, journal, keys, files, decisions, ids, idem, clock);
        var link = new LinkDraft(subject, place, "found-at", LinkStrength.Confirmed, null, null, null, "Safety plan", item);
        Assert.IsType<ItemOutcome.Done>(await links.RecordAsync(Council, Head, link, Access, Retry("l"), default));
        var events = new EventService(records, journal, keys, files, decisions, ids, idem, clock);
        var happened = new EventDraft("missing-episode", clock.GetUtcNow(), null, "Away", [new Participation(subject, ["victim"])], item);
        Assert.IsType<ItemOutcome.Done>(await events.RecordAsync(Council, Head, happened, Access, Retry("e"), default));
        await ledger.RecordAsync(
            Council,
            subject,
            new ConsentDraft(ConsentAnswer.Refused, ConsentSpeaker.Subject, [], [], null, null),
            Access,
            Retry("c"),
            default
        );
        await platform.RelayAsync(new EntityIndex(records), new SearchIndex(records, keys, new SearchTokens(platform.Ring)));
        // The month's key of the police, and its key of this subject, as after an act that named it.
        await journal.RecordAsync(
            "s0",
            new AuditAct
            {
                Act = "test",
                Caller = Police,
                Subjects = [new AuditSubject(subject)],
                Justification = "x",
            },
            default
        );
    }

    public async Task DisposeAsync() => await platform.DisposeAsync();

    [Fact]
    public async Task Read_NotYoursAndNotThere_AreTheSameCalls()
    {
        var (records, journal, keys, _, _, clock) = Parts();
        var reader = new SubjectReader(records, journal, keys, files, decisions, clock);
        var same = await CompareAsync(id => reader.ReadAsync(Police, Head, id, Access, default).AsTask());
        Assert.All(same, outcome => Assert.IsType<ReadSubjectOutcome.NotFound>(outcome));
        Assert.IsType<ReadSubjectOutcome.Found>(await reader.ReadAsync(Council, Head, subject, Access, default));
    }

    [Fact]
    public async Task Write_NotYoursAndNotThere_AreTheSameCalls()
    {
        var (records, journal, keys, ids, idem, clock) = Parts();
        var facts = new FactService(records, journal, keys, files, decisions, ids, idem, clock);
        var none = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        var item = new ItemDraft(DataCategory.Parse("risk"), null, null, null, null, "Referral");
        var draft = new FactDraft("note", "High", null, true, none, item);
        var same = await CompareAsync(id => facts.RecordAsync(Police, Head, id, draft, Access, Retry("g"), default).AsTask());
        Assert.All(same, outcome => Assert.IsType<ItemOutcome.NotFound>(outcome));
    }

    [Fact]
    public async Task Consents_NotYoursAndNotThere_AreTheSameCalls()
    {
        var consents = new SubjectConsents(ledger, platform.Journal, files, decisions, platform.Clock);
        var same = await CompareAsync(id => consents.ListAsync(Police, Head, id, Access, default).AsTask());
        Assert.All(same, outcome => Assert.IsType<SubjectConsentOutcome.NotFound>(outcome));
    }

    [Fact]
    public async Task Describe_NotYoursAndNotThere_AreTheSameCalls()
    {
        var directory = new SubjectDirectory(platform.Records, platform.Keys, files, decisions, platform.Clock);
        var same = await CompareAsync(async id => (await directory.DescribeAsync(Police, Head, Access.Purpose, [id], default))[id]);
        Assert.All(same, Assert.Null);
        var own = await directory.DescribeAsync(Council, Head, Access.Purpose, [subject], default);
        Assert.Equal("Aisha Penrow", own[subject]?.Name);
    }

    [Fact]
    public async Task Describe_NoAgreementAsksForMore_ReadsTheRowAndTheKeys()
    {
        var directory = new SubjectDirectory(platform.Records, platform.Keys, files, decisions, platform.Clock);
        var watched = await WatchAsync(() => directory.DescribeAsync(Council, Head, Access.Purpose, [subject, subject], default).AsTask());
        Assert.Equal(["find", "range"], watched.Calls.Select(c => c.Split(' ')[0]).Order(StringComparer.Ordinal));
        var facts = new DecisionFacts(files, decisions, platform.Clock);
        var told = await WatchAsync(() =>
            facts.ForAsync(Head, subject, Council.Agency, Police.Agency, Access.Purpose, FactsNeeded.None, default).AsTask()
        );
        Assert.Empty(told.Calls);
        var shown = await WatchAsync(() =>
            facts.ForAsync(Head, subject, Council.Agency, Police.Agency, Access.Purpose, FactsNeeded.Consent, default).AsTask()
        );
        Assert.Equal(ConsentState.Refused, shown.Result.Consent);
    }

    [Fact]
    public async Task Search_ControllerThatMayNotShare_IsNeverAsked()
    {
        var (records, journal, _, _, _, clock) = Parts();
        var search = new SubjectSearch(records, journal, new SearchTokens(platform.Ring), files, decisions, clock);
        var there = await WatchAsync(() =>
            search.SearchAsync(Police, Head, new SubjectQuery(null, null, "Aisha"), Access, null, default).AsTask()
        );
        var nobody = await WatchAsync(() =>
            search.SearchAsync(Police, Head, new SubjectQuery(null, null, "Zorro"), Access, null, default).AsTask()
        );
        Assert.Equal(nobody.Calls.Count, there.Calls.Count);
        // One range of tokens: the police's own.
        Assert.Single(there.Calls, c => c.Contains("token:", StringComparison.Ordinal));
        Assert.Empty(there.Result.Lines);
        var own = await search.SearchAsync(Council, Head, new SubjectQuery(null, null, "Aisha"), Access, null, default);
        Assert.Equal([subject], own.Lines.Select(l => l.Label.Id));
    }

    private static RetryKey Retry(string name) => new($"key-{name}-0001", "{}"u8.ToArray());

    private async Task<IReadOnlyList<T>> CompareAsync<T>(Func<string, Task<T>> ask)
    {
        // Of the same shard, so that partitions compare too.
        string missing;
        do
        {
            missing = Guid.NewGuid().ToString("D");
        } while (Shards.Of(missing) != Shards.Of(subject));

        var there = await WatchAsync(() => ask(subject));
        var nowhere = await WatchAsync(() => ask(missing));
        Assert.NotEmpty(there.Calls);
        Assert.Equal(
            nowhere.Calls.Select(c => c.Replace(missing, "ID", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            there.Calls.Select(c => c.Replace(subject, "ID", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
        return [there.Result, nowhere.Result];
    }

    private async Task<(T Result, IReadOnlyList<string> Calls)> WatchAsync<T>(Func<Task<T>> act)
    {
        calls.Clear();
        var result = await act();
        return (result, [.. calls]);
    }

    private async Task<string> RegisterAsync(string name, SubjectKind kind)
    {
        var (records, journal, keys, ids, idem, clock) = Parts();
        var register = new SubjectRegister(records, journal, keys, ids, idem, clock);
        var outcome = await register.RegisterAsync(
            Council,
            kind,
            new SubjectParticulars(name, null, []),
            Retry(name.Replace(' ', '-')),
            default
        );
        return Assert.IsType<RegisterSubjectOutcome.Registered>(outcome).SubjectId;
    }

    private (IRecordStore, Journal, Protection.DataKeys, CreationId, IdempotencyRow, TimeProvider) Parts() =>
        (platform.Records, platform.Journal, platform.Keys, platform.CreationIds, platform.Idempotency, platform.Clock);

    private sealed class WatchedStore(IRecordStore inner, ConcurrentQueue<string> calls) : IRecordStore
    {
        public ValueTask<StoredRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
        {
            calls.Enqueue($"find {partitionKey} {rowKey}");
            return inner.FindAsync(partitionKey, rowKey, cancellationToken);
        }

        public ValueTask<RowPage> ReadRangeAsync(
            string partitionKey,
            string from,
            string toExclusive,
            int limit,
            CancellationToken cancellationToken
        )
        {
            calls.Enqueue($"range {partitionKey} {from} {limit}");
            return inner.ReadRangeAsync(partitionKey, from, toExclusive, limit, cancellationToken);
        }

        public ValueTask<CommitOutcome> CommitAsync(RecordCommit commit, CancellationToken cancellationToken)
        {
            // Keys of entries are random; their number and kind are what tells.
            calls.Enqueue(
                $"commit {commit.PartitionKey} {string.Join(' ', commit.Writes.Select(w => $"{w.GetType().Name} {w.RowKey.Split(':')[0]}"))}"
            );
            return inner.CommitAsync(commit, cancellationToken);
        }
    }
}
