using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using DataSharing.Testing.Azure;
using Xunit;

namespace DataSharing.Cli.Tests.Storm;

/// <summary>
/// Three processes over one cloud home are asked without pause while an agreement is suspended, left, ended and brought back, and an agency is
/// suspended. Held against the times of asking and of acknowledgment: whatever began after an acknowledgment was answered by it, by every process.
/// </summary>
public sealed class ImmediateEffectTests : IAsyncLifetime
{
    private const int Processes = 3;

    private readonly string folder = Directory.CreateTempSubdirectory("datasharing-effect-").FullName;
    private readonly ConcurrentQueue<Asked> asked = new();
    private readonly long[] heard = new long[Processes];
    private readonly List<Phase> phases = [];
    private BoroughInProcesses? borough;
    private OwnAgreement? agreement;

    private BoroughInProcesses Borough => borough ?? throw new InvalidOperationException("Not started.");

    private OwnAgreement Agreement => agreement ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        var home = Homes.Azure(await Azurite.SharedAsync(), folder, $"effect{Guid.NewGuid():N}"[..20]);
        borough = await BoroughInProcesses.StartAsync(Processes, Homes.Settings(home), folder);
        agreement = new OwnAgreement(borough, "immediate-effect");
    }

    public async Task DisposeAsync()
    {
        if (borough is not null)
        {
            await borough.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public Task WhateverBeginsAfterAnAcknowledgment_IsAnsweredByIt_ByEveryProcess() => RunAsync(rounds: 1);

    [Fact]
    [Trait("Category", "Storm")]
    public Task WhateverBeginsAfterAnAcknowledgment_IsAnsweredByIt_ManyTimesOver() => RunAsync(rounds: 12);

    private async Task RunAsync(int rounds)
    {
        await Agreement.EnactAsync();
        using var stop = new CancellationTokenSource();
        var askers = Borough.All.Select((process, place) => Task.Run(() => AskAsync(process, place, stop.Token))).ToArray();
        try
        {
            Begin("in force", permits: true);
            await HeardAsync();
            for (var round = 0; round < rounds; round++)
            {
                await SuspendAndResumeAsync(round);
                await SuspendAgencyAsync(round);
                await WithdrawAsync(round);
                await TerminateAsync(round);
                await ExpireAsync(round);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(askers);
        }

        Judge(rounds);
    }

    private async Task SuspendAndResumeAsync(int round)
    {
        await ChangeAsync("suspension", false, () => Agreement.StepAsync(At(round), "olwen", "suspension", Reason()));
        await ChangeAsync("resumption", true, () => Agreement.ResumeAsync(At(round + 1)));
    }

    private async Task SuspendAgencyAsync(int round)
    {
        const string Path = "/api/agencies/eastmere-police";
        await ChangeAsync("agency suspended", false, () => StandAsync(At(round), HttpMethod.Post, Reason()));
        await ChangeAsync("agency resumed", true, () => StandAsync(At(round + 2), HttpMethod.Delete, null));

        async Task<HttpResponseMessage> StandAsync(PlatformProcess instance, HttpMethod method, JsonNode? body)
        {
            using var read = await Borough.SendAsync(instance, "olwen", HttpMethod.Get, Path);
            return await Borough.SendAsync(instance, "olwen", method, $"{Path}/suspension", body, read.Headers.ETag?.Tag);
        }
    }

    private async Task WithdrawAsync(int round)
    {
        await ChangeAsync(
            "party left",
            false,
            () => Agreement.StepAsync(At(round + 1), "lena", "parties/eastmere-police/withdrawal", Reason())
        );
        await EnactAgainAsync();
    }

    private async Task TerminateAsync(int round)
    {
        await ChangeAsync("termination", false, () => Agreement.StepAsync(At(round + 2), "olwen", "termination", Reason()));
        await EnactAgainAsync();
    }

    /// <summary>An end at a moment to come: nobody acknowledges its coming, the clock of each request does.</summary>
    private async Task ExpireAsync(int round)
    {
        var body = Reason();
        var end = DateTimeOffset.UtcNow.AddSeconds(2);
        body["effectiveAt"] = end.ToString("O", CultureInfo.InvariantCulture);
        using var set = await Agreement.StepAsync(At(round), "olwen", "termination", body);
        Assert.True(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
        // On a busy machine the answer may come after the end that it sets: only what begins after both is bound.
        var told = DateTimeOffset.UtcNow;
        End(end.AddSeconds(-2));
        while (DateTimeOffset.UtcNow <= end)
        {
            await Task.Delay(50);
        }

        phases.Add(new Phase("end by the clock", false, told > end ? told : end, DateTimeOffset.MaxValue));
        await HeardAsync();
        await EnactAgainAsync();
    }

    private async Task EnactAgainAsync()
    {
        End(DateTimeOffset.UtcNow);
        await Agreement.EnactAsync();
        Begin("in force again", permits: true);
        await HeardAsync();
    }

    /// <summary>Makes a change; the phase before it ends as it is asked for, the next begins as it has been acknowledged.</summary>
    private async Task ChangeAsync(string name, bool permits, Func<Task<HttpResponseMessage>> change)
    {
        End(DateTimeOffset.UtcNow);
        using var answer = await change();
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        Begin(name, permits);
        await HeardAsync();
    }

    private void Begin(string name, bool permits) => phases.Add(new Phase(name, permits, DateTimeOffset.UtcNow, DateTimeOffset.MaxValue));

    private void End(DateTimeOffset at) => phases[^1] = phases[^1] with { End = at };

    /// <summary>Waits until every process has answered something that began in this phase.</summary>
    private async Task HeardAsync()
    {
        var since = phases[^1].Begin.UtcTicks;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (Enumerable.Range(0, Processes).Any(place => Volatile.Read(ref heard[place]) <= since))
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private async Task AskAsync(PlatformProcess instance, int place, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var question = new JsonObject
            {
                ["to"] = "eastmere-police",
                ["subjectId"] = Borough.Id(Aftermath.Subject),
                ["purpose"] = Agreement.Purpose,
                ["reason"] = "Strategy discussion",
                ["content"] = new JsonObject { ["risk"] = new JsonObject { ["note"] = "seeded risk" } },
            };
            var begin = DateTimeOffset.UtcNow;
            using var answer = await Borough.SendAsync(instance, "amira", HttpMethod.Post, "/api/disclosures", question);
            asked.Enqueue(new Asked(place, begin, DateTimeOffset.UtcNow, answer.StatusCode));
            Volatile.Write(ref heard[place], begin.UtcTicks);
        }
    }

    /// <summary>The oracle: times and answers, and nothing of how the platform works.</summary>
    private void Judge(int rounds)
    {
        var (permitted, refused) = (0, 0);
        foreach (var phase in phases)
        {
            foreach (var question in asked.Where(a => a.Begin > phase.Begin && a.End < phase.End))
            {
                if (question.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
                {
                    continue;
                }

                var expected = phase.Permits ? HttpStatusCode.Created : HttpStatusCode.Forbidden;
                Assert.True(
                    question.Status == expected,
                    $"process {question.Place} answered {question.Status} at {question.Begin:O}, after \"{phase.Name}\" was acknowledged at {phase.Begin:O}"
                );
                permitted += phase.Permits ? 1 : 0;
                refused += phase.Permits ? 0 : 1;
            }
        }

        Assert.Equal(rounds * 10 + 1, phases.Count);
        Assert.True(permitted >= rounds * 5 && refused >= rounds * 5, $"{permitted} permitted, {refused} refused of {asked.Count}");
    }

    private PlatformProcess At(int place) => Borough.All[place % Processes];

    private static JsonObject Reason() => new() { ["reason"] = "Under review" };

    /// <param name="Place">Which instance.</param>
    /// <param name="Begin">Before it was sent.</param>
    /// <param name="End">After it was answered.</param>
    /// <param name="Status">The answer.</param>
    private sealed record Asked(int Place, DateTimeOffset Begin, DateTimeOffset End, HttpStatusCode Status);

    /// <param name="Name">What had been changed.</param>
    /// <param name="Permits">Whether sharing is permitted.</param>
    /// <param name="Begin">When that had been acknowledged.</param>
    /// <param name="End">When something else was asked for.</param>
    private sealed record Phase(string Name, bool Permits, DateTimeOffset Begin, DateTimeOffset End);
}
