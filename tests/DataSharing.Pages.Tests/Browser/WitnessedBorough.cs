using System.Security.Cryptography;
using DataSharing.Audit;
using DataSharing.TransparencyLog;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Pages.Tests.Browser;

/// <summary>The borough with three witnesses: one that cosigns, one that has been shown another history, and one that is away.</summary>
public sealed class WitnessedBorough : Borough
{
    private readonly List<InProcessWitness> witnesses = [];
    private bool watched;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings
    {
        get
        {
            using var away = new WitnessSigner("witness.example/southam", [.. Enumerable.Repeat((byte)73, WitnessSigner.SeedLength)]);
            // Nobody listens on the discard port.
            var members = witnesses.Select(w => w.Member).Append($"{away.WitnessKey} http://127.0.0.1:9");
            return
            [
                .. base.Settings,
                new("Witnesses:Members", string.Join(';', members)),
                new("Witnesses:Wanted", "1"),
                new("Witnesses:LongestPauseSeconds", "1"),
            ];
        }
    }

    /// <summary>Has them watch the log, once it has a key.</summary>
    public async Task WatchAsync()
    {
        if (watched)
        {
            return;
        }

        watched = true;
        var keys = Running.App.Services.GetRequiredService<LogKeys>();
        var key = (await keys.VerifiersAsync(CancellationToken.None))[0];
        var lie = new Checkpoint(key.Origin, 2, SHA256.HashData("another history"u8));
        var signatures = await keys.SignAsync(lie.Text, DateTimeOffset.UtcNow, CancellationToken.None);
        Assert.IsType<WitnessAnswer.Cosigned>(witnesses[1].ShowFirst(key, new SignedNote(lie.Text, signatures).ToString()));
        witnesses.ForEach(w => w.Watch(key));
    }

    protected override async Task PrepareAsync()
    {
        witnesses.Add(await InProcessWitness.StartAsync("witness.example/northgate", 71));
        witnesses.Add(await InProcessWitness.StartAsync("witness.example/westmoor", 72));
    }

    protected override async Task EndAsync()
    {
        foreach (var witness in witnesses)
        {
            await witness.DisposeAsync();
        }
    }
}

[CollectionDefinition(Name)]
public sealed class LogCollection : ICollectionFixture<WitnessedBorough>
{
    public const string Name = "log";
}
