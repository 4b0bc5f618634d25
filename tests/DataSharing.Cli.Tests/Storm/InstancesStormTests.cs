using System.Diagnostics;
using Azure.Data.Tables;
using DataSharing.AzureServices;
using DataSharing.AzureServices.Blobs;
using DataSharing.DevIdentity;
using DataSharing.Embedded;
using DataSharing.Testing.Azure;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Xunit.Abstractions;

namespace DataSharing.Cli.Tests.Storm;

/// <summary>
/// Three instances over one cloud home on the emulator, founded by all at once, are killed at random, each by itself, while visitors write and read
/// through all. Whatever any of them acknowledged must be there for every one, and in the log exactly once.
/// </summary>
[Trait("Category", "Storm")]
public sealed class InstancesStormTests(ITestOutputHelper output) : IDisposable
{
    private const int Instances = 3;
    private const int People = 8;
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(75);

    private readonly string folder = Directory.CreateTempSubdirectory("datasharing-storm-").FullName;

    [Fact]
    public async Task Instances_KilledUnderLoad_LoseNothingAndDoNothingTwice()
    {
        await using var issuer = DevIssuer.Build(new DevIssuerOptions { Url = "http://127.0.0.1:0" });
        await issuer.StartAsync();
        var (tokens, issuerAddress) = (
            issuer.Services.GetRequiredService<DevTokens>(),
            issuer.Services.GetRequiredService<DevAddress>().Value
        );
        var azurite = await Azurite.SharedAsync();
        var home = Homes.Azure(azurite, folder, "storm");
        var platforms = Enumerable.Range(0, Instances).Select(_ => new PlatformProcess(Homes.Settings(home), issuerAddress)).ToArray();
        try
        {
            await Task.WhenAll(platforms.Select(platform => platform.StartAsync()));
            var addresses = platforms.Select(platform => platform.Address).ToArray();
            var subject = (await Aftermath.LoadScenarioAsync(addresses[0], issuerAddress, folder))[Aftermath.Subject];
            using var visitors = new Visitors(
                addresses,
                tokens.For(DemoIdentities.People["amira"]),
                tokens.For(DemoIdentities.People["ben"]),
                subject
            );
            var lasted = await StormAsync(platforms, visitors);
            var kills = platforms.Sum(platform => platform.Kills);
            Say(
                $"storm over: {lasted.TotalSeconds:F0} s, {kills} kills, {visitors.Calls} calls, {visitors.Acknowledged.Count} acknowledged, {visitors.Disclosures.Count} disclosures"
            );

            await AllAreDoneAsync(addresses);
            await visitors.ReadAllAsync();
            foreach (var address in addresses)
            {
                // What event consumers wrote: each disclosure is in its recipient's list once, those too whose answer was lost.
                var listed = await visitors.ListAsync(address);
                Assert.Equal(listed.Count, listed.Distinct(StringComparer.Ordinal).Count());
                Assert.Empty(visitors.Disclosures.Except(listed, StringComparer.Ordinal));
            }

            var key = await Aftermath.VerifierKeyAsync(addresses[0]);
            await AllAreDoneAsync(addresses);
            foreach (var platform in platforms)
            {
                platform.Kill();
            }

            Assert.Empty(visitors.Complaints);
            Assert.InRange(kills, 10, int.MaxValue);
            Assert.InRange(visitors.Disclosures.Count, kills, int.MaxValue);
            using var account = new StorageAccount(home);
            var ring = new FileKeyRing(Microsoft.Extensions.Options.Options.Create(new EmbeddedHomeOptions { DataDirectory = folder }));
            var entries = await Aftermath.LogHoldsAsync(new BlobStore(account, new EtagVersions(ring)), key, visitors);
            Assert.Equal([], await WaitingAsync(account));
            Say($"held: {entries} entries, {visitors.Acknowledged.Count} acknowledged answers, {visitors.Disclosures.Count} disclosures");
        }
        finally
        {
            foreach (var platform in platforms)
            {
                platform.Dispose();
            }
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<TimeSpan> StormAsync(PlatformProcess[] platforms, Visitors visitors)
    {
        var begun = Stopwatch.StartNew();
        using var closing = new CancellationTokenSource();
        var work = visitors.WorkAsync(People, closing.Token);
        // Seeded: a storm that fails can be had again, as far as timing allows.
        await Task.WhenAll(platforms.Select((platform, number) => KillAsync(platform, new Random(20261123 + number), begun)));
        await closing.CancelAsync();
        await work;
        return begun.Elapsed;
    }

    private static async Task KillAsync(PlatformProcess platform, Random random, Stopwatch begun)
    {
        while (begun.Elapsed < Lasts)
        {
            await Task.Delay(random.Next(300, 5000));
            platform.Kill();
            await Task.Delay(random.Next(0, 1500));
            await platform.StartAsync();
        }
    }

    private static async Task AllAreDoneAsync(IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            await Aftermath.RelayIsDoneAsync(address);
        }
    }

    /// <summary>Rows that wait for the relay, in whichever shard.</summary>
    private static async Task<IReadOnlyList<string>> WaitingAsync(StorageAccount account)
    {
        var waiting = new List<string>();
        await foreach (
            var row in account.Records.QueryAsync<TableEntity>("RowKey ge 'outbox:' and RowKey lt 'outbox;'", select: ["RowKey"])
        )
        {
            waiting.Add(row.RowKey);
        }

        return waiting;
    }

    private void Say(string line) => output.WriteLine(line);
}
