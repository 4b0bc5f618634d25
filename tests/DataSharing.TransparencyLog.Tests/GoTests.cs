using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace DataSharing.TransparencyLog.Tests;

/// <summary>
/// The Go project's own packages (golang.org/x/mod/sumdb/note and tlog, as the distribution has them) check what this library makes, and refuse it
/// when it was changed.
/// </summary>
public sealed class GoTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("datasharing-go-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(257)]
    [InlineData(66_000)]
    public async Task Go_OfOurCheckpointTilesAndProofs_TakesThemAndRefusesChangedOnes(int size)
    {
        using var log = new TestLog(size, keepsEntries: false);
        log.Save(folder, entries: false);
        using var witness = new WitnessSigner("witness.example/northgate", TestLog.Seed(9));
        await File.AppendAllTextAsync(Path.Combine(folder, "checkpoint"), witness.Cosign(log.Checkpoint, TestLog.Time).ToString());
        await File.WriteAllTextAsync(Path.Combine(folder, "witness"), witness.WitnessKey.ToString());
        var proofs = Directory.CreateDirectory(Path.Combine(folder, "proofs")).FullName;
        string At(string name, long number) => Path.Combine(proofs, string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"));
        for (long index = 0; index < size; index += (size / 40) + 1)
        {
            var path = await log.Hashes().InclusionPathAsync(index, CancellationToken.None);
            await File.WriteAllTextAsync(At("inclusion", index), new InclusionProof(index, path, log.Note).ToString());
            await File.WriteAllBytesAsync(At("entry", index), TestLog.Entry(index));
        }

        var hashes = TestLog.LeafHashes(size);
        foreach (var old in new[] { 1, 2, 255, 256, size / 3, size - 1 })
        {
            var path = await log.Hashes().ConsistencyPathAsync(old, CancellationToken.None);
            await File.WriteAllTextAsync(At("consistency", old), new ConsistencyProof(old, path, log.Note).ToString());
            await File.WriteAllTextAsync(
                At("checkpoint", old),
                log.Sign(new Checkpoint(TestLog.Origin, old, MerkleTree.Root(hashes[..old])))
            );
        }

        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"OK size {size}, "), await VerifyAsync(), StringComparison.Ordinal);

        // A tile that was changed does not lead to the signed root.
        var tile = Path.Combine(folder, "tile", "0", "000");
        var bytes = await File.ReadAllBytesAsync(tile);
        bytes[40] ^= 1;
        await File.WriteAllBytesAsync(tile, bytes);
        Assert.StartsWith("FAILED from tiles", await VerifyAsync(), StringComparison.Ordinal);
        bytes[40] ^= 1;
        await File.WriteAllBytesAsync(tile, bytes);

        // Nor does a checkpoint with another size keep its signature.
        var note = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(Path.Combine(folder, "checkpoint")));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "checkpoint"),
            note.Replace(string.Create(CultureInfo.InvariantCulture, $"\n{size}\n"), "\n200\n", StringComparison.Ordinal)
        );
        Assert.StartsWith("FAILED checkpoint", await VerifyAsync(), StringComparison.Ordinal);
    }

    private async Task<string> VerifyAsync()
    {
        var start = new ProcessStartInfo("go", ["run", Path.Combine(AppContext.BaseDirectory, "Go", "verify.go"), folder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        // The distribution's packages, and nothing from the network.
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOPATH"] = "/usr/share/gocode";
        start.Environment["GOFLAGS"] = "";
        start.Environment["GOCACHE"] = Path.Combine(Path.GetTempPath(), "datasharing-gocache");
        using var go = Process.Start(start) ?? throw new InvalidOperationException("go did not start.");
        var output = await go.StandardOutput.ReadToEndAsync();
        await go.WaitForExitAsync();
        return output;
    }
}
