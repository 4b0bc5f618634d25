using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Cli;
using DataSharing.Cli.Exports;
using DataSharing.Disposal;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.TransparencyLog;
using DataSharing.Web.Tests.Entities;
using DataSharing.Web.Tests.Exchange;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Disposal;

/// <summary>
/// A person's life in the platform is erased. Afterwards the whole store is read with every key that remains: nothing of that person is there that
/// docs/what-remains-after-erasure.md does not list, everything of others is, and every proof still holds.
/// </summary>
public sealed class RemainsTests(ErasingBorough borough) : IClassFixture<ErasingBorough>
{
    // Words that nothing else would write; of the erased person's, and of what others keep.
    private static readonly string[] Erased =
    [
        "Evanescent",
        "1911-02-13",
        "VANISHED-77",
        "factvanish",
        "whyvanish",
        "backvanish",
        "alonevanish",
        "consentvanish",
        "contentvanish",
        "largevanish",
        "askvanish",
        "objectivevanish",
        "documentvanish",
        "titlevanish",
        "notevanish",
    ];

    // Of a look of eight years ago.
    private const string Reason = "reasonvanish";

    private static readonly string[] Kept = ["Remaining", "factstays", "togetherstays", "policestays"];

    private HttpClient Anybody => borough.Running.Client;

