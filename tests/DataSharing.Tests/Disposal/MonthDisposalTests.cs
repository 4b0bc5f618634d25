using DataSharing.Audit;
using DataSharing.Disposal;
using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.Tests.Disposal;

/// <summary>What people said of their looks goes when its retention time is over: by itself, once, certified, and never before it may.</summary>
public sealed class MonthDisposalTests
{
    private static readonly Caller Officer = TestPlatform.Caller("council", AgencyRoles.IgOfficer, "0a000000-0000-4000-8000-000000000012");

    [Fact]
    public async Task Month_WhoseTimeIsOver_IsCertifiedAndOpensNoMore()
    {
        await using var world = await MonthWorld.CreateAsync();
        var (november, december) = (MonthWorld.November(MonthWorld.Council), MonthWorld.December(MonthWorld.Council));
        world.Platform.Clock.SetUtcNow(MonthWorld.Due.AddMilliseconds(-1));
        await world.SweepAsync();
        Assert.True(await world.IsThereAsync(november), "It went before its time.");
        Assert.Equal("Words of November.", (await EntryAsync(world)).Private?.Justification);

        world.Platform.Clock.SetUtcNow(MonthWorld.Due);
        await world.SweepAsync();
        Assert.False(await world.IsThereAsync(november));
        Assert.True(await world.IsThereAsync(december), "It went before its time.");
        Assert.True(await world.IsThereAsync(MonthWorld.November(MonthWorld.Police)), "The police keep theirs ten years.");
        var gone = await EntryAsync(world);
        Assert.Null(gone.Private);
        Assert.Equal(MonthWorld.Due, gone.WordsDisposedAt);

        var certificate = Assert.Single(await world.CertificatesAsync(november));
        Assert.Equal("platform", certificate.Actor);
        Assert.Equal([MonthWorld.Council], certificate.Counterparts);
        Assert.Empty(certificate.Subjects);
        Assert.Null(certificate.Common);
        var details = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["agency"] = "council",
            ["backups-expire-on"] = "2034-01-05",
            ["ground"] = "retention-ended",
            ["month"] = "2026-11",
            ["retention-months"] = "84",
        };
        Assert.Equal(details.OrderBy(d => d.Key), certificate.Details.OrderBy(d => d.Key));
        await Assert.ThrowsAsync<KeyDestroyedException>(async () =>
            await world.Platform.Keys.FindOrCreateAsync(november.KeyId, CancellationToken.None)
        );

        // A month later the next one goes, and no month twice.
        world.Platform.Clock.SetUtcNow(MonthWorld.Due.AddMonths(1));
        await world.SweepAsync();
        Assert.False(await world.IsThereAsync(december));
        Assert.Single(await world.CertificatesAsync(november));
        Assert.Single(await world.CertificatesAsync(december));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sweep_DyingAtEachCallInTurn_TheNextProcessEndsIt(bool after)
    {
        var deaths = 0;
        for (var call = 1; ; call++)
        {
            await using var world = await MonthWorld.CreateAsync();
            world.Platform.Clock.SetUtcNow(MonthWorld.Due.AddMonths(1));
            var died = false;
            using (var process = world.Process(Fate.AtCall(call, after)))
            {
                try
                {
                    await process.Months.RunAsync(CancellationToken.None);
                }
                catch (DiedException)
                {
                    died = true;
                }
            }

            await world.RelayAsync();
            foreach (var month in new[] { MonthWorld.November(MonthWorld.Council), MonthWorld.December(MonthWorld.Council) })
            {
                // Never a destroyed key without its certificate, nor a certificate without the destruction.
                Assert.Equal(await world.IsThereAsync(month) ? 0 : 1, (await world.CertificatesAsync(month)).Count);
            }

            await world.SweepAsync();
            foreach (var month in new[] { MonthWorld.November(MonthWorld.Council), MonthWorld.December(MonthWorld.Council) })
            {
                Assert.False(await world.IsThereAsync(month));
                Assert.Single(await world.CertificatesAsync(month));
            }

            if (!died)
            {
                break;
            }

            deaths++;
        }

        // The look over all shards alone takes more calls than this.
        Assert.InRange(deaths, 48, 1_000);
    }

