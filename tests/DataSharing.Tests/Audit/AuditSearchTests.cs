using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.Tests.Audit;

public sealed class AuditSearchTests : IAsyncLifetime
{
    private static readonly string[] Agencies = ["eastmere-council", "eastmere-police", "eastmere-health"];
    private static readonly string[] People =
    [
        "0a000000-0000-4000-8000-000000000001",
        "0a000000-0000-4000-8000-000000000002",
        "0a000000-0000-4000-8000-000000000003",
    ];
    private static readonly string[] Subjects = ["7a1e2d9c-1111-4000-8000-000000000001", "7a1e2d9c-1111-4000-8000-000000000002"];
    private static readonly string[] Purposes = ["safeguarding-children", "crime-prevention"];
    private static readonly string[] Acts = ["subject.read", "subject.registered", "disclosure.made"];

    private readonly TestPlatform platform = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await platform.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Search_AnyFiltersTogether_FindsWhatANaiveReadingOfTheLogFinds(int seed)
    {
        var random = new Random(seed);
        var subjectsOf = await FillAsync(random, 400);
        var log = (await platform.LogAsync()).Select(l => AuditEntry.Parse(l.Span)).ToArray();
        var found = 0;
        for (var i = 0; i < 150; i++)
        {
            var officer = TestPlatform.Caller(random.GetItems(Agencies, 1)[0], AgencyRoles.IgOfficer);
            var search = Any(random);
            if (!search.CanBeLookedUp)
            {
                continue;
            }

            var expected = log.Index()
                .Where(e => search.Across || e.Item.Agency == officer.Agency || e.Item.Counterparts.Contains(officer.Agency))
                .Where(e => search.Holds(e.Item))
                .Where(e => !search.Left || search.LookedUpBy != LookupKinds.Left || e.Item.Agency == officer.Agency)
                .Where(e =>
                    search.SubjectId is null
                    || (e.Item.Agency == officer.Agency && subjectsOf[e.Item.Records[0]].Contains(search.SubjectId, StringComparer.Ordinal))
                )
                .Select(e => (long)e.Index)
                .ToArray();
            Assert.Equal(expected, (await AllAsync(officer, search)).Order());
            found += expected.Length;
        }

        Assert.True(found > 150, $"the questions found only {found}");
    }

