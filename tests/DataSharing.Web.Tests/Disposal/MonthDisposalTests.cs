using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Cli;
using DataSharing.Cli.Exports;
using DataSharing.Disposal;
using DataSharing.TransparencyLog;
using DataSharing.Web.Api;
using DataSharing.Web.Tests.Exchange;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Disposal;

/// <summary>
/// The reason of a look of eight years ago is kept by a legal hold, goes when that is lifted, and is told of as disposed wherever it stood. What was
/// taken out before, and every proof, still holds.
/// </summary>
public abstract class MonthDisposalTests(WordedBorough borough)
{
    private HttpClient Anybody => borough.Running.Client;

    [Fact]
    public async Task Words_WhoseTimeIsOver_GoWhenTheHoldIsLifted_AndEveryProofStillHolds()
    {
        using var folder = new TemporaryFolder();
        var services = borough.Running.App.Services;
        var id = await borough.PersonAsync("amira", "Wilma Worded");
        var why = new JsonObject { ["reason"] = "The coroner has asked for the file." };
        using var set = await borough.PostAsync("joan", $"/api/subjects/{id}/legal-holds", why);
        Assert.Equal(HttpStatusCode.Created, set.StatusCode);
        var hold = ErasingBorough.Text(await Eastmere.JsonAsync(set), "id");
        var receipt = await PastWords.SayAsync(services, id, "A word of years ago.");
        var said = await UntilAsync(
            $"/api/audit/entries?subject={id}&act=subject.read",
            entry => entry.GetProperty("index").GetInt64() >= 0
        );
        Assert.Equal("A word of years ago.", ErasingBorough.Text(said, "justification"));
        Assert.Equal(JsonValueKind.Null, said.GetProperty("wordsDisposedAt").ValueKind);
        var index = said.GetProperty("index").GetInt64();
        var before = Path.Combine(folder.Path, "before.zip");
        Assert.Contains("A word of years ago.", await TakeOutAsync(id, "jsonl", before), StringComparison.Ordinal);

        // A look that has just begun leaves it, too, while the hold stands.
        await ActivatorUtilities.CreateInstance<MonthDisposal>(services).RunAsync(CancellationToken.None);
        using var held = await borough.GetAsync("joan", $"/api/audit/entries/{index}");
        Assert.Equal("A word of years ago.", ErasingBorough.Text(await Eastmere.JsonAsync(held), "justification"));
        var over = new JsonObject { ["reason"] = "The inquest has ended." };
        var lifting = $"/api/subjects/{id}/legal-holds/{hold}/lifting";
        using var lifted = await borough.PostAsync("mira", lifting, over, set.Headers.ETag?.ToString());
        Assert.Equal(HttpStatusCode.OK, lifted.StatusCode);

        var gone = await UntilAsync(
            $"/api/audit/entries?subject={id}&act=subject.read",
            entry => entry.GetProperty("wordsDisposedAt").ValueKind == JsonValueKind.String
        );
        Assert.Equal(JsonValueKind.Null, gone.GetProperty("justification").ValueKind);
        Assert.Equal(index, gone.GetProperty("index").GetInt64());
        var at = ErasingBorough.Text(gone, "wordsDisposedAt");
        using var replayed = await borough.PostAsync("joan", $"/api/audit/entries/{index}/replay", new JsonObject());
        Assert.Equal(at, ErasingBorough.Text(await Eastmere.JsonAsync(replayed), "wordsDisposedAt"));
        // Other agencies' officers are told of the council's months as little as of the words.
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, await borough.GetAsync("kath", $"/api/audit/entries/{index}"));