    [Fact]
    public async Task Sweep_ByTwoInstancesAtOnce_CertifiesOnce()
    {
        await using var world = await MonthWorld.CreateAsync();
        world.Platform.Clock.SetUtcNow(MonthWorld.Due);
        using var one = world.Process(new Fate(1, 0));
        using var other = world.Process(new Fate(2, 0));
        await Task.WhenAll(one.Months.RunAsync(CancellationToken.None), other.Months.RunAsync(CancellationToken.None));
        await world.SweepAsync();
        Assert.Single(await world.CertificatesAsync(MonthWorld.November(MonthWorld.Council)));
    }

    [Fact]
    public async Task LegalHold_OnSomebodyLookedAtInTheMonth_KeepsThatMonthAlone()
    {
        await using var world = await MonthWorld.CreateAsync();
        using var process = world.Process();
        world.Platform.Clock.SetUtcNow(MonthWorld.Due.AddMonths(1));
        var set = Assert.IsType<LegalHoldOutcome.Done>(
            await process.Holds.SetAsync(
                Officer,
                world.Subject,
                new LegalHoldRequest("The coroner asks."),
                world.Retry(),
                CancellationToken.None
            )
        );
        await world.SweepAsync();
        Assert.False(await world.IsThereAsync(MonthWorld.December(MonthWorld.Council)), "Nobody who is held was looked at in it.");
        Assert.True(await world.IsThereAsync(MonthWorld.November(MonthWorld.Council)));
        Assert.Empty(await world.CertificatesAsync(MonthWorld.November(MonthWorld.Council)));
        Assert.Null((await EntryAsync(world)).WordsDisposedAt);

        var (id, version) = (set.Hold.Id, set.Hold.Version);
        Assert.IsType<LegalHoldOutcome.Done>(
            await process.Holds.LiftAsync(Officer, world.Subject, id, version, "The inquest is over.", CancellationToken.None)
        );
        await world.SweepAsync();
        Assert.False(await world.IsThereAsync(MonthWorld.November(MonthWorld.Council)));
    }

    /// <summary>The hold is set at each call of the sweep in turn: once it is answered, nothing that it holds goes.</summary>
    [Fact]
    public async Task LegalHold_SetWhileTheSweepRuns_IsInTheWayOrTooLate()
    {
        var (kept, gone) = (0, 0);
        for (var call = 1; ; call++)
        {
            await using var world = await MonthWorld.CreateAsync();
            world.Platform.Clock.SetUtcNow(MonthWorld.Due);
            using var officer = world.Process();
            var wasThere = true;
            var store = new InterruptedStore(
                world.Platform.Records,
                call,
                async () =>
                {
                    var set = await officer.Holds.SetAsync(
                        Officer,
                        world.Subject,
                        new LegalHoldRequest("At once."),
                        world.Retry(),
                        CancellationToken.None
                    );
                    Assert.IsType<LegalHoldOutcome.Done>(set);
                    wasThere = await world.IsThereAsync(MonthWorld.November(MonthWorld.Council));
                }
            );
            using (var process = new DisposalProcess(world.Platform, store, world.Platform.Blobs))
            {
                await process.Months.RunAsync(CancellationToken.None);
            }

            if (!store.Interrupted)
            {
                break;
            }

            var isThere = await world.IsThereAsync(MonthWorld.November(MonthWorld.Council));
            Assert.True(wasThere == isThere, $"It was held at call {call}, and went.");
            (kept, gone) = (kept + (isThere ? 1 : 0), gone + (isThere ? 0 : 1));
        }

        Assert.True(kept > 40 && gone > 0, $"{kept} kept, {gone} gone");
    }

