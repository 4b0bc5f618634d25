using System.Globalization;
using System.Text;
using Xunit;

namespace DataSharing.TransparencyLog.Tests;

/// <summary>What an honest witness answers (c2sp.org/tlog-witness), and that it never forgets what it promised.</summary>
public sealed class WitnessTests : IDisposable
{
    private const string Name = "witness.example/northgate";

    private readonly string folder = Directory.CreateTempSubdirectory("datasharing-witness-").FullName;
    private readonly TestLog log = new(3);
    private readonly WitnessSigner signer = new(Name, TestLog.Seed(9));
    private WitnessState state;

    public WitnessTests() => state = new WitnessState(folder);

    private Witness Witness => new(signer, [new WitnessedLog([log.Signer.VerifierKey])], state, TimeProvider.System);

    public void Dispose()
    {
        state.Dispose();
        log.Dispose();
        signer.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    // The worked example of c2sp.org/tlog-cosignature; its witness's public key is not published.
    private const string PublishedNote =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        + "\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        + "\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

    [Fact]
    public void Note_PublishedWithACosignature_IsRead()
    {
        Assert.True(SignedNote.TryParse(PublishedNote, out var note));
        Assert.Equal(PublishedNote, note.ToString());
        Assert.True(Checkpoint.TryParse(note.Text, out var checkpoint));
        Assert.Equal(20_852_163, checkpoint.Size);
        // Eight bytes of time and 64 of signature; the time is the one that the specification's signed message states.
        Assert.Equal(72, note.Signatures[1].Bytes.Length);
        Assert.Equal(1_679_315_147, System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(note.Signatures[1].Bytes.Span));
    }

    // The request published in c2sp.org/tlog-witness.
    [Fact]
    public void Request_Published_IsRead()
    {
        const string Request =
            "old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\njrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
            + "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\n"
            + PublishedNote;
        Assert.True(ConsistencyProof.TryParse(Request, out var proof));
        Assert.Equal((20_852_014, 4, PublishedNote), (proof.OldSize, proof.Path.Count, proof.Note));
        Assert.IsType<WitnessAnswer.UnknownLog>(Witness.AddCheckpoint(Encoding.UTF8.GetBytes(Request)));
    }

    [Fact]
    public void Key_InCosignerForm_IsReadBackAndNoOtherFormIs()
    {
        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"{Name}+{signer.WitnessKey.KeyId:x8}+B"),
            signer.WitnessKey.ToString(),
            StringComparison.Ordinal
        );
        Assert.True(WitnessKey.TryParse(signer.WitnessKey.ToString(), out var key));
        Assert.Equal(signer.WitnessKey, key);
        // A log's key is none, though its bytes were the same.
        using var same = new CheckpointSigner(Name, TestLog.Seed(9));
        Assert.False(WitnessKey.TryParse(same.VerifierKey.ToString(), out _));
        Assert.False(VerifierKey.TryParse(key.ToString(), out _));
        Assert.Equal(same.VerifierKey.CosignatureKeyId, key.KeyId);
    }

    [Fact]
    public async Task Checkpoint_ThatFollows_IsCosigned()
    {
        Assert.Equal(3, await CosignAsync(0));
        log.Grow(300);
        Assert.Equal(300, await CosignAsync(3));
        // The same one again: asked twice, said twice.
        Assert.Equal(300, await CosignAsync(300));
    }

    [Fact]
    public async Task Checkpoint_WithAnotherOldSize_IsToldTheLast()
    {
        await CosignAsync(0);
        log.Grow(300);
        Assert.Equal(new WitnessAnswer.Conflict(3), await AskAsync(0));
        Assert.Equal(new WitnessAnswer.Conflict(3), await AskAsync(2));
    }

    [Fact]
    public async Task Checkpoint_OfAFork_IsRefused()
    {
        await CosignAsync(0);
        using var fork = new TestLog(2);
        fork.Append("another third"u8.ToArray());
        var forked = Assert.IsType<WitnessAnswer.Forked>(await AskAsync(3, fork));
        // What it kept is signed by the log, as is what it was asked: the two prove the fork to anybody.
        Assert.NotNull(forked.Last);
        Assert.True(
            log.Signer.VerifierKey.Verify(Encoding.UTF8.GetBytes(forked.Last.Text), Assert.Single(forked.Last.Signatures).Bytes.Span)
        );
        fork.Grow(300);
        Assert.IsType<WitnessAnswer.Inconsistent>(await AskAsync(3, fork));
        Assert.Equal(3, state.Find(TestLog.Origin)?.Checkpoint.Size);
    }

    [Fact]
    public async Task Checkpoint_OfAShorterLog_IsRefused()
    {
        log.Grow(300);
        await CosignAsync(0);
        using var before = new TestLog(200);
        Assert.IsType<WitnessAnswer.Malformed>(Ask($"old 300\n\n{before.Note}"));
        Assert.Equal(new WitnessAnswer.Conflict(300), await AskAsync(200, before));
    }

    [Fact]
    public async Task Checkpoint_WithAnEntryInsertedLater_IsRefused()
    {
        log.Grow(300);
        await CosignAsync(0);
        using var changed = new TestLog(100);
        changed.Append("inserted"u8.ToArray());
        for (var index = 100; index < 400; index++)
        {
            changed.Append(TestLog.Entry(index));
        }

        Assert.IsType<WitnessAnswer.Inconsistent>(await AskAsync(300, changed));
    }

    [Fact]
    public async Task Checkpoint_NotSignedByTheLog_IsRefused()
    {
        using var forger = new CheckpointSigner(TestLog.Origin, TestLog.Seed(7));
        var text = log.Checkpoint.Text;
        Assert.IsType<WitnessAnswer.NotSigned>(Ask($"old 0\n\n{new SignedNote(text, forger.Sign(text, TestLog.Time))}"));
        using var stranger = new CheckpointSigner("log.example/stranger", TestLog.Seed(7));
        text = (log.Checkpoint with { Origin = "log.example/stranger" }).Text;
        Assert.IsType<WitnessAnswer.UnknownLog>(Ask($"old 0\n\n{new SignedNote(text, stranger.Sign(text, TestLog.Time))}"));
        var good = log.Signer.Sign(log.Checkpoint.Text, TestLog.Time);
        var bytes = good[0].Bytes.ToArray();
        bytes[7] ^= 1;
        Assert.IsType<WitnessAnswer.NotSigned>(
            Ask($"old 0\n\n{new SignedNote(log.Checkpoint.Text, [good[0] with { Bytes = bytes }, good[1]])}")
        );
        Assert.Null(state.Find(TestLog.Origin));
        // A log that states no time has a witness all the same.
        Assert.IsType<WitnessAnswer.Cosigned>(Ask($"old 0\n\n{new SignedNote(log.Checkpoint.Text, [good[0]])}"));
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("")]
    [InlineData("old 0\n")]
    [InlineData("old 00\n\n")]
    [InlineData("old -1\n\n")]
    [InlineData("new 0\n\n")]
    [InlineData("old 0\nAAAA\n\n")]
    public void Request_OfAnotherForm_IsRefused(string head) => Assert.IsType<WitnessAnswer.Malformed>(Ask(head + log.Note));

    [Fact]
    public async Task State_KilledWhileWriting_KeepsWhatWasPromised()
    {
        await CosignAsync(0);
        log.Grow(10);
        await CosignAsync(3);
        state.Dispose();
        var file = Directory.GetFiles(folder).Single(f => new FileInfo(f).Length == 8192);
        var whole = await File.ReadAllBytesAsync(file);
        // Two writes were made over the first, empty one; the next goes to the second place, and breaks off at any byte.
        for (var cut = 0; cut < 4096; cut += 301)
        {
            var torn = whole.ToArray();
            torn.AsSpan(4096 + cut).Fill(0xff);
            await File.WriteAllBytesAsync(file, torn);
            using var again = new WitnessState(folder);
            Assert.Equal(10, again.Find(TestLog.Origin)?.Checkpoint.Size);
        }

        // Where neither can be read, nothing is cosigned any more.
        whole.AsSpan().Fill(0xff);
        await File.WriteAllBytesAsync(file, whole);
        state = new WitnessState(folder);
        Assert.Throws<InvalidDataException>(() => Ask($"old 10\n\n{log.Note}"));
    }

    [Fact]
    public async Task State_OpenedAgain_RemembersAndIsNobodyElsesMeanwhile()
    {
        log.Grow(300);
        await CosignAsync(0);
        Assert.ThrowsAny<IOException>(() => new WitnessState(folder));
        state.Dispose();
        state = new WitnessState(folder);
        Assert.Equal(300, state.Find(TestLog.Origin)?.Checkpoint.Size);
        using var fork = new TestLog(299);
        fork.Append("another"u8.ToArray());
        Assert.IsType<WitnessAnswer.Forked>(await AskAsync(300, fork));
    }

    [Fact]
    public async Task Checkpoints_SentAtOnce_NeverGoBack()
    {
        log.Grow(400);
        await CosignAsync(0);
        using var longer = new TestLog(900);
        var requests = new List<string>();
        for (var size = 401; size <= 500; size++)
        {
            requests.Add(await RequestAsync(400, longer, size));
        }

        var witness = Witness;
        var answers = new System.Collections.Concurrent.ConcurrentBag<WitnessAnswer>();
        Parallel.ForEach(requests, r => answers.Add(witness.AddCheckpoint(Encoding.UTF8.GetBytes(r))));
        // One of them was first; for the others the old size was no longer the last.
        Assert.Single(answers.OfType<WitnessAnswer.Cosigned>());
        Assert.All(answers.Where(a => a is not WitnessAnswer.Cosigned), a => Assert.True(a is WitnessAnswer.Conflict { Size: > 400 }));
    }

    [Fact]
    public void Policy_CountsEachKeyOnce()
    {
        using var second = new WitnessSigner("witness.example/second", TestLog.Seed(8));
        using var alias = new WitnessSigner("witness.example/alias", TestLog.Seed(9));
        Assert.Null(WitnessPolicy.Of([signer.WitnessKey, alias.WitnessKey], 1).Policy);
        Assert.Null(WitnessPolicy.Of([signer.WitnessKey], 2).Policy);
        var (policy, _) = WitnessPolicy.Of([signer.WitnessKey, second.WitnessKey], 2);
        Assert.NotNull(policy);
        var one = signer.Cosign(log.Checkpoint, TestLog.Time);
        var other = second.Cosign(log.Checkpoint, TestLog.Time);
        Assert.False(policy.Count(Note(one, one)).IsEnough);
        Assert.True(policy.Count(Note(one, other)).IsEnough);
        log.Grow(4);
        // Over another checkpoint they are nothing.
        Assert.Empty(policy.Count(Note(one, other)).Cosigned);
    }

    private SignedNote Note(params NoteSignature[] cosignatures) =>
        new(log.Checkpoint.Text, [.. log.Signer.Sign(log.Checkpoint.Text, TestLog.Time), .. cosignatures]);

    private async Task<long> CosignAsync(long old)
    {
        var answer = Assert.IsType<WitnessAnswer.Cosigned>(await AskAsync(old));
        var note = new SignedNote(log.Checkpoint.Text, [answer.Signature]);
        Assert.NotNull(signer.WitnessKey.CosignedAt(note));
        return state.Find(TestLog.Origin)?.Checkpoint.Size ?? -1;
    }

    private async Task<WitnessAnswer> AskAsync(long old, TestLog? of = null) => Ask(await RequestAsync(old, of ?? log));

    private WitnessAnswer Ask(string request) => Witness.AddCheckpoint(Encoding.UTF8.GetBytes(request));

    private static async Task<string> RequestAsync(long old, TestLog of, long? size = null)
    {
        var path = await of.Hashes(size).ConsistencyPathAsync(old, CancellationToken.None);
        var checkpoint = new Checkpoint(
            TestLog.Origin,
            size ?? of.Size,
            await of.Hashes().RootAsync(size ?? of.Size, CancellationToken.None)
        );
        return new ConsistencyProof(old, path, of.Sign(checkpoint)).ToString();
    }
}