        await AssertExportsAsync(id, DateTimeOffset.Parse(at, null), folder.Path);
        await AssertCertificateAsync();
        await AssertProofsAsync(receipt.Text, before);
    }

    private async Task AssertExportsAsync(string id, DateTimeOffset at, string folder)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["jsonl"] = "\"wordsDisposedAt\":",
            ["csv"] = "words_disposed_at",
            ["ocsf"] = "\"words_disposed_at\":",
            ["fhir"] = "words-disposed-at",
        };
        foreach (var (format, name) in names)
        {
            var text = await TakeOutAsync(id, format, Path.Combine(folder, $"after-{format}.zip"));
            Assert.Contains(name, text, StringComparison.Ordinal);
            Assert.Contains(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null), text, StringComparison.Ordinal);
            Assert.DoesNotContain("A word of years ago.", text, StringComparison.Ordinal);
        }
    }

    private async Task AssertCertificateAsync()
    {
        var record = MonthDisposal.NameOf(PastWords.Month);
        var entry = await UntilAsync($"/api/audit/entries?record={record}", _ => true);
        Assert.Equal("agency-month.disposed", ErasingBorough.Text(entry, "act"));
        Assert.Equal("platform", ErasingBorough.Text(entry, "actor"));
        Assert.Equal(0, entry.GetProperty("subjects").GetInt32());
        var details = entry.GetProperty("details");
        Assert.Equal("retention-ended", ErasingBorough.Text(details, "ground"));
        Assert.Equal(PastWords.Month.Month, ErasingBorough.Text(details, "month"));
        Assert.Equal("84", ErasingBorough.Text(details, "retention-months"));
        var certificate = entry.GetProperty("index").GetInt64();
        using var leaf = await borough.GetAsync("joan", $"/api/audit/entries/{certificate}/leaf");
        var bytes = await leaf.Content.ReadAsByteArrayAsync();
        var keys = await KeysAsync();
        var shown = await ProofAsync(certificate);
        Assert.True(shown.Shows(MerkleTree.LeafHash(bytes), Genuine(shown, keys)));
    }

    private async Task AssertProofsAsync(string receipt, string export)
    {
        var keys = await KeysAsync();
        using var check = new ExportCheck(keys, WitnessPolicy.None);
        var (report, code) = await check.RunAsync(export, CancellationToken.None);
        Assert.True(code == CommandLine.Done, report);
        using var body = new StringContent(new JsonObject { ["receipt"] = receipt }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await Anybody.PostAsync("/log/receipts", body);
        Assert.True(InclusionProof.TryParse((await Eastmere.JsonAsync(answer)).GetProperty("proof").GetString(), out var proof));
        Assert.True(Receipt.TryDecode(receipt, out var promised));
        Assert.True(proof.Shows(promised.LeafHash.Span, Genuine(proof, keys)));
    }

    private async Task<IReadOnlyList<VerifierKey>> KeysAsync()
    {
        Assert.True(VerifierKey.TryParseAll(await Anybody.GetStringAsync("/log/key"), out var keys));
        return keys;
    }

    /// <summary>Once a checkpoint covers it.</summary>
    private async Task<InclusionProof> ProofAsync(long index)
    {
        using var found = await WitnessedEastmere.UntilAsync(async () =>
        {
            var answer = await Anybody.GetAsync($"/log/proof/{index}");
            return answer.IsSuccessStatusCode ? answer : null;
        });
        Assert.True(InclusionProof.TryParse(await found.Content.ReadAsStringAsync(), out var proof));
        return proof;
    }

    private static Checkpoint Genuine(InclusionProof proof, IReadOnlyList<VerifierKey> keys) =>
        Assert.IsType<CheckpointVerdict.Genuine>(CheckpointVerifier.Verify(Encoding.UTF8.GetBytes(proof.Note), keys)).Checkpoint;

    /// <summary>The first entry of an answer, once it is as it must become.</summary>
    private async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> isSo)
    {
        var found = await WitnessedEastmere.UntilAsync<object>(async () =>
        {
            using var answer = await borough.GetAsync("joan", path);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            var items = (await Eastmere.JsonAsync(answer)).GetProperty("items");
            return items.GetArrayLength() > 0 && isSo(items[0]) ? items[0] : null;
        });
        return (JsonElement)found;
    }

    /// <summary>An export that is proven whole; its entries as text.</summary>
    private async Task<string> TakeOutAsync(string subject, string format, string path)
    {
        var keys = await KeysAsync();
        return await WitnessedEastmere.UntilAsync(async () =>
        {
            var question = new JsonObject { ["subject"] = subject, ["act"] = "subject.read" };
            using var made = await borough.PostAsync(
                "joan",
                "/api/audit/exports",
                new JsonObject { ["format"] = format, ["question"] = question }
            );
            Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
            using var file = await borough.GetAsync("joan", $"{made.Headers.Location}/file");
            await File.WriteAllBytesAsync(path, await file.Content.ReadAsByteArrayAsync());
            using var check = new ExportCheck(keys, WitnessPolicy.None);
            if ((await check.RunAsync(path, CancellationToken.None)).ExitCode != CommandLine.Done)
            {
                return null;
            }

            await using var zip = await ZipFile.OpenReadAsync(path);
            using var text = new StreamReader(await zip.Entries[0].OpenAsync());
            return await text.ReadToEndAsync();
        });
    }
}

public sealed class EmbeddedMonthDisposalTests(WordedBorough borough) : MonthDisposalTests(borough), IClassFixture<WordedBorough>;

public sealed class CloudMonthDisposalTests(WordedBoroughInTheCloud borough)
    : MonthDisposalTests(borough),
        IClassFixture<WordedBoroughInTheCloud>;

/// <summary>A borough that looks for months whose time is over at once.</summary>
public class WordedBorough : ErasingBorough
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [.. base.Settings, new("Disposal:MonthLookSeconds", "1")];
}

/// <summary>The same over the cloud home.</summary>
public sealed class WordedBoroughInTheCloud : WordedBorough
{
    protected override bool IsAzure => true;
}
