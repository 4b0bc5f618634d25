using System.Collections.Concurrent;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;
using DataSharing.TransparencyLog;
using DataSharing.Web.Tests.Exchange;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DataSharing.Web.Tests.Instances;

/// <summary>
/// Several collectors bring the checkpoints of a growing log to the same three witnesses at once, over one store: nobody cries fork over our own race,
/// what is given out as cosigned never goes back, and in the end every witness's cosignature is there.
/// </summary>
public abstract class CosigningTogetherTests : IAsyncLifetime
{
    private const int Collectors = 3;
    private const int Acts = 90;

    private readonly ConcurrentQueue<string> alarms = new();
    private readonly List<InProcessWitness> witnesses = [];
    private readonly List<RunningPlatform> platforms = [];
    private TestHome? home;

    /// <summary>The embedded home is one process's: there the further collectors run in it, each with a reader and a memory of its own.</summary>
    private protected abstract int Processes { get; }

    private protected abstract Task<TestHome> HomeAsync();

    [Fact]
    public async Task Collectors_AtOnceOverOneStore_LoseNothingAndRaiseNoAlarm()
    {
        var keys = platforms[0].App.Services.GetRequiredService<LogKeys>();
        var log = (await keys.VerifiersAsync(CancellationToken.None))[0];
        witnesses.ForEach(w => w.Watch(log));
        using var stop = new CancellationTokenSource();
        var collecting = Enumerable.Range(0, Collectors - Processes).Select(_ => CollectAsync(stop.Token)).ToArray();
        var watching = WatchAsync(log, stop.Token);
        try
        {
            for (var i = 0; i < Acts; i++)
            {
                await ActAsync(platforms[i % platforms.Count]);
            }

            await WitnessedEastmere.UntilAsync(async () => await IsCosignedByAllAsync() ? "cosigned" : null);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(collecting);
        }

        var seen = await watching;
        Assert.True(seen > 1, "The log was cosigned once only: nothing raced.");
        Assert.Empty(alarms);
        Assert.DoesNotContain(witnesses.SelectMany(w => w.Said), said => said.StartsWith("REFUSED", StringComparison.Ordinal));
    }

    public async Task InitializeAsync()
    {
        foreach (var (name, seed) in new[] { ("northgate", 61), ("westmoor", 62), ("southam", 63) })
        {
            witnesses.Add(await InProcessWitness.StartAsync($"witness.example/{name}", (byte)seed));
        }

        home = await HomeAsync();
        KeyValuePair<string, string?>[] settings =
        [
            new("Witnesses:Members", string.Join(';', witnesses.Select(w => w.Member))),
            new("Witnesses:Wanted", "2"),
            new("Witnesses:PaceMilliseconds", "10"),
            new("Witnesses:AnswerSeconds", "60"),
            new("Witnesses:LongestPauseSeconds", "1"),
            new("Log:CheckpointMilliseconds", "20"),
        ];
        for (var i = 0; i < Processes; i++)
        {
            platforms.Add(await RunningPlatform.StartOnAsync(home, settings, Listen));
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var platform in platforms)
        {
            await platform.DisposeAsync();
        }

        foreach (var witness in witnesses)
        {
            await witness.DisposeAsync();
        }

        if (home is not null)
        {
            await home.DisposeAsync();
        }
    }

    private void Listen(WebApplicationBuilder builder) => builder.Logging.AddProvider(new AlarmCapture(alarms));

    private static async Task ActAsync(RunningPlatform platform)
    {
        var act = new AuditAct
        {
            Act = "disclosure.listed",
            Caller = new Caller(AgencyId.Parse("council"), "tenant", "client", null, AgencyRoles.System, PartnershipRoles.None),
        };
        await platform.App.Services.GetRequiredService<Journal>().RecordAsync(Shards.Of("council"), act, CancellationToken.None);
    }

    private async Task CollectAsync(CancellationToken stop)
    {
        var services = platforms[0].App.Services;
        using var collector = ActivatorUtilities.CreateInstance<WitnessCollector>(
            services,
            ActivatorUtilities.CreateInstance<LogReader>(services),
            new WitnessMonitor()
        );
        while (!stop.IsCancellationRequested)
        {
            await collector.RunAsync(CancellationToken.None);
            await Task.Delay(10, CancellationToken.None);
        }
    }

    /// <summary>Asks every instance in turn for what is cosigned; how often it grew.</summary>
    private async Task<int> WatchAsync(VerifierKey log, CancellationToken stop)
    {
        var (last, grown) = (0L, 0);
        while (!stop.IsCancellationRequested)
        {
            foreach (var platform in platforms)
            {
                using var answer = await platform.Client.GetAsync("/log/cosigned", CancellationToken.None);
                if (!answer.IsSuccessStatusCode)
                {
                    Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
                    Assert.True(last == 0, "What was cosigned is gone.");
                    continue;
                }

                var text = await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
                var checkpoint = Assert.IsType<CheckpointVerdict.Genuine>(CheckpointVerifier.Verify(text, [log])).Checkpoint;
                Assert.True(SignedNote.TryParse(System.Text.Encoding.UTF8.GetString(text), out var note) && Policy.Count(note).IsEnough);
                Assert.True(checkpoint.Size >= last, $"It went back from {last} to {checkpoint.Size}.");
                grown += checkpoint.Size > last ? 1 : 0;
                last = checkpoint.Size;
            }
        }

        return grown;
    }

    private WitnessPolicy Policy =>
        WitnessPolicy.Of([.. witnesses.Select(w => w.Key)], 2).Policy ?? throw new InvalidOperationException("They are distinct.");

    /// <summary>On every instance the newest checkpoint covers all acts, and all witnesses have cosigned it.</summary>
    private async Task<bool> IsCosignedByAllAsync()
    {
        foreach (var platform in platforms)
        {
            using var answer = await platform.Client.GetAsync("/log/checkpoint");
            var text = await answer.Content.ReadAsStringAsync();
            var isAll =
                answer.IsSuccessStatusCode
                && SignedNote.TryParse(text, out var note)
                && Checkpoint.TryParse(note.Text, out var checkpoint)
                && checkpoint.Size >= Acts
                && Policy.Count(note).Cosigned.Count == witnesses.Count
                && text == await platform.Client.GetStringAsync("/log/cosigned");
            if (!isAll)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whatever says that history was changed.</summary>
    private sealed class AlarmCapture(ConcurrentQueue<string> alarms) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (eventId.Name == "WitnessRefusedHistory")
            {
                alarms.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose() { }
    }
}

public sealed class EmbeddedCosigningTogetherTests : CosigningTogetherTests
{
    private protected override int Processes => 1;

    private protected override Task<TestHome> HomeAsync() => TestHome.CreateAsync();
}

public sealed class CloudCosigningTogetherTests : CosigningTogetherTests
{
    private protected override int Processes => 3;

    private protected override Task<TestHome> HomeAsync() => TestHome.CloudAsync();
}
