using DataSharing.DevIdentity;
using DataSharing.Embedded;
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
        var (tokens, issuerAddress) = (
            issuer.Services.GetRequiredService<DevTokens>(),
            issuer.Services.GetRequiredService<DevAddress>().Value
        );
        using var platform = new PlatformProcess(Homes.Embedded(folder), issuerAddress);
        await platform.StartAsync();
        var subject = (await Aftermath.LoadScenarioAsync(platform.Address, issuerAddress, folder))[Aftermath.Subject];
        using var visitors = new Visitors(
            [platform.Address],
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
        var key = await Aftermath.VerifierKeyAsync(platform.Address);
        await Aftermath.RelayIsDoneAsync(platform.Address);
        platform.Kill();

        Assert.Empty(visitors.Complaints);
        Assert.InRange(visitors.Disclosures.Count, Kills, int.MaxValue);
        var blobs = new EmbeddedBlobStore(Options.Create(new EmbeddedHomeOptions { DataDirectory = folder }));
        await Aftermath.LogHoldsAsync(blobs, key, visitors);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
