using System.Text.Json.Nodes;
using DataSharing.Audit;
using DataSharing.Storage;
using DataSharing.TransparencyLog;
using Xunit;

namespace DataSharing.Cli.Tests.Storm;

/// <summary>What must hold when a storm is over, whatever the home.</summary>
internal static class Aftermath
{
    /// <summary>The step of the subject that visitors write about.</summary>
    public const string Subject = "aisha-penrow";

    /// <summary>Loads the synthetic borough; the ids that its steps made.</summary>
    public static async Task<Dictionary<string, string>> LoadScenarioAsync(string platform, string issuer, string folder)
    {
        var ids = Path.Combine(folder, "ids");
        string[] load = ["scenario", "load", "--api", platform, "--issuer", issuer, "--file", Command.EastmereFolder, "--ids", ids];
        var loaded = await Command.RunAsync(load);
        Assert.True(loaded.ExitCode == 0, loaded.Output + loaded.Error);
        return (await File.ReadAllLinesAsync(ids)).ToDictionary(
            line => line[..line.LastIndexOf(' ')],
            line => line[(line.LastIndexOf(' ') + 1)..],
            StringComparer.Ordinal
        );
    }

    /// <summary>Waits until nothing waits to be relayed.</summary>
    public static async Task RelayIsDoneAsync(string platform)
    {
        using var http = new HttpClient { BaseAddress = new Uri(platform) };
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

    public static async Task<VerifierKey> VerifierKeyAsync(string platform)
    {
        using var http = new HttpClient();
        return VerifierKey.TryParse(await http.GetStringAsync(platform + "/log/key"), out var key)
            ? key
            : throw new InvalidOperationException("The platform shows no verification key.");
    }

    /// <summary>
    /// Every acknowledged answer has its own entry in the log, which says the same; no entry is there twice; each disclosure was made once; and the
    /// files of the log follow one another without a gap, with no file beside them.
    /// </summary>
    public static async Task<int> LogHoldsAsync(IBlobStore blobs, VerifierKey key, Visitors visitors)
    {
        var names = new List<string>();
        await foreach (var name in blobs.ListAsync(SequenceFile.Prefix, null, CancellationToken.None))
        {
            names.Add(name);
        }

        var leaves = new List<ReadOnlyMemory<byte>>();
        foreach (var name in names)
        {
            Assert.Equal(SequenceFile.Name(leaves.Count), name);
            var blob = await blobs.FindAsync(name, CancellationToken.None) ?? throw new InvalidOperationException("It was listed.");
            leaves.AddRange(SequenceFile.Parse(leaves.Count, blob.Content).Leaves);
        }

        var log = new Dictionary<string, AuditEntry>(StringComparer.Ordinal);
        foreach (var leaf in leaves)
        {
            Assert.True(
                log.TryAdd(Convert.ToHexStringLower(MerkleTree.LeafHash(leaf.Span)), AuditEntry.Parse(leaf.Span)),
                "An entry is there twice."
            );
        }

        Assert.Equal(log.Count, log.Values.Select(entry => entry.Id).Distinct(StringComparer.Ordinal).Count());
        var answered = visitors.Acknowledged.ToDictionary(answer => Genuine(answer.Receipt, key), StringComparer.Ordinal);
        foreach (var (leaf, answer) in answered)
        {
            Assert.True(log.TryGetValue(leaf, out var entry), $"The entry of an answer about {answer.Id} is not in the log.");
            Assert.Contains($"disclosure:{answer.Id}", entry.Records);
            Assert.Contains(entry.Act, answer.IsRead ? ["disclosure.read"] : new[] { "disclosure.made", "disclosure.made-again" });
        }

        var made = log
            .Values.Where(entry => entry.Act == "disclosure.made")
            .ToLookup(entry => entry.Records.Single(), StringComparer.Ordinal);
        Assert.All(made, entries => Assert.Single(entries));
        Assert.All(visitors.Disclosures, id => Assert.Single(made[$"disclosure:{id}"]));
        return log.Count;
    }

    private static string Genuine(string receipt, VerifierKey key) =>
        ReceiptVerifier.Verify(receipt, key) is ReceiptVerdict.Genuine genuine
            ? Convert.ToHexStringLower(genuine.Receipt.LeafHash.Span)
            : throw new InvalidOperationException("A receipt is not genuine.");
}
