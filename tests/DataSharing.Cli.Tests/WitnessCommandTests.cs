using System.Net;
using System.Text;
using DataSharing.TransparencyLog;
using DataSharing.TransparencyLog.Tests;
using Xunit;

namespace DataSharing.Cli.Tests;

/// <summary>Witnesses as processes, logs that lie to them, and the verifier that asks for k of n.</summary>
public sealed class WitnessCommandTests : IAsyncLifetime
{
    private readonly string root = Directory.CreateTempSubdirectory("datasharing-witness-").FullName;
    private readonly TestLog log = new(300);

    private string LogKey => log.Signer.VerifierKey.ToString();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        log.Dispose();
        Directory.Delete(root, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Key_Made_IsItsOwnersAloneAndNeverWrittenOver()
    {
        var file = Path.Combine(root, "w.key");
        var made = await Command.RunAsync("witness", "key", "witness.example/northgate", "--key", file);
        Assert.Equal(0, made.ExitCode);
        Assert.True(WitnessKey.TryParse(made.Output.Trim(), out var key));
        Assert.Equal("witness.example/northgate", key.Name);
        Assert.Equal(2, (await Command.RunAsync("witness", "key", "witness.example/northgate", "--key", file)).ExitCode);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var open = await Command.RunAsync("witness", "--key", file, "--state", Path.Combine(root, "state"), "--log", LogKey);
        Assert.Equal(2, open.ExitCode);
        Assert.Contains("chmod 600", open.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Witness_AskedOverHttp_AnswersAsTheSpecificationSays()
    {
        await using var witness = await StartAsync("a");
        var (status, _, body) = await witness.AskAsync(0, log);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(SignedNote.TryParse(log.Note + body, out var note));
        Assert.NotNull(witness.Key.CosignedAt(note));

        log.Grow(700);
        Assert.Equal((HttpStatusCode.Conflict, "text/x.tlog.size", "300\n"), await witness.AskAsync(0, log));
        Assert.Equal(HttpStatusCode.OK, (await witness.AskAsync(300, log)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await witness.AskAsync("old 0\n\nnothing\n")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await witness.AskAsync($"old 0\n\n{log.Note.Replace(TestLog.Origin, "log.example/other", StringComparison.Ordinal)}")).Status
        );
        using var forger = new CheckpointSigner(TestLog.Origin, TestLog.Seed(5));
        var forged = new SignedNote(log.Checkpoint.Text, forger.Sign(log.Checkpoint.Text, TestLog.Time));
        Assert.Equal(HttpStatusCode.Forbidden, (await witness.AskAsync($"old 700\n\n{forged}")).Status);
        var wrong = (await log.Hashes().ConsistencyPathAsync(300, CancellationToken.None)).ToArray();
        log.Grow(701);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await witness.AskAsync(700, wrong, log)).Status);
    }

    [Fact]
    public async Task Witness_KilledAfterEachAnswer_NeverCosignsAFork()
    {
        log.Grow(310);
        for (var size = 310; size < 314; size++)
        {
            await using var witness = await StartAsync("a");
            log.Grow(size);
            Assert.Equal(HttpStatusCode.OK, (await witness.AskAsync(size == 310 ? 0 : size - 1, log)).Status);
            await witness.KillAsync();

            await using var again = await StartAsync("a");
            using var fork = new TestLog(size - 1);
            fork.Append(Encoding.UTF8.GetBytes("another"));
            Assert.Equal(HttpStatusCode.Conflict, (await again.AskAsync(size, fork)).Status);
            fork.Grow(size + 5);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await again.AskAsync(size, fork)).Status);
            // What proves it is kept: both checkpoints, each signed by the log.
            Assert.NotEmpty(Directory.GetFiles(Path.Combine(root, "a"), "refused-*"));
            await again.KillAsync();
        }
    }

    [Fact]
    public async Task VerifyLog_KOfN_WantsDistinctWitnesses()
    {
        await using var a = await StartAsync("a");
        await using var b = await StartAsync("b");
        var third = await Command.RunAsync("witness", "key", "witness.example/c", "--key", Path.Combine(root, "c.key"));
        log.Save(root);
        Assert.Equal(4, (await VerifyAsync("--witness", a.Key.ToString())).ExitCode);
        await CosignAsync(log, a);
        Assert.Equal(0, (await VerifyAsync("--witness", a.Key.ToString())).ExitCode);

        string[] three = ["--witness", a.Key.ToString(), "--witness", b.Key.ToString(), "--witness", third.Output.Trim()];
        var one = await VerifyAsync([.. three, "--quorum", "2"]);
        Assert.Equal(4, one.ExitCode);
        Assert.Contains(
            "NOT WITNESSED: 1 of 3 have cosigned this checkpoint, and 2 are wanted; missing: witness.example/b, witness.example/c",
            one.Output,
            StringComparison.Ordinal
        );
        await CosignAsync(log, b);
        var two = await VerifyAsync([.. three, "--quorum", "2"]);
        Assert.Equal(0, two.ExitCode);
        Assert.Contains("2 of 3 have cosigned it (2 wanted)", two.Output, StringComparison.Ordinal);
        Assert.Equal(4, (await VerifyAsync([.. three, "--quorum", "3"])).ExitCode);
        Assert.Equal(4, (await VerifyAsync(three)).ExitCode);

        // One key is one witness, the log is none, and more than there are cannot be wanted.
        Assert.Equal(2, (await VerifyAsync("--witness", a.Key.ToString(), "--witness", a.Key.ToString())).ExitCode);
        Assert.Equal(2, (await VerifyAsync("--witness", a.Key.ToString(), "--quorum", "2")).ExitCode);
        using var own = new WitnessSigner(TestLog.Origin, TestLog.Seed(1));
        Assert.Equal(2, (await VerifyAsync("--witness", own.WitnessKey.ToString())).ExitCode);
    }

    [Fact]
    public async Task Log_ForkedCutOrChanged_IsRefusedByTheWitnessAndCaughtByTheVerifier()
    {
        await using var witness = await StartAsync("a");
        await CosignAsync(log, witness);
        var seen = Path.Combine(root, "seen");
        await File.WriteAllTextAsync(seen, await CosignedAsync(log, witness));

        // Fork: another last entry. Rollback: fewer. Late insert: one in the middle, and the log grows on.
        using var fork = new TestLog(299);
        fork.Append(Encoding.UTF8.GetBytes("another"));
        using var cut = new TestLog(200);
        using var insert = new TestLog(100);
        insert.Append(Encoding.UTF8.GetBytes("inserted"));
        for (var index = 100; index < 320; index++)
        {
            insert.Append(TestLog.Entry(index));
        }

        (TestLog Lying, long Old, HttpStatusCode Answer)[] lies =
        [
            (fork, 300, HttpStatusCode.Conflict),
            (cut, 200, HttpStatusCode.Conflict),
            (insert, 300, HttpStatusCode.UnprocessableEntity),
        ];
        foreach (var (lying, old, answer) in lies)
        {
            Assert.Equal(answer, (await witness.AskAsync(old, lying)).Status);
            Directory.Delete(Path.Combine(root, "tile"), recursive: true);
            lying.Save(root);
            // Its files agree with its own checkpoint, which the log signed. Only the witness, or a checkpoint from before, tells.
            Assert.Equal(0, (await VerifyAsync()).ExitCode);
            Assert.Equal(4, (await VerifyAsync("--witness", witness.Key.ToString())).ExitCode);
            Assert.Equal(1, (await VerifyAsync("--known", seen)).ExitCode);
        }
    }

    [Fact]
    public async Task Evidence_OfAFork_IsKeptHoweverMuchRubbishWasSentBefore()
    {
        await using var witness = await StartAsync("a");
        await CosignAsync(log, witness);
        log.Grow(301);
        var proof = (await log.Hashes().ConsistencyPathAsync(300, CancellationToken.None)).ToArray();
        for (var rubbish = 0; rubbish < 110; rubbish++)
        {
            proof[0] = [.. Enumerable.Repeat((byte)rubbish, proof[0].Length)];
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await witness.AskAsync(300, proof, log)).Status);
        }

        using var fork = new TestLog(299);
        fork.Append(Encoding.UTF8.GetBytes("another"));
        Assert.Equal(HttpStatusCode.Conflict, (await witness.AskAsync(300, fork)).Status);
        var folder = Path.Combine(root, "a");
        Assert.Equal(100, Directory.GetFiles(folder, "refused-proof-*").Length);
        Assert.Contains(
            fork.Note,
            await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder, "refused-fork-*"))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task VerifyProofAndReceipt_WithWitnesses_WantThem()
    {
        await using var witness = await StartAsync("a");
        log.Save(root);
        var path = await log.Hashes().InclusionPathAsync(30, CancellationToken.None);
        var (proof, entry) = (Path.Combine(root, "proof"), Path.Combine(root, "entry"));
        await File.WriteAllBytesAsync(entry, TestLog.Entry(30));
        await File.WriteAllTextAsync(proof, new InclusionProof(30, path, log.Note).ToString());
        string[] verify = ["verify", "proof", "--proof", proof, "--entry", entry, "--key", LogKey, "--witness", witness.Key.ToString()];
        Assert.Equal(4, (await Command.RunAsync(verify)).ExitCode);
        var note = await CosignedAsync(log, witness);
        await File.WriteAllTextAsync(proof, new InclusionProof(30, path, note).ToString());
        Assert.Equal(0, (await Command.RunAsync(verify)).ExitCode);

        using var signer = new ReceiptSigner(TestLog.Origin, TestLog.Seed(1), TimeSpan.FromHours(1));
        var receipt = signer.Sign([MerkleTree.LeafHash(TestLog.Entry(30))], TestLog.Time).Receipt(0).Encode();
        string[] follow = ["verify", "receipt", "--receipt", receipt, "--key", LogKey, "--log", root, "--witness", witness.Key.ToString()];
        Assert.Equal(4, (await Command.RunAsync(follow)).ExitCode);
        await File.WriteAllTextAsync(Path.Combine(root, "checkpoint"), note);
        Assert.Equal(0, (await Command.RunAsync(follow)).ExitCode);
    }

    private Task<CommandResult> VerifyAsync(params string[] further) =>
        Command.RunAsync(["verify", "log", "--folder", root, "--key", LogKey, .. further]);

    private async Task<WitnessProcess> StartAsync(string name)
    {
        var key = Path.Combine(root, $"{name}.key");
        if (!File.Exists(key))
        {
            await Command.RunAsync("witness", "key", $"witness.example/{name}", "--key", key);
        }

        return await WitnessProcess.StartAsync(key, Path.Combine(root, name), LogKey);
    }

    /// <summary>Adds the cosignature to the checkpoint in the folder.</summary>
    private async Task CosignAsync(TestLog of, WitnessProcess witness)
    {
        var file = Path.Combine(root, "checkpoint");
        if (!File.Exists(file))
        {
            of.Save(root);
        }

        var body = (await witness.AskAsync(0, of)).Body;
        await File.AppendAllTextAsync(file, body);
    }

    private static async Task<string> CosignedAsync(TestLog of, WitnessProcess witness)
    {
        var (status, _, body) = await witness.AskAsync(0, of);
        return of.Note + (status == HttpStatusCode.OK ? body : (await witness.AskAsync(of.Size, of)).Body);
    }
}