    [Fact]
    public async Task Search_RowsOfAnEarlierForm_AreWrittenAnewBeforeItIsAnswered()
    {
        await FillAsync(new Random(7), 60);
        var officer = TestPlatform.Caller("eastmere-council", AgencyRoles.IgOfficer);
        var search = new AuditSearch { Agency = officer.Agency };
        var before = await AllAsync(officer, search);
        Assert.NotEmpty(before);
        await DeleteLookupsAsync();

        var queries = new AuditQueries(platform.Records, platform.Blobs, platform.Keys, platform.Clock);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await queries.SearchAsync(officer, search, null, CancellationToken.None)
        );
        await platform.RelayAsync();
        Assert.Equal(before, await AllAsync(officer, search, queries));
        // Again: the rows are there, and nothing is there twice.
        await platform.NewRelay().SweepAsync(CancellationToken.None);
        Assert.Equal(before, await AllAsync(officer, search, queries));
    }

    [Fact]
    public async Task Rebuild_RowsGoneAndRowsMadeUp_GivesTheSameAnswersAgain()
    {
        await FillAsync(new Random(11), 300);
        var officer = TestPlatform.Caller("eastmere-council", AgencyRoles.IgOfficer);
        AuditSearch[] questions =
        [
            new() { Agency = officer.Agency },
            new() { SubjectId = Subjects[0] },
            new() { Decision = "deny", Across = true },
            new() { Reason = "no-rule" },
            new() { Purpose = PurposeCode.Parse(Purposes[0]) },
            new() { Left = true },
        ];
        var before = await AnswersAsync(officer, questions);
        Assert.All(before, Assert.NotEmpty);
        var grounds = await GroundsAsync(officer);
        Assert.NotEmpty(grounds);
        await DeleteLookupsAsync();
        var forged = LookupRows.Of(new SequenceFile(0, [.. (await platform.LogAsync()).Skip(5)])).First(r => r.PartitionKey == "s3");
        await platform.Records.CommitAsync(new RecordCommit("s3", [forged.Row]), CancellationToken.None);

        Assert.Equal(1, await RebuildAsync());
        Assert.Equal(before, await AnswersAsync(officer, questions));
        Assert.Equal(grounds, await GroundsAsync(officer));
        Assert.Equal(0, await RebuildAsync());
        Assert.Equal(before, await AnswersAsync(officer, questions));
    }

    [Fact]
    public async Task Grounds_OfOneAgency_AreCountedAsTheLogCountsThem()
    {
        await FillAsync(new Random(5), 200);
        var officer = TestPlatform.Caller("eastmere-police", AgencyRoles.IgOfficer);
        var expected = (await platform.LogAsync())
            .Select(l => AuditEntry.Parse(l.Span))
            .Count(e => e.Agency == officer.Agency && e.Decision?.Effect == "deny");
        Assert.Equal([new GroundCount("no-rule", expected)], await GroundsAsync(officer));
        Assert.Equal(expected, (await AllAsync(officer, new AuditSearch { Reason = "no-rule", Agency = officer.Agency })).Count);
    }

    [Fact]
    public async Task GroundsAcross_OfAllAgencies_AreThoseOfEachTogether()
    {
        await FillAsync(new Random(6), 200);
        var (from, to) = (new DateOnly(2026, 11, 1), new DateOnly(2026, 12, 31));
        var expected = (await platform.LogAsync()).Select(l => AuditEntry.Parse(l.Span)).Count(e => e.Decision?.Effect == "deny");
        AgencyId[] all = [.. Agencies.Select(AgencyId.Parse)];
        var counted = await platform.Queries.CountGroundsAcrossAsync(all, from, to, CancellationToken.None);
        Assert.Equal([new GroundCount("no-rule", expected)], counted.Grounds);
        var one = await platform.Queries.CountGroundsAcrossAsync([all[0]], from, to, CancellationToken.None);
        Assert.Equal(await GroundsAsync(TestPlatform.Caller(Agencies[0], AgencyRoles.IgOfficer)), one.Grounds);
    }

    [Fact]
    public async Task Search_AYearWithoutAnything_StopsAndGoesOnWithTheNextPage()
    {
        await CommitAsync("eastmere-council", People[0], "subject.read", "thing:1", [], [], null);
        await platform.RelayAsync();
        var officer = TestPlatform.Caller("eastmere-council", AgencyRoles.IgOfficer);
        var today = DateOnly.FromDateTime(platform.Clock.GetUtcNow().UtcDateTime);
        // The newest day first: the one that has something is the last.
        var search = new AuditSearch { From = today, To = today.AddDays(AuditSearch.MaximumDays - 1) };
        var first = await platform.Queries.SearchAsync(officer, search, null, CancellationToken.None);
        Assert.Empty(first.Entries);
        Assert.NotNull(first.Next);
        Assert.Single(await AllAsync(officer, search));
    }

    [Fact]
    public async Task Search_NewEntriesBetweenPages_MoveNoPageAndAreOnNone()
    {
        var officer = TestPlatform.Caller("eastmere-council", AgencyRoles.IgOfficer);
        async Task AddAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                await CommitAsync("eastmere-council", People[i % 3], "subject.read", $"thing:{i}", [], [], null);
                platform.Clock.Advance(TimeSpan.FromMinutes(7));
                if (i % 90 == 0)
                {
                    await platform.RelayAsync();
                }
            }

            await platform.RelayAsync();
        }

        await AddAsync(350);
        var search = new AuditSearch { Act = "subject.read" };
        var seen = new List<long>();
        var pages = new List<AuditPage>();
        do
        {
            var page = await platform.Queries.SearchAsync(officer, search, pages.LastOrDefault()?.Next, CancellationToken.None);
            pages.Add(page);
            seen.AddRange(page.Entries.Select(e => e.Index));
            await AddAsync(60);
        } while (pages[^1].Next is not null);

        Assert.True(pages.Count >= 4);
        Assert.Equal(Enumerable.Range(0, 350).Select(i => (long)i).Reverse(), seen);
        Assert.All(pages, page => Assert.Equal(pages[0].CompleteTo, page.CompleteTo));
        var again = await AllAsync(officer, search);
        Assert.Equal(350 + (60 * pages.Count), again.Count);
    }

    [Fact]
    public async Task Search_AnotherAgencysManyEntries_TellNothingByPagesOrWork()
    {
        for (var i = 0; i < 300; i++)
        {
            await CommitAsync("eastmere-police", People[0], "disclosure.read", "disclosure:theirs", [], [], null);
        }

        await platform.RelayAsync();
        var officer = TestPlatform.Caller("eastmere-health", AgencyRoles.IgOfficer);
        foreach (var record in new[] { "disclosure:theirs", "disclosure:nowhere" })
        {
            var page = await platform.Queries.SearchAsync(officer, new AuditSearch { Record = record }, null, CancellationToken.None);
            Assert.Empty(page.Entries);
            Assert.Null(page.Next);
        }
    }

    [Fact]
    public async Task Search_NothingToLookUpBy_IsAFaultOfTheCaller()
    {
        var officer = TestPlatform.Caller("eastmere-council", AgencyRoles.IgOfficer);
        foreach (
            var search in new[]
            {
                new AuditSearch(),
                new AuditSearch { Recipient = AgencyId.Parse("eastmere-police") },
                new AuditSearch { Since = DateTimeOffset.UnixEpoch },
                new AuditSearch { Across = true, Act = "subject.read" },
                new AuditSearch
                {
                    Across = true,
                    Decision = "deny",
                    SubjectId = Subjects[0],
                },
                new AuditSearch
                {
                    Across = true,
                    Decision = "deny",
                    Record = $"subject:{Subjects[0]}",
                },
            }
        )
        {
            Assert.False(search.CanBeLookedUp);
            await Assert.ThrowsAsync<ArgumentException>(async () =>
                await platform.Queries.SearchAsync(officer, search, null, CancellationToken.None)
            );
        }
    }

    private static AuditSearch Any(Random random)
    {
        string? Some(string[] values) => random.Next(3) == 0 ? random.GetItems(values, 1)[0] : null;
        var day = new DateOnly(2026, 11, 23).AddDays(random.Next(5));
        return new AuditSearch
        {
            Record = random.Next(6) == 0 ? $"thing:{random.Next(400)}" : null,
            SubjectId = random.Next(4) == 0 ? random.GetItems(Subjects, 1)[0] : null,
            Actor = Some(People) is { } person ? $"person:aaaaaaaa-0000-4000-8000-000000000001:{person}" : null,
            Agency = Some(Agencies) is { } agency ? AgencyId.Parse(agency) : null,
            AgreementId = Some(["first", "second"]),
            Decision = Some(["permit", "deny"]),
            Reason = random.Next(5) == 0 ? "no-rule" : null,
            Act = Some(["subject.", "disclosure.made"]),
            From = day,
            To = day.AddDays(random.Next(4)),
            Purpose = random.Next(5) == 0 ? PurposeCode.Parse(random.GetItems(Purposes, 1)[0]) : null,
            AgreementVersion = random.Next(8) == 0 ? 1 + random.Next(2) : null,
            Recipient = random.Next(6) == 0 ? AgencyId.Parse(random.GetItems(Agencies, 1)[0]) : null,
            Left = random.Next(6) == 0,
            Emergency = random.Next(8) == 0,
            Since = random.Next(6) == 0 ? new DateTimeOffset(2026, 11, 23 + random.Next(4), random.Next(24), 0, 0, TimeSpan.Zero) : null,
            Before = random.Next(6) == 0 ? new DateTimeOffset(2026, 11, 24 + random.Next(4), random.Next(24), 0, 0, TimeSpan.Zero) : null,
            Across = random.Next(4) == 0,
        };
    }

    private async Task<Dictionary<string, string[]>> FillAsync(Random random, int count)
    {
        var subjectsOf = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var agency = random.GetItems(Agencies, 1)[0];
            subjectsOf[$"thing:{i}"] = [.. Subjects.Where(_ => random.Next(3) == 0)];
            await CommitAsync(
                agency,
                random.GetItems(People, 1)[0],
                random.GetItems(Acts, 1)[0],
                $"thing:{i}",
                subjectsOf[$"thing:{i}"],
                [.. Agencies.Where(a => a != agency && random.Next(3) == 0)],
                random.Next(3) switch
                {
                    0 => null,
                    1 => new DecisionCitation("permit", "first", 1, new string('a', 64), ["first:r"], [], "6(1)(e)"),
                    _ => new DecisionCitation("deny", random.Next(2) == 0 ? null : "second", 1, null, [], ["no-rule"], null),
                },
                random.Next(2) == 0 ? PurposeCode.Parse(random.GetItems(Purposes, 1)[0]) : null,
                random.Next(9) == 0
            );
            platform.Clock.Advance(TimeSpan.FromMinutes(random.Next(30)));
            if (random.Next(12) == 0)
            {
                await platform.RelayAsync();
            }
        }

        await platform.RelayAsync();
        return subjectsOf;
    }

    private async Task CommitAsync(
        string agency,
        string person,
        string act,
        string record,
        string[] subjects,
        string[] counterparts,
        DecisionCitation? decision,
        PurposeCode? purpose = null,
        bool emergency = false
    ) =>
        await platform.Journal.RecordAsync(
            "s0",
            new AuditAct
            {
                Act = act,
                Caller = TestPlatform.Caller(agency, person: person),
                Records = [record],
                Subjects = [.. subjects.Select(s => new AuditSubject(s))],
                Counterparts = [.. counterparts.Select(AgencyId.Parse)],
                Decision = decision,
                Purpose = purpose,
                Details = emergency
                    ? new Dictionary<string, string>(StringComparer.Ordinal) { [EntryFeatures.EmergencyDetail] = "yes" }
                    : new Dictionary<string, string>(StringComparer.Ordinal),
            },
            CancellationToken.None
        );

    private async Task<IReadOnlyList<long>> AllAsync(Caller officer, AuditSearch search, AuditQueries? queries = null)
    {
        var indexes = new List<long>();
        AuditCursor? next = null;
        do
        {
            var page = await (queries ?? platform.Queries).SearchAsync(officer, search, next, CancellationToken.None);
            Assert.True(page.Entries.Count <= AuditQueries.MaximumPage);
            indexes.AddRange(page.Entries.Select(e => e.Index));
            next = page.Next;
        } while (next is not null);

        // Newest first, and none twice.
        Assert.Equal(indexes.Distinct().OrderDescending(), indexes);
        return indexes;
    }

    private async Task<IReadOnlyList<IReadOnlyList<long>>> AnswersAsync(Caller officer, AuditSearch[] questions)
    {
        var answers = new List<IReadOnlyList<long>>();
        foreach (var question in questions)
        {
            answers.Add(await AllAsync(officer, question));
        }

        return answers;
    }

    private async Task<IReadOnlyList<GroundCount>> GroundsAsync(Caller officer)
    {
        var (from, to) = (new DateOnly(2026, 11, 1), new DateOnly(2026, 12, 31));
        return (await platform.Queries.CountGroundsAsync(officer, from, to, CancellationToken.None)).Grounds;
    }

    private async Task<int> RebuildAsync()
    {
        var rebuild = new LookupRebuild(platform.Records, platform.Blobs);
        var removed = 0;
        LookupRebuildPosition? next = null;
        do
        {
            var step = await rebuild.StepAsync(next, CancellationToken.None);
            (removed, next) = (removed + step.Removed, step.Next);
        } while (next is not null);

        return removed;
    }

    private async Task DeleteLookupsAsync()
    {
        foreach (var shard in Shards.All)
        {
            var rows = await platform.Records.ReadAllAsync(shard, "lookup:", CancellationToken.None);
            foreach (var chunk in rows.Chunk(100))
            {
                var deletes = chunk.Select(r => (RowWrite)new RowWrite.Delete(r.RowKey, null)).ToArray();
                await platform.Records.CommitAsync(new RecordCommit(shard, deletes), CancellationToken.None);
            }
        }
    }
}
