using System.Text;
using DataSharing.Audit;
using DataSharing.Disposal;
using DataSharing.Exchange;
using DataSharing.Storage;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.Tests.Disposal;

/// <summary>The process that confirms and sweeps up dies at each call of the store in turn, before it or after it; the next one goes on.</summary>
public sealed class DisposalDeathTests
{
    private static readonly RetryKey Confirmed = new("confirmed-once", new byte[] { 2 });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Erase_DyingAtEachCallInTurn_TheNextProcessEndsIt(bool after)
    {
        var deaths = 0;
        for (var call = 1; ; call++)
        {
            await using var world = await DisposalWorld.CreateAsync();
            var died = await DiesAsync(world, Fate.AtCall(call, after));
            await AssertNothingHalfAsync(world);
            await EndAsync(world);
            await AssertErasedAsync(world);
            if (!died)
            {
                break;
            }

            deaths++;
        }

        // Reading what there is alone takes more calls than this.
        Assert.InRange(deaths, 40, 1_000);
    }

    [Fact]
    public async Task Erase_TwoSweepersAtOnce_DoEachStepOnce()
    {
        await using var world = await DisposalWorld.CreateAsync();
        using var process = world.Process();
        await ConfirmAsync(world, process);
        await world.RelayAsync();
        using var other = world.Process();
        await Task.WhenAll(process.Sweep.RunAsync(CancellationToken.None), other.Sweep.RunAsync(CancellationToken.None));
        await EndAsync(world);
        await AssertErasedAsync(world);
    }

    [Fact]
    public async Task Sweep_OneThatCannotBeRead_KeepsNoOtherFromBeingErased()
    {
        await using var world = await DisposalWorld.CreateAsync();
        using var process = world.Process();
        const string Unreadable = "00000000-0000-4000-8000-000000000000";
        RowWrite[] rows =
        [
            new RowWrite.Insert($"disposing:{Unreadable}", 1, "{\"since\":\"2026-11-23T09:00:00+00:00\"}"u8.ToArray()),
            new RowWrite.Insert($"disposal:{Unreadable}", 99, "{}"u8.ToArray()),
        ];
        await world.Platform.Records.CommitAsync(new RecordCommit(Shards.All[0], rows), CancellationToken.None);
        await ConfirmAsync(world, process);
        for (var round = 0; round < 3; round++)
        {
            await world.RelayAsync();
            // An operator has to hear of it, each time.
            await Assert.ThrowsAsync<UnknownRowVersionException>(() => process.Sweep.RunAsync(CancellationToken.None));
        }

        Assert.Equal(DisposalState.Complete, (await world.DisposalAsync()).State);
    }

