using DataSharing.Storage;
using Xunit;

namespace DataSharing.Embedded.Tests;

/// <summary>The orders of events that a stress test meets too seldom.</summary>
public sealed class RowCacheTests
{
    private static readonly RowId Id = new("s1", "row:1");

    private readonly RowCache cache = new(1024 * 1024);

    private static StoredRow Row(string version, int bytes = 10) => new(Id.Key, 1, new byte[bytes], new RowVersion(version));

    private long TicketFor(RowId id)
    {
        Assert.False(cache.TryFind(id, out _, out var ticket));
        return ticket;
    }

    private void Keep(RowId id, StoredRow? row) => cache.Fill(id, row, TicketFor(id));

    [Fact]
    public void Fill_ThenFind_AnswersRowsAndAbsences()
    {
        var other = new RowId("s1", "row:2");
        Keep(Id, Row("1"));
        Keep(other, null);

        Assert.True(cache.TryFind(Id, out var row, out _));
        Assert.Equal(new RowVersion("1"), row?.Version);
        Assert.True(cache.TryFind(other, out var absent, out _));
        Assert.Null(absent);
    }

    [Fact]
    public void Fill_WithWhatWasReadBeforeAChange_IsRefused()
    {
        var before = TicketFor(Id);
        cache.Show(Id, cache.Hide(Id), Row("2"));

        cache.Fill(Id, Row("1"), before);

        Assert.False(cache.TryFind(Id, out _, out _));
    }

    [Fact]
    public void Fill_WithWhatWasReadDuringACommit_IsRefused()
    {
        var hold = cache.Hide(Id);
        var during = TicketFor(Id);
        cache.Fill(Id, Row("1"), during);
        cache.Show(Id, hold, Row("2"));
        cache.Fill(Id, Row("1"), during);

        Assert.False(cache.TryFind(Id, out _, out _));
    }

    [Fact]
    public void Hide_UntilShown_SendsReadersToTheDatabase()
    {
        Keep(Id, Row("1"));

        var hold = cache.Hide(Id);
        Assert.False(cache.TryFind(Id, out _, out _));
        cache.Show(Id, hold, Row("2"));

        Assert.True(cache.TryFind(Id, out var row, out _));
        Assert.Equal(new RowVersion("2"), row?.Version);
    }

    [Fact]
    public void Show_DeletedOrCreated_IsNotAnsweredFromBefore()
    {
        Keep(Id, Row("1"));
        cache.Show(Id, cache.Hide(Id), null);
        Assert.False(cache.TryFind(Id, out _, out _));

        Keep(Id, null);
        cache.Show(Id, cache.Hide(Id), Row("2"));
        Assert.False(cache.TryFind(Id, out _, out _));
    }

    [Fact]
    public void Clear_RefusesWhatWasReadBefore()
    {
        var before = TicketFor(Id);
        cache.Clear();
        cache.Fill(Id, Row("1"), before);
        Assert.False(cache.TryFind(Id, out _, out _));
    }

    [Fact]
    public void Fill_MoreThanItHolds_LetsTheOldGo()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Keep(new RowId("s1", $"row:{i}"), Row("1", 1_000));
        }

        var kept = Enumerable.Range(0, 10_000).Count(i => cache.TryFind(new RowId("s1", $"row:{i}"), out _, out _));
        Assert.InRange(kept, 400, 1_024 * 1_024 / 1_000);
    }

    [Fact]
    public void Show_TheSameRowAgainAndAgain_StaysWithinTheLimit()
    {
        for (var i = 0; i < 100_000; i++)
        {
            Keep(Id, null);
            cache.Show(Id, cache.Hide(Id), Row("1", 1_000));
        }

        Assert.False(cache.TryFind(Id, out _, out _));
    }
}
