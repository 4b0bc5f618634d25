using System.Text.Json;
using DataSharing.Testing;

namespace DataSharing.Web.Tests.Exchange;

/// <summary>Eastmere with three witnesses, of which two are wanted: two that answer, and one that is away.</summary>
public class WitnessedEastmere : Eastmere, IAsyncLifetime
{
    // Nobody listens on the discard port.
    private const string Nowhere = "http://127.0.0.1:9";

    private readonly List<InProcessWitness> witnesses = [];
    private string away = "";

    internal IReadOnlyList<InProcessWitness> Witnesses => witnesses;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [
            new("Witnesses:Members", string.Join(';', witnesses.Select(w => w.Member).Append($"{away} {Nowhere}"))),
            new("Witnesses:Wanted", "2"),
            new("Witnesses:PaceMilliseconds", "50"),
            new("Witnesses:LongestPauseSeconds", "1"),
        ];

    public new async Task InitializeAsync()
    {
        witnesses.Add(await InProcessWitness.StartAsync("witness.example/northgate", 41));
        witnesses.Add(await InProcessWitness.StartAsync("witness.example/westmoor", 42));
        using var third = new TransparencyLog.WitnessSigner("witness.example/southam", [.. Enumerable.Repeat((byte)43, 32)]);
        away = third.WitnessKey.ToString();
        await base.InitializeAsync();
    }

    public new async Task DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var witness in witnesses)
        {
            await witness.DisposeAsync();
        }
    }

    /// <summary>Asks until it is so; a busy machine may take its time.</summary>
    internal static async Task<T> UntilAsync<T>(Func<Task<T?>> ask)
        where T : class
    {
        T? found = null;
        await Eventually.TrueAsync(async () => (found = await ask()) is not null);
        return found ?? throw new InvalidOperationException("It was waited for.");
    }

    /// <summary>What the officer is told of the log.</summary>
    internal async Task<JsonDocument> LogAsync(string user = "joan")
    {
        using var answer = await GetAsync(user, "/api/audit/log");
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }
}

/// <summary>The same over the cloud home.</summary>
public sealed class WitnessedEastmereInTheCloud : WitnessedEastmere
{
    protected override bool IsAzure => true;
}

/// <summary>For tests whose witnesses have seen another history: one log must not spoil the other tests'.</summary>
public sealed class DoubtedEastmere : WitnessedEastmere;
