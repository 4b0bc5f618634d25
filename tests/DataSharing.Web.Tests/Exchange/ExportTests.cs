using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using DataSharing.Cli;
using DataSharing.Cli.Exports;
using DataSharing.TransparencyLog;

namespace DataSharing.Web.Tests.Exchange;

/// <summary>What an officer takes out is checked by somebody who has the file and the public key, and nothing else.</summary>
public sealed class ExportTests(Eastmere eastmere) : IClassFixture<Eastmere>
{
    [Fact]
    public async Task Export_TakenOut_IsVerifiedOfflineAndEveryChangeToItIsNamed()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "export.zip");
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        var id = (await Eastmere.JsonAsync(made)).GetProperty("id").GetString();
        using var read = await eastmere.GetAsync("ben", $"/api/disclosures/{id}");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.True(VerifierKey.TryParseAll(await eastmere.Running.Client.GetStringAsync("/log/key"), out var keys));

        // The police's own entry with its leaf, and before it the council's, of which they have the header alone: once both are in a checkpoint.
        (string Report, int ExitCode) verdict = default;
        using var taken = await Eastmere.EventuallyAsync(
            () => TakeOutAsync(id),
            async answer =>
            {
                await File.WriteAllBytesAsync(path, await answer.Content.ReadAsByteArrayAsync());
                verdict = await CheckAsync(path, keys);
                return verdict.ExitCode == CommandLine.Done && verdict.Report.Contains("2 of 2", StringComparison.Ordinal);
            }
        );
        Assert.Contains("2 of 2 are in", verdict.Report, StringComparison.Ordinal);
        Assert.Equal(CommandLine.Done, verdict.ExitCode);

        var (data, manifest) = await OpenAsync(path);
        // The tests' own packing changes nothing.
        await SaveAsync(path, data, manifest);
        Assert.Equal(CommandLine.Done, (await CheckAsync(path, keys)).ExitCode);

        byte[] flipped = [.. data];
        flipped[^2] ^= 1;
        await SaveAsync(path, flipped, manifest);
        await AssertRefusedAsync("file     entries.jsonl");
        await AssertChangeAsync("item 1, entry ", m => Flip(Item(m, 0), "leafHash"));
        await AssertChangeAsync("item 2, entry ", m => Flip(Item(m, 1), "leafHash"));
        await AssertChangeAsync("its leaf is not what its leaf hash says", m => Flip(Item(m, 0), "leaf"));
        await AssertChangeAsync("its proof does not lead", m => Flip(Item(m, 0)["proof"]?.AsArray() ?? [], 0));
        await AssertChangeAsync("its proof does not lead", m => Item(m, 0)["index"] = (long?)Item(m, 0)["index"] - 1);
        await AssertChangeAsync("it has no proof", m => Item(m, 1).Remove("proof"));
        await AssertChangeAsync("another entry's than its id says", m => Item(m, 0)["id"] = (string?)Item(m, 1)["id"]);
        await AssertChangeAsync("states 2 entries and lists 1", m => m["items"]?.AsArray().RemoveAt(1));
        await AssertChangeAsync(
            "does not fit the checkpoint",
            m => m["checkpoint"] = ((string?)m["checkpoint"])?.Replace("\n\n", "\nx\n\n")
        );
        await AssertChangeAsync("no checkpoint", m => m.Remove("checkpoint"));
        await AssertChangeAsync("another log", m => m["origin"] = "log.example/other");
        await AssertChangeAsync("is not what the log signed for", m => m["file"]?.AsObject()["sha256"] = new string('0', 64));
        foreach (var stated in (string[])["export", "agency", "by", "question", "completeTo", "finishedAt"])
        {
            await AssertChangeAsync("is not what the log signed for", m => m[stated] = $"{(string?)m[stated]}0");
            await AssertChangeAsync("the manifest is not whole", m => m.Remove(stated));
        }

        await AssertChangeAsync("the manifest is not whole", m => m.Remove("vouchedFor"));
        await AssertChangeAsync("not of its form", m => m["more"] = "of it");
        await AssertChangeAsync("is not its receipt's", m => Flip(m["vouchedFor"]?.AsObject() ?? [], "leaf"));
        await AssertChangeAsync("is not the log's", m => m["vouchedFor"]?.AsObject()["receipt"] = "AAAA");
        await AssertChangeAsync("is not what the log signed for", m => m["items"] = Reversed(m["items"]?.AsArray()));

        // A forger who changes the file and makes the manifest fit, or leaves an entry out of both.
        await SaveAsync(path, flipped, Fitting(manifest, flipped, _ => { }));
        await AssertRefusedAsync("is not what the log signed for");
        await SaveAsync(
            path,
            data,
            Fitting(
                manifest,
                data,
                m =>
                {
                    m["items"]?.AsArray().RemoveAt(1);
                    m["entries"] = 1;
                }
            )
        );
        await AssertRefusedAsync("is not what the log signed for");

        async Task AssertChangeAsync(string named, Action<JsonObject> change)
        {
            var changed = manifest.DeepClone().AsObject();
            change(changed);
            await SaveAsync(path, data, changed);
            await AssertRefusedAsync(named);
        }

        async Task AssertRefusedAsync(string named)
        {
            var (report, code) = await CheckAsync(path, keys);
            Assert.Contains(named, report, StringComparison.Ordinal);
            Assert.StartsWith("NOT VERIFIED: ", report, StringComparison.Ordinal);
            Assert.Equal(CommandLine.Refused, code);
        }
    }

    private async Task<HttpResponseMessage> TakeOutAsync(string? disclosure)
    {
        var question = new JsonObject { ["record"] = $"disclosure:{disclosure}" };
        using var made = await eastmere.PostAsync(
            "kath",
            "/api/audit/exports",
            new JsonObject { ["format"] = "jsonl", ["question"] = question }
        );
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var answer = await eastmere.GetAsync("kath", $"{made.Headers.Location}/file");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer;
    }

    private static async Task<(string Report, int ExitCode)> CheckAsync(string path, IReadOnlyList<VerifierKey> keys)
    {
        using var check = new ExportCheck(keys, WitnessPolicy.None);
        return await check.RunAsync(path, CancellationToken.None);
    }

    private static JsonObject Fitting(JsonObject manifest, byte[] data, Action<JsonObject> change)
    {
        var fitting = manifest.DeepClone().AsObject();
        fitting["file"] = new JsonObject
        {
            ["name"] = "entries.jsonl",
            ["bytes"] = data.Length,
            ["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(data)),
        };
        change(fitting);
        return fitting;
    }

    private static JsonArray Reversed(JsonArray? items) => [.. (items ?? []).Reverse().Select(item => item?.DeepClone())];

    private static JsonObject Item(JsonObject manifest, int at) =>
        manifest["items"]?[at]?.AsObject() ?? throw new InvalidOperationException("There is no such item.");

    private static void Flip(JsonObject of, string name) => of[name] = Flipped((string?)of[name]);

    private static void Flip(JsonArray of, int at) => of[at] = Flipped((string?)of[at]);

    private static string Flipped(string? base64)
    {
        var bytes = Convert.FromBase64String(base64 ?? "");
        bytes[bytes.Length / 2] ^= 1;
        return Convert.ToBase64String(bytes);
    }

    private static async Task<(byte[] Data, JsonObject Manifest)> OpenAsync(string path)
    {
        await using var zip = await ZipFile.OpenReadAsync(path);
        using var data = new MemoryStream();
        await using (var entries = await zip.Entries[0].OpenAsync())
        {
            await entries.CopyToAsync(data);
        }

        await using var manifest = await zip.Entries[1].OpenAsync();
        var parsed = await JsonNode.ParseAsync(manifest);
        return (data.ToArray(), parsed?.AsObject() ?? throw new InvalidOperationException("The manifest is empty."));
    }

    private static async Task SaveAsync(string path, byte[] data, JsonObject manifest)
    {
        File.Delete(path);
        await using var zip = await ZipFile.OpenAsync(path, ZipArchiveMode.Create);
        await using (var entries = await zip.CreateEntry("entries.jsonl").OpenAsync())
        {
            await entries.WriteAsync(data);
        }

        await using var written = await zip.CreateEntry("manifest.json").OpenAsync();
        await written.WriteAsync(System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString()));
    }
}
