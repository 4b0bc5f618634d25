using System.Text;
using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.Tests.Audit;

public sealed class JournalTests : IAsyncLifetime
{
    private static readonly string Subject = "7a1e2d9c-1111-4000-8000-000000000001";

    private readonly TestPlatform platform = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await platform.DisposeAsync();

    [Fact]
    public async Task Commit_ConflictingState_WritesNeitherStateNorEntry()
    {
        var write = new RowWrite.Insert("thing:1", 1, new byte[1]);
        await platform.Journal.CommitAsync(new JournalCommit("s0", [write], Act(), []), CancellationToken.None);
        var second = await platform.Journal.CommitAsync(new JournalCommit("s0", [write], Act(), []), CancellationToken.None);

        Assert.Equal(new JournalOutcome.Conflict("thing:1", ConflictKind.AlreadyExists), second);
        var outbox = await platform.Records.ReadRangeAsync("s0", OutboxRow.From, OutboxRow.ToExclusive, 10, CancellationToken.None);
        Assert.Single(outbox.Rows);
    }

    [Fact]
    public async Task Commit_Entry_KeepsPrivatePartsUnreadableWithoutTheirKeys()
    {
        using var section = JsonDocument.Parse("""{"permitted":["seeded-category"]}""");
        var act = Act() with { Justification = "seeded justification", Subjects = [new AuditSubject(Subject, section.RootElement)] };
        await platform.Journal.RecordAsync("s0", act, CancellationToken.None);
        await platform.RelayAsync();

        var leaf = Assert.Single(await platform.LogAsync());
        var text = Encoding.UTF8.GetString(leaf.Span);
        Assert.DoesNotContain("seeded", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Subject, text, StringComparison.Ordinal);

        var entry = AuditEntry.Parse(leaf.Span);
        var key = await platform.Keys.FindAsync(DataKeyId.OfSubject(Subject, AgencyId.Parse("eastmere-council")), CancellationToken.None);
        Assert.NotNull(key);
        Assert.Equal(key.Pseudonym(Subject), entry.Subjects[0].Pseudonym);
        Assert.Contains(
            "seeded-category",
            Encoding.UTF8.GetString(key.OpenSection(entry.Subjects[0].Section, $"{entry.Id}:0")),
            StringComparison.Ordinal
        );
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() =>
            key.OpenSection(entry.Subjects[0].Section, $"{entry.Id}:1")
        );
    }

    [Fact]
    public async Task Commit_TooMuchForOneEntry_RefusesBeforeAnythingIsWritten()
    {
        var act = Act() with { Records = [.. Enumerable.Range(0, 101).Select(i => $"thing:{i}")] };
        await Assert.ThrowsAsync<ArgumentException>(async () => await platform.Journal.RecordAsync("s0", act, CancellationToken.None));
        var outbox = await platform.Records.ReadRangeAsync("s0", OutboxRow.From, OutboxRow.ToExclusive, 10, CancellationToken.None);
        Assert.Empty(outbox.Rows);
    }

    [Fact]
    public async Task Queries_ByRecordDayAndSubject_ShowTheOwnAgencysEntriesAndHeadersOfCounterparts()
    {
        var made = Act() with
        {
            Records = ["disclosure:1"],
            Justification = "because",
            Counterparts = [AgencyId.Parse("eastmere-police")],
            Subjects = [new AuditSubject(Subject)],
        };
        await platform.Journal.RecordAsync("s0", made, CancellationToken.None);
        await platform.Journal.RecordAsync(
            "s1",
            Act() with
            {
                Act = "disclosure.read",
                Records = ["disclosure:1"],
            },
            CancellationToken.None
        );
        await platform.RelayAsync();

        var council = TestPlatform.Caller("eastmere-council", AgencyRoles.IgOfficer);
        var police = TestPlatform.Caller("eastmere-police", AgencyRoles.IgOfficer);
        var licensing = TestPlatform.Caller("eastmere-licensing", AgencyRoles.IgOfficer);
        var day = DateOnly.FromDateTime(platform.Clock.GetUtcNow().UtcDateTime);

        var own = await SearchAsync(council, new AuditSearch { Record = "disclosure:1" }, null);
        Assert.Equal(["disclosure.read", "thing.done"], own.Entries.Select(e => e.Entry.Act).Order(StringComparer.Ordinal));
        Assert.Contains(own.Entries, e => e.Private?.Justification == "because");
        var headers = await SearchAsync(police, new AuditSearch { Record = "disclosure:1" }, null);
        var header = Assert.Single(headers.Entries);
        Assert.Null(header.Private);
        Assert.Empty((await SearchAsync(licensing, new AuditSearch { Record = "disclosure:1" }, null)).Entries);

        Assert.Equal(2, (await SearchAsync(council, new AuditSearch { From = day, To = day })).Entries.Count);
        Assert.Single((await SearchAsync(police, new AuditSearch { From = day, To = day })).Entries);
        Assert.Empty((await SearchAsync(licensing, new AuditSearch { From = day, To = day })).Entries);

        Assert.Single((await SearchAsync(council, new AuditSearch { SubjectId = Subject })).Entries);
        Assert.Empty((await SearchAsync(police, new AuditSearch { SubjectId = Subject })).Entries);

        foreach (var entry in own.Entries)
        {
            Assert.Equal(entry.Entry.Id, (await platform.Queries.FindAsync(council, entry.Index, CancellationToken.None))?.Entry.Id);
            Assert.Null(await platform.Queries.FindAsync(licensing, entry.Index, CancellationToken.None));
        }

        Assert.Null(await platform.Queries.FindAsync(council, 2, CancellationToken.None));
    }

    [Fact]
    public async Task Queries_MoreThanAPage_AreCompleteAndWithoutRepeats()
    {
        var officer = TestPlatform.Caller("eastmere-council", AgencyRoles.IgOfficer);
        for (var sweep = 0; sweep < 5; sweep++)
        {
            for (var i = 0; i < 50; i++)
            {
                await platform.Journal.RecordAsync("s0", Act() with { Records = ["disclosure:1"] }, CancellationToken.None);
            }

            await platform.RelayAsync();
        }

        var indexes = new List<long>();
        AuditCursor? next = null;
        do
        {
            var page = await SearchAsync(officer, new AuditSearch { Record = "disclosure:1" }, next);
            Assert.True(page.Entries.Count <= AuditQueries.MaximumPage);
            indexes.AddRange(page.Entries.Select(e => e.Index));
            next = page.Next;
        } while (next is not null);

        Assert.Equal(Enumerable.Range(0, 250).Select(i => 249L - i), indexes);
    }

    [Fact]
    public async Task Queries_WhileEntriesWait_SayUpToWhenTheyAreComplete()
    {
        var officer = TestPlatform.Caller("eastmere-council", AgencyRoles.IgOfficer);
        await platform.Journal.RecordAsync("s0", Act(), CancellationToken.None);
        var waitingSince = platform.Clock.GetUtcNow();
        platform.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(waitingSince, (await SearchAsync(officer, new AuditSearch { Record = "disclosure:1" }, null)).CompleteTo);
        await platform.RelayAsync();
        Assert.Equal(
            platform.Clock.GetUtcNow(),
            (await SearchAsync(officer, new AuditSearch { Record = "disclosure:1" }, null)).CompleteTo
        );
    }

    private async Task<AuditPage> SearchAsync(Caller officer, AuditSearch search, AuditCursor? after = null) =>
        await platform.Queries.SearchAsync(officer, search, after, CancellationToken.None);

    private static AuditAct Act() => new() { Act = "thing.done", Caller = TestPlatform.Caller("eastmere-council") };
}