    [Fact]
    public async Task Confirm_WhileTheLogIsFarBehind_DestroysNothing()
    {
        await using var world = await DisposalWorld.CreateAsync();
        using var process = world.Process();
        await process.Journal.RecordAsync("s0", new AuditAct { Act = "emergency.share-made", Caller = null }, CancellationToken.None);
        world.Platform.Clock.Advance(TimeSpan.FromMinutes(6));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => ConfirmAsync(world, process));
        Assert.Equal(DisposalState.Proposed, (await world.DisposalAsync()).State);
        await world.RelayAsync();
        await ConfirmAsync(world, process);
    }

    [Fact]
    public async Task Key_KnownToAnotherInstance_IsGoneThereAtOnceAndNotMadeAgain()
    {
        await using var world = await DisposalWorld.CreateAsync();
        using var other = world.Process();
        var keyId = Protection.DataKeyId.OfSubject(world.Gone, DisposalWorld.Council);
        Assert.NotNull(await other.Keys.FindAsync(keyId, CancellationToken.None));
        using var process = world.Process();
        await ConfirmAsync(world, process);

        Assert.Null(await other.Keys.FindAsync(keyId, CancellationToken.None));
        var held = await other.Keys.OfSubjectAsync(world.Gone, CancellationToken.None);
        Assert.Null(await held.FindAsync(DisposalWorld.Council, CancellationToken.None));
        await Assert.ThrowsAsync<Protection.KeyDestroyedException>(async () =>
            await other.Keys.FindOrCreateAsync(keyId, CancellationToken.None)
        );
        Assert.Equal(world.Disposal, await other.Keys.CertificateAsync(keyId, CancellationToken.None));
    }

    private static async Task<bool> DiesAsync(DisposalWorld world, Fate fate)
    {
        using var process = world.Process(fate);
        try
        {
            await ConfirmAsync(world, process);
            await world.RelayAsync();
            await process.Sweep.RunAsync(CancellationToken.None);
            return false;
        }
        catch (DiedException)
        {
            return true;
        }
    }

    private static async Task ConfirmAsync(DisposalWorld world, DisposalProcess process) =>
        Assert.IsType<DisposalOutcome.Done>(
            await process.Confirmation.ConfirmAsync(
                DisposalWorld.Officer,
                world.Disposal,
                world.Proposed,
                Confirmed,
                CancellationToken.None
            )
        );

    /// <summary>The officer sends the same again, whatever was heard of the first try; the platform sweeps until nothing is left.</summary>
    private static async Task EndAsync(DisposalWorld world)
    {
        using var next = world.Process();
        await ConfirmAsync(world, next);
        var left = true;
        for (var i = 0; i < 10 && left; i++)
        {
            await world.RelayAsync();
            left = await next.Sweep.RunAsync(CancellationToken.None);
        }

        Assert.False(left);
        await world.RelayAsync();
    }

    /// <summary>Either all is there, or the key is gone and with it everything that it sealed.</summary>
    private static async Task AssertNothingHalfAsync(DisposalWorld world)
    {
        using var reader = world.Process();
        var keyId = Protection.DataKeyId.OfSubject(world.Gone, DisposalWorld.Council);
        var key = await reader.Keys.FindAsync(keyId, CancellationToken.None);
        var isProposed = (await world.DisposalAsync()).State == DisposalState.Proposed;
        Assert.Equal(isProposed, key is not null);
        var rows = await world.RowsAsync();
        Assert.Equal(isProposed, rows.Any(r => r.RowKey == $"subject:{world.Gone}"));
    }

    private static async Task AssertErasedAsync(DisposalWorld world)
    {
        var disposal = await world.DisposalAsync();
        Assert.Equal(DisposalState.Complete, disposal.State);
        Assert.Null(disposal.SubjectId);
        Assert.Equal(2, disposal.Destroyed["links"]);
        Assert.Equal(1, disposal.Recipients["police"]);
        var rows = await world.RowsAsync();
        Assert.Equal(
            [$"key:{world.Gone}:council"],
            rows.Select(r => r.RowKey).Where(k => k.Contains(world.Gone, StringComparison.Ordinal))
        );
        Assert.DoesNotContain(rows, r => Encoding.UTF8.GetString(r.Body.Span).Contains(world.Gone, StringComparison.Ordinal));
        Assert.DoesNotContain(rows, r => r.RowKey.StartsWith("disposing:", StringComparison.Ordinal));
        Assert.Contains(rows, r => r.RowKey == $"subject:{world.Stays}");
        Assert.Contains(rows, r => r.RowKey.StartsWith($"fact:{world.Stays}:", StringComparison.Ordinal));
        Assert.Single(rows, r => r.RowKey.StartsWith($"involved:{world.Stays}:", StringComparison.Ordinal));

        var row = rows.Single(r => r.RowKey == DisclosureRecord.RowKey(world.Disclosure));
        Assert.True(DisclosureRecord.Format.Read(row).IsDisposed);
        await foreach (var blob in world.Platform.Blobs.ListAsync("content/", null, CancellationToken.None))
        {
            Assert.Fail($"{blob} is still there.");
        }

        var acts = (await world.Platform.LogAsync()).Select(leaf => AuditEntry.Parse(leaf.Span).Act).ToArray();
        foreach (var act in new[] { "subject.disposed", "disposal.completed", "disclosure.disposed" })
        {
            Assert.Single(acts, act);
        }

        Assert.Equal(2, acts.Count(a => a == "event.disposed"));
    }
}
