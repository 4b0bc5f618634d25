using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using DataSharing.TransparencyLog;
using DataSharing.TransparencyLog.Tests;
using Xunit;

namespace DataSharing.Cli.Tests;

/// <summary>The command itself, over a package of a made-up log: what it says and its exit codes. Every kind of change is tried over the real platform.</summary>
public sealed class VerifyExportTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("datasharing-export-").FullName;
    private readonly TestLog log = new(700);

    public void Dispose()
    {
        log.Dispose();
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Export_Whole_IsVerified()
    {
        // More items than the reader holds at once.
        await SaveAsync([.. Enumerable.Range(0, 700).Select(i => (long)i)]);
        var result = await RunAsync();
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith(
            "verified: every entry is in the log\nentries  700 of 700 are in the 700 of ",
            result.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Export_EntryAboveTheCheckpoint_IsOpen()
    {
        await SaveAsync([3, 700]);
        var result = await RunAsync();
        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith("open: 1 not yet proven", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_OfAnotherProof_NamesTheItem()
    {
        await SaveAsync([3, 4, 5], shown: index => index == 4 ? 5 : index);
        var result = await RunAsync();
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("item 2, entry 4 of the log: its proof", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_BrokenOff_CouldNotBeChecked()
    {
        await SaveAsync([3]);
        var bytes = await File.ReadAllBytesAsync(Package);
        await File.WriteAllBytesAsync(Package, bytes[..(bytes.Length / 2)]);
        var result = await RunAsync();
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("not a whole zip", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"\\ud800\": 1, ")]
    [InlineData("{\"entries\": 1, ")]
    [InlineData("{\"items\": [null], ")]
    [InlineData("{\"items\": [[]], ")]
    [InlineData("{\"checkpoint\": null, ")]
    [InlineData("{\"file\": {\"name\": \"a\", \"name\": \"b\", \"bytes\": 1, \"sha256\": \"\"}, ")]
    [InlineData("{\"question\": \"\\udc00\", ")]
    [InlineData("[[")]
    [InlineData("")]
    public async Task Export_ManifestThatIsNone_IsRefusedInWords(string beginning)
    {
        await SaveAsync([3]);
        await using (var zip = await ZipFile.OpenAsync(Package, ZipArchiveMode.Update))
        {
            var entry = zip.GetEntry("manifest.json") ?? throw new InvalidOperationException("There is no manifest.");
            string text;
            using (var reader = new StreamReader(await entry.OpenAsync()))
            {
                text = await reader.ReadToEndAsync();
            }

            entry.Delete();
            await using var writer = new StreamWriter(await zip.CreateEntry("manifest.json").OpenAsync());
            await writer.WriteAsync(beginning.Length == 0 ? "" : beginning + text[1..]);
        }

        await AssertRefusedAsync();
    }

    [Theory]
    [InlineData("../../outside")]
    [InlineData("/tmp/outside")]
    [InlineData("manifest.json")]
    [InlineData("entries.csv")]
    [InlineData("Entries.csv")]
    public async Task Export_WithAnotherFileInIt_IsRefused(string name)
    {
        await SaveAsync([3]);
        await using (var zip = await ZipFile.OpenAsync(Package, ZipArchiveMode.Update))
        {
            await using var writer = new StreamWriter(await zip.CreateEntry(name).OpenAsync());
            await writer.WriteAsync("more");
        }

        await AssertRefusedAsync();
        // Nothing is ever unpacked.
        Assert.Equal([Package], Directory.GetFileSystemEntries(root));
    }

    private async Task AssertRefusedAsync()
    {
        var result = await RunAsync();
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("NOT VERIFIED: ", result.Output, StringComparison.Ordinal);
    }

    private string Package => Path.Combine(root, "export.zip");

    private Task<CommandResult> RunAsync() => Command.RunAsync("verify", "export", Package, "--key", log.Signer.VerifierKey.ToString());

    private async Task SaveAsync(long[] indexes, Func<long, long>? shown = null)
    {
        var data = "entries\n"u8.ToArray();
        var items = new List<object>();
        foreach (var index in indexes)
        {
            var leafHash = MerkleTree.LeafHash(TestLog.Entry(index));
            var path =
                index < log.Size ? await log.Hashes().InclusionPathAsync(shown?.Invoke(index) ?? index, CancellationToken.None) : null;
            items.Add(
                path is null
                    ? new
                    {
                        index,
                        id = "0",
                        leafHash,
                    }
                    : new
                    {
                        index,
                        id = "0",
                        leafHash,
                        proof = path,
                    }
            );
        }

        var statement = new ExportStatement(
            "datasharing-export/2",
            "0",
            "northgate",
            "person:0:0",
            TestLog.Origin,
            "act=subject.",
            "2026-11-23T09:00:00Z",
            "2026-11-23T09:00:01Z",
            indexes.Length,
            "entries.csv",
            data.Length,
            Convert.ToHexStringLower(SHA256.HashData(data))
        );
        using var hashes = new ExportItemsHash();
        foreach (var index in indexes)
        {
            hashes.Add(index, MerkleTree.LeafHash(TestLog.Entry(index)));
        }

        var leaf = JsonSerializer.SerializeToUtf8Bytes(
            new { act = ExportStatement.Act, details = new { statement = statement.Digest(hashes) } }
        );
        using var receipts = new ReceiptSigner(TestLog.Origin, TestLog.Seed(1), TimeSpan.FromDays(1));
        var manifest = new
        {
            format = statement.Format,
            export = statement.Export,
            agency = statement.Agency,
            by = statement.By,
            origin = statement.Origin,
            question = statement.Question,
            completeTo = statement.CompleteTo,
            finishedAt = statement.FinishedAt,
            entries = statement.Entries,
            file = new
            {
                name = statement.FileName,
                bytes = statement.FileBytes,
                sha256 = statement.FileSha256,
            },
            vouchedFor = new { leaf, receipt = receipts.Sign([MerkleTree.LeafHash(leaf)], TestLog.Time).Receipt(0).Encode() },
            checkpoint = log.Note,
            items,
        };
        await using var zip = await ZipFile.OpenAsync(Package, ZipArchiveMode.Create);
        await using (var entries = await zip.CreateEntry("entries.csv").OpenAsync())
        {
            await entries.WriteAsync(data);
        }

        await using var written = await zip.CreateEntry("manifest.json").OpenAsync();
        await JsonSerializer.SerializeAsync(written, manifest);
    }
}