    [Fact]
    public async Task Erasure_OfAPerson_LeavesWhatTheListAllowsAndEveryProof()
    {
        using var folder = new TemporaryFolder();
        var (gone, other, disclosure, receipts) = await new ErasedLife(borough).LiveAsync();
        var said = await PastWords.SayAsync(borough.Running.App.Services, gone, Reason);
        await borough.SettleAsync();
        var pseudonym = await PseudonymAsync(gone);
        var export = Path.Combine(folder.Path, "before.zip");
        var (_, leavesBefore) = await FetchAsync(folder.Path);
        await ExportAsync(gone, export);

        // The canary: the same probe finds it all while it is there.
        var before = await ProbeAsync(leavesBefore);
        foreach (var word in Erased.Concat(Kept).Append(gone))
        {
            Assert.True(Find(before, word).Any(), $"'{word}' was not found before the erasure: the probe is blind.");
        }

        Assert.NotEmpty(Find(before, Convert.ToBase64String(pseudonym)));
        Assert.Contains(before, p => p.Place.StartsWith("content/", StringComparison.Ordinal) && p.Texts.Any(t => Has(t, "largevanish")));
        Assert.Contains(
            before,
            p => p.Place.StartsWith("documents/", StringComparison.Ordinal) && p.Texts.Any(t => Has(t, "documentvanish"))
        );
        Assert.Contains(before, p => p.Place == "log section of eastmere-council" && p.Texts.Any(t => Has(t, gone)));

        var id = await borough.EraseAsync(gone);

        var (index, leaves) = await FetchAsync(folder.Path, id);
        var after = await ProbeAsync(leaves);
        AssertAllowed(after, gone, pseudonym);
        foreach (var word in Kept)
        {
            Assert.True(Find(after, word).Any(), $"'{word}' is gone, and it is not the erased person's.");
        }

        await AssertNotThereAsync(gone, disclosure);
        var friend = await borough.ReadAsync("amira", other, Eastmere.Purpose);
        Assert.Contains("factstays", friend.ToString(), StringComparison.Ordinal);
        Assert.Contains("togetherstays", friend.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(gone, friend.ToString(), StringComparison.Ordinal);

        await AssertProofsAsync(receipts, export, index);

        // The reason of a look answers for the person who looked: it outlives the erasure, as the list says, until its month's time is over.
        Assert.Equal(["log common part"], Find(after, Reason).Select(p => p.Place).Distinct(StringComparer.Ordinal));
        await ActivatorUtilities.CreateInstance<MonthDisposal>(borough.Running.App.Services).RunAsync(CancellationToken.None);
        var later = await ProbeAsync(leaves);
        Assert.Empty(Find(later, Reason));
        Assert.Contains(later, p => p.Place == "log common part");
        AssertAllowed(later, gone, pseudonym);
        await AssertProofsAsync([.. receipts, said.Text], export, index);
    }

    private void AssertAllowed(IReadOnlyList<ProbedPlace> places, string gone, byte[] pseudonym)
    {
        var list = AllowList.Read();
        var sought = Erased
            .Select(word => (What: "words", Text: word))
            .Append(("id", gone))
            .Append(("pseudonym", Convert.ToBase64String(pseudonym)))
            .Append(("pseudonym", Convert.ToHexStringLower(pseudonym)));
        var beyond = new List<string>();
        foreach (var (what, text) in sought)
        {
            foreach (var found in Find(places, text))
            {
                var isOwn = found.Texts.Any(t =>
                    Has(t, "\"controller\":\"eastmere-council\"")
                    || Has(t, "\"from\":\"eastmere-council\"")
                    || Has(t, "log section of eastmere-council")
                );
                isOwn |= found.Place is "log section of eastmere-council";
                if (!list.Allows(found.Place, what, isOwn))
                {
                    beyond.Add($"{what} '{text}' in {found.Place}");
                }
            }
        }

        Assert.True(beyond.Count == 0, string.Join('\n', beyond.Distinct(StringComparer.Ordinal).Take(40)));
    }

    private async Task AssertNotThereAsync(string gone, string disclosure)
    {
        foreach (var user in new[] { "amira", "ben" })
        {
            using var answer = await borough.GetAsync(user, $"/api/subjects/{gone}", Borough.Everyone);
            using var nobody = await borough.GetAsync(user, $"/api/subjects/{Guid.NewGuid()}", Borough.Everyone);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal(nobody.Content.Headers.ContentLength, answer.Content.Headers.ContentLength);
            using var exchanged = await borough.GetAsync(user, $"/api/disclosures/{disclosure}");
            Assert.Equal(HttpStatusCode.NotFound, exchanged.StatusCode);
            using var found = await borough.WriteAsync(
                user,
                "/api/subject-search",
                new JsonObject { ["name"] = "Evanescent" },
                Borough.Everyone
            );
            Assert.Equal(0, (await Eastmere.JsonAsync(found)).GetProperty("items").GetArrayLength());
        }

        using var listed = await borough.GetAsync("ben", "/api/disclosures?direction=received");
        Assert.DoesNotContain(disclosure, await listed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var history = await borough.GetAsync("joan", $"/api/audit/entries?subject={gone}");
        Assert.Equal(0, (await Eastmere.JsonAsync(history)).GetProperty("items").GetArrayLength());
    }

    private async Task AssertProofsAsync(IReadOnlyList<string> receipts, string export, long certificate)
    {
        Assert.True(VerifierKey.TryParseAll(await Anybody.GetStringAsync("/log/key"), out var keys));
        foreach (var text in receipts)
        {
            using var body = new StringContent(new JsonObject { ["receipt"] = text }.ToJsonString(), Encoding.UTF8, "application/json");
            using var answer = await Anybody.PostAsync("/log/receipts", body);
            var found = await Eastmere.JsonAsync(answer);
            Assert.True(InclusionProof.TryParse(found.GetProperty("proof").GetString(), out var proof));
            Assert.True(Receipt.TryDecode(text, out var receipt));
            Assert.True(proof.Shows(receipt.LeafHash.Span, Genuine(proof, keys)));
        }

        using var check = new ExportCheck(keys, WitnessPolicy.None);
        var (report, code) = await check.RunAsync(export, CancellationToken.None);
        Assert.True(code == CommandLine.Done, report);

        using var leaf = await borough.GetAsync("joan", $"/api/audit/entries/{certificate}/leaf");
        var bytes = await leaf.Content.ReadAsByteArrayAsync();
        Assert.True(InclusionProof.TryParse(await Anybody.GetStringAsync($"/log/proof/{certificate}"), out var shown));
        Assert.True(shown.Shows(MerkleTree.LeafHash(bytes), Genuine(shown, keys)));
        using var entry = JsonDocument.Parse(bytes);
        Assert.Equal("subject.disposed", ErasingBorough.Text(entry.RootElement, "act"));
        var details = entry.RootElement.GetProperty("details");
        Assert.Equal("retention-ended", ErasingBorough.Text(details, "ground"));
        Assert.Equal("eastmere-police=2", ErasingBorough.Text(details, "recipients"));
        var destroyed = ErasingBorough
            .Text(details, "destroyed")
            .Split(' ')
            .ToDictionary(d => d.Split('=')[0], d => int.Parse(d.Split('=')[1], null));
        string[] singles =
        [
            "subjects",
            "keys",
            "facts",
            "events",
            "events-shared",
            "consents",
            "requests",
            "deployments",
            "documents",
            "agenda-items",
        ];
        Assert.All(singles, kind => Assert.Equal(1, destroyed[kind]));
        Assert.Equal(2, destroyed["links"]);
        Assert.Equal(2, destroyed["disclosures"]);
    }

    private static Checkpoint Genuine(InclusionProof proof, IReadOnlyList<VerifierKey> keys) =>
        Assert.IsType<CheckpointVerdict.Genuine>(CheckpointVerifier.Verify(Encoding.UTF8.GetBytes(proof.Note), keys)).Checkpoint;

    /// <summary>The whole log as the partnership's IG fetches it, verified; once the certificate is in it.</summary>
    private async Task<(long Certificate, IReadOnlyList<ReadOnlyMemory<byte>> Leaves)> FetchAsync(string root, string? disposal = null)
    {
        var certificate = disposal is null ? -1 : (await borough.CompletedAsync(disposal)).GetProperty("logEntry").GetInt64();
        using var http = await borough.Running.ClientOfAsync("ines");
        var folder = new LogFolder(Path.Combine(root, "log"));
        long size;
        do
        {
            size = await new LogFetch(http, folder).RunAsync(withEntries: true, cosigned: false, CancellationToken.None);
        } while (size <= certificate);

        Assert.True(VerifierKey.TryParseAll(await Anybody.GetStringAsync("/log/key"), out var keys));
        var note = await File.ReadAllBytesAsync(folder.Checkpoint);
        var checkpoint = Assert.IsType<CheckpointVerdict.Genuine>(CheckpointVerifier.Verify(note, keys)).Checkpoint;
        List<Checkpoint> known = [];
        foreach (var kept in folder.KeptCheckpoints)
        {
            var text = await File.ReadAllBytesAsync(kept);
            known.Add(Assert.IsType<CheckpointVerdict.Genuine>(CheckpointVerifier.Verify(text, keys)).Checkpoint);
        }

        Assert.Null(new LogVerifier(checkpoint, folder.Read) { Known = known }.Verify(CancellationToken.None));
        var leaves = new List<ReadOnlyMemory<byte>>();
        foreach (var tile in Tile.All(checkpoint.Size, entries: true).Where(t => t.Level == Tile.EntriesLevel))
        {
            Assert.True(EntryBundle.TryRead(await File.ReadAllBytesAsync(folder.PathOf(tile.Path)), out var entries));
            leaves.AddRange(entries);
        }

        return (certificate, leaves);
    }

    private Task<IReadOnlyList<ProbedPlace>> ProbeAsync(IReadOnlyList<ReadOnlyMemory<byte>> leaves) =>
        new StoreProbe(borough.Running.App.Services).RunAsync(leaves);

    /// <summary>Taken out before the erasure, once the checkpoint covers it.</summary>
    private async Task ExportAsync(string about, string path)
    {
        Assert.True(VerifierKey.TryParseAll(await Anybody.GetStringAsync("/log/key"), out var keys));
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        (string Report, int Code) verdict;
        do
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(120), "The log does not go on.");
            var body = new JsonObject
            {
                ["format"] = "jsonl",
                ["question"] = new JsonObject { ["subject"] = about },
            };
            using var made = await borough.PostAsync("joan", "/api/audit/exports", body);
            Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
            using var file = await borough.GetAsync("joan", $"{made.Headers.Location}/file");
            await File.WriteAllBytesAsync(path, await file.Content.ReadAsByteArrayAsync());
            using var check = new ExportCheck(keys, WitnessPolicy.None);
            verdict = await check.RunAsync(path, CancellationToken.None);
        } while (verdict.Code != CommandLine.Done);
    }

    private async Task<byte[]> PseudonymAsync(string subject)
    {
        var keys = borough.Running.App.Services.GetRequiredService<DataKeys>();
        var key = await keys.FindAsync(DataKeyId.OfSubject(subject, AgencyId.Parse("eastmere-council")), CancellationToken.None);
        return key?.Pseudonym(subject) ?? throw new InvalidOperationException("There is such a subject.");
    }

    private static IEnumerable<ProbedPlace> Find(IEnumerable<ProbedPlace> places, string text) =>
        places.Where(p => p.Texts.Any(t => Has(t, text)));

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