    [Fact]
    public async Task EmergencyOfTheMonth_WaitingForItsReview_KeepsTheWordsOfBothAgencies()
    {
        await using var world = await MonthWorld.CreateAsync();
        using var process = world.Process();
        world.Platform.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 4, 9, 0, 0, TimeSpan.Zero));
        var (id, record) = await world.EmergencyAsync(process);
        await world.LookAsync(process, MonthWorld.Police, "The police's words of December.");
        await world.RelayAsync();
        world.Platform.Clock.SetUtcNow(MonthWorld.Due.AddYears(4));
        await world.SweepAsync();
        Assert.False(await world.IsThereAsync(MonthWorld.November(MonthWorld.Council)), "The emergency was later.");
        Assert.True(await world.IsThereAsync(MonthWorld.December(MonthWorld.Council)));
        Assert.True(await world.IsThereAsync(MonthWorld.December(MonthWorld.Police)));

        var review = new EmergencyReview(EmergencyOutcome.Upheld, Officer.Actor, world.Platform.Clock.GetUtcNow(), []);
        var row = await world.Platform.Records.FindAsync(Shards.Of(id), DisclosureRecord.RowKey(id), CancellationToken.None);
        var reviewed = record with { Emergency = record.Emergency! with { Reviews = [review] } };
        var write = DisclosureRecord.Format.Replace(DisclosureRecord.RowKey(id), reviewed, row!.Version);
        await world.Platform.Records.CommitAsync(new RecordCommit(Shards.Of(id), [write]), CancellationToken.None);
        await world.SweepAsync();
        Assert.False(await world.IsThereAsync(MonthWorld.December(MonthWorld.Council)));
        Assert.False(await world.IsThereAsync(MonthWorld.December(MonthWorld.Police)));
    }

    [Fact]
    public async Task Month_WhoseActsWaitForTheLog_IsKept()
    {
        await using var world = await MonthWorld.CreateAsync();
        using var process = world.Process();
        await world.LookAsync(process, MonthWorld.Council, "Late for the log.");
        world.Platform.Clock.SetUtcNow(MonthWorld.Due.AddMonths(1));
        await process.Months.RunAsync(CancellationToken.None);
        Assert.False(await world.IsThereAsync(MonthWorld.November(MonthWorld.Council)));
        Assert.True(await world.IsThereAsync(MonthWorld.December(MonthWorld.Council)));
        await world.RelayAsync();
        // The same process looks again when its time has come, not at once.
        await process.Months.RunAsync(CancellationToken.None);
        Assert.True(await world.IsThereAsync(MonthWorld.December(MonthWorld.Council)));
        world.Platform.Clock.Advance(TimeSpan.FromHours(1));
        await process.Months.RunAsync(CancellationToken.None);
        Assert.False(await world.IsThereAsync(MonthWorld.December(MonthWorld.Council)));
    }

    [Theory]
    [InlineData("council=84;council=85")]
    [InlineData("council=0")]
    [InlineData("council=1201")]
    [InlineData("council")]
    [InlineData("The Council=84")]
    [InlineData("council=-1")]
    public void Options_RetentionThatCannotBeRead_AreRefused(string times)
    {
        var options = new DisposalOptions { MonthRetentionOfAgencies = times };
        Assert.Single(options.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(options)));
    }

    private static async Task<LoggedEntry> EntryAsync(MonthWorld world)
    {
        var question = new AuditSearch { SubjectId = world.Subject, Act = "subject.read" };
        var page = await world.Platform.Queries.SearchAsync(Officer, question, null, CancellationToken.None);
        return Assert.Single(page.Entries);
    }
}

/// <summary>The real record store; just before one of the calls of its user, something else happens.</summary>
internal sealed class InterruptedStore(IRecordStore inner, int at, Func<Task> happens) : IRecordStore
{
    private int calls;

    public bool Interrupted { get; private set; }

    public async ValueTask<StoredRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        await CountAsync();
        return await inner.FindAsync(partitionKey, rowKey, cancellationToken);
    }

    public async ValueTask<RowPage> ReadRangeAsync(
        string partitionKey,
        string from,
        string toExclusive,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await CountAsync();
        return await inner.ReadRangeAsync(partitionKey, from, toExclusive, limit, cancellationToken);
    }

    public async ValueTask<CommitOutcome> CommitAsync(RecordCommit commit, CancellationToken cancellationToken)
    {
        await CountAsync();
        return await inner.CommitAsync(commit, cancellationToken);
    }

    private async Task CountAsync()
    {
        if (Interlocked.Increment(ref calls) == at)
        {
            Interrupted = true;
            await happens();
        }
    }
}
