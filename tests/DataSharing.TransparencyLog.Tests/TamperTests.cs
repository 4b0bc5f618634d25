using System.Text;
using Xunit;

namespace DataSharing.TransparencyLog.Tests;

/// <summary>
/// What travels as one small file (checkpoints, keys, receipts, proofs, successions): every byte of each is changed in several ways, one at a time, and
/// no change passes. Tiles and bundles are <see cref="LogVerifierTests"/>' matter.
/// </summary>
public sealed class TamperTests : IDisposable
{
    // A low bit, the bit that turns the case of letters, and the highest, which breaks UTF-8.
    private static readonly byte[] Masks = [0x01, 0x02, 0x20, 0x80];
    private static readonly DateTimeOffset Issued = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private readonly TestLog log = new(700);

    public void Dispose() => log.Dispose();

    [Fact]
    public void Checkpoint_AnyByteChanged_IsNotGenuine() => AssertCaught(log.Note, note => IsGenuine(note, log.Signer.VerifierKey));

    [Fact]
    public void Key_AnyByteChanged_VerifiesNothing() =>
        AssertCaught(
            log.Signer.VerifierKey.ToString(),
            key => VerifierKey.TryParse(Text(key), out var parsed) && IsGenuine(Bytes(log.Note), parsed)
        );

    [Fact]
    public void Receipt_AnyByteChanged_IsNotGenuine()
    {
        using var signer = new ReceiptSigner(TestLog.Origin, TestLog.Seed(1), TimeSpan.FromHours(24));
        var leaves = TestLog.LeafHashes(5);
        var receipt = signer.Sign(leaves, Issued).Receipt(3).Encode();
        AssertCaught(receipt, text => ReceiptVerifier.Verify(Text(text), signer.VerifierKey) is ReceiptVerdict.Genuine);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(699)]
    public async Task InclusionProof_AnyByteChanged_ShowsNothing(long index)
    {
        var path = await log.Hashes().InclusionPathAsync(index, CancellationToken.None);
        var leaf = MerkleTree.LeafHash(TestLog.Entry(index));
        AssertCaught(
            new InclusionProof(index, path, log.Note).ToString(),
            text =>
                InclusionProof.TryParse(Text(text), out var proof)
                && Genuine(Bytes(proof.Note), log.Signer.VerifierKey) is { } checkpoint
                && proof.Index == index
                && proof.Shows(leaf, checkpoint)
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(300)]
    public async Task ConsistencyProof_AnyByteChanged_ShowsNothing(long older)
    {
        using var before = new TestLog(older);
        var path = await log.Hashes().ConsistencyPathAsync(older, CancellationToken.None);
        AssertCaught(
            new ConsistencyProof(older, path, log.Note).ToString(),
            text =>
                ConsistencyProof.TryParse(Text(text), out var proof)
                && Genuine(Bytes(proof.Note), log.Signer.VerifierKey) is { } checkpoint
                && proof.Shows(before.Checkpoint, checkpoint)
        );
    }

    [Fact]
    public void Succession_AnyByteChanged_IsNotGenuine()
    {
        using var next = new CheckpointSigner("log.example/next", TestLog.Seed(2));
        var text = Succession.Text("log.example/next", TestLog.Origin, log.Checkpoint);
        var note = new SignedNote(text, [.. log.Signer.Sign(text, TestLog.Time), .. next.Sign(text, TestLog.Time)]).ToString();
        AssertCaught(note, changed => Succession.IsGenuine(changed, log.Signer.VerifierKey, next.VerifierKey));
    }

    /// <summary>It holds as it is, and with no byte changed, none gone, none added.</summary>
    private static void AssertCaught(string file, Func<byte[], bool> holds)
    {
        var whole = Bytes(file);
        Assert.True(holds(whole));
        var passed = new List<string>();
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var mask in Masks)
            {
                byte[] changed = [.. whole];
                changed[at] ^= mask;
                if (holds(changed))
                {
                    passed.Add($"byte {at} (0x{whole[at]:x2}) as 0x{changed[at]:x2}");
                }
            }

            byte[] without = [.. whole[..at], .. whole[(at + 1)..]];
            byte[] twice = [.. whole[..at], whole[at], .. whole[at..]];
            if (holds(without))
            {
                passed.Add($"byte {at} (0x{whole[at]:x2}) gone");
            }

            if (holds(twice))
            {
                passed.Add($"byte {at} (0x{whole[at]:x2}) twice");
            }
        }

        Assert.True(passed.Count == 0, string.Join('\n', passed.Take(40)));
    }

    private static bool IsGenuine(byte[] note, VerifierKey key) => Genuine(note, key) is not null;

    private static Checkpoint? Genuine(byte[] note, VerifierKey key) =>
        CheckpointVerifier.Verify(note, [key]) is CheckpointVerdict.Genuine genuine ? genuine.Checkpoint : null;

    // As a file is read: bytes that are no UTF-8 become marks, and must not pass either.
    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
