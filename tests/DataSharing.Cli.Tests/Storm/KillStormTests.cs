using System.Text.Json.Nodes;
using DataSharing.Audit;
using DataSharing.DevIdentity;
using DataSharing.Embedded;
using DataSharing.TransparencyLog;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace DataSharing.Cli.Tests.Storm;

/// <summary>The platform is killed again and again under load. Whatever it acknowledged must be there, and in the log exactly once.</summary>
[Trait("Category", "Storm")]
public sealed class KillStormTests : IDisposable
{
    private const int Kills = 25;
    private const int People = 16;

    private readonly string folder = Directory.CreateTempSubdirectory("datasharing-storm-").FullName;

    [Fact]
    public async Task Platform_KilledUnderLoad_EveryReceiptsEntryIsInTheLogExactlyOnce()
    {
        await using var issuer = DevIssuer.Build(new DevIssuerOptions { Url = "http://127.0.0.1:0" });
        await issuer.StartAsync();
        var tokens = issuer.Services.GetRequiredService<DevTokens>();
        using var platform = new PlatformProcess(folder, issuer.Services.GetRequiredService<DevAddress>().Value);
        await platform.StartAsync();
        var subject = await LoadScenarioAsync(platform, issuer);
        using var visitors = new Visitors(
            platform.Address,
            tokens.For(DemoIdentities.People["amira"]),
            tokens.For(DemoIdentities.People["ben"]),
            subject
        );

        using (var closing = new CancellationTokenSource())
        {
            var work = visitors.WorkAsync(People, closing.Token);
            // Seeded: a storm that fails can be had again, as far as timing allows.
            var random = new Random(20261123);
            for (var kill = 0; kill < Kills; kill++)
            {
                await Task.Delay(random.Next(200, 2500));
                platform.Kill();
                await platform.StartAsync();
            }

            await closing.CancelAsync();
            await work;
        }

        await visitors.ReadAllAsync();
        var key = await VerifierKeyAsync(platform);
        await RelayIsDoneAsync(platform);
        platform.Kill();

        Assert.Empty(visitors.Complaints);
        Assert.InRange(visitors.Disclosures, Kills, int.MaxValue);
        var logged = await LeafHashesAsync();
        Assert.Equal(logged.Count, logged.Distinct(StringComparer.Ordinal).Count());
        var inLog = logged.ToHashSet(StringComparer.Ordinal);
        var promised = visitors.Receipts.Select(text => Genuine(text, key)).ToList();
        Assert.Equal(promised.Count, promised.Distinct(StringComparer.Ordinal).Count());
        Assert.All(promised, leaf => Assert.Contains(leaf, inLog));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<string> LoadScenarioAsync(PlatformProcess platform, WebApplication issuer)
    {
        var ids = Path.Combine(folder, "ids");
        string[] load =
        [
            "scenario",
            "load",
            "--api",
            platform.Address,
            "--issuer",
            issuer.Services.GetRequiredService<DevAddress>().Value,
            "--file",
            Command.EastmereFolder,
            "--ids",
            ids,
        ];
        var loaded = await Command.RunAsync(load);
        Assert.True(loaded.ExitCode == 0, loaded.Output + loaded.Error);
        return (await File.ReadAllLinesAsync(ids)).Single(line => line.StartsWith("aisha-penrow ", StringComparison.Ordinal)).Split(' ')[1];
    }

    private static async Task<VerifierKey> VerifierKeyAsync(PlatformProcess platform)
    {
        using var http = new HttpClient();
        return VerifierKey.TryParse(await http.GetStringAsync(platform.Address + "/log/key"), out var key)
            ? key
            : throw new InvalidOperationException("The platform shows no verification key.");
    }

    private static async Task RelayIsDoneAsync(PlatformProcess platform)
    {
        using var http = new HttpClient { BaseAddress = new Uri(platform.Address) };
        // Twice in a row, longer apart than an answer is remembered: nothing is waiting.
        for (var (calm, tries) = (0, 0); calm < 2; tries++)
        {
            Assert.InRange(tries, 0, 300);
            using var answer = await http.GetAsync("/api/health/ready");
            var health = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
            var nothingWaits = answer.IsSuccessStatusCode && health?["relay"]?["lagSeconds"]?.GetValue<double>() == 0;
            calm = nothingWaits ? calm + 1 : 0;
            await Task.Delay(1200);
        }
    }

    private async Task<List<string>> LeafHashesAsync()
    {
        var blobs = new EmbeddedBlobStore(Options.Create(new EmbeddedHomeOptions { DataDirectory = folder }));
        var hashes = new List<string>();
        // By name from index 0: a gap or an overlap would end the walk early, and receipts would be missing.
        while (await blobs.FindAsync(SequenceFile.Name(hashes.Count), CancellationToken.None) is { } blob)
        {
            hashes.AddRange(
                SequenceFile
                    .Parse(hashes.Count, blob.Content)
                    .Leaves.Select(leaf => Convert.ToHexStringLower(MerkleTree.LeafHash(leaf.Span)))
            );
        }

        return hashes;
    }

    private static string Genuine(string receipt, VerifierKey key) =>
        ReceiptVerifier.Verify(receipt, key) is ReceiptVerdict.Genuine genuine
            ? Convert.ToHexStringLower(genuine.Receipt.LeafHash.Span)
            : throw new InvalidOperationException("A receipt is not genuine.");
}
