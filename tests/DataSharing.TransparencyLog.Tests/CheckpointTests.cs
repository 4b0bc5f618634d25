using System.Text;
using Xunit;

namespace DataSharing.TransparencyLog.Tests;

public sealed class CheckpointTests
{
    // The worked example of golang.org/x/mod/sumdb/note, package documentation (example_test.go and note.go).
    private const string PublishedKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string PublishedNote =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        + "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    [Fact]
    public void Note_PublishedByGo_Verifies()
    {
        Assert.True(VerifierKey.TryParse(PublishedKey, out var key));
        Assert.True(SignedNote.TryParse(PublishedNote, out var note));
        Assert.Equal(PublishedNote, note.ToString());
        Assert.Equal(key.KeyId, note.Signatures[0].KeyId);
        Assert.True(key.Verify(Encoding.UTF8.GetBytes(note.Text), note.Signatures[0].Bytes.Span));
        Assert.False(key.Verify(Encoding.UTF8.GetBytes(note.Text + " "), note.Signatures[0].Bytes.Span));
    }

    [Fact]
    public void Checkpoint_Signed_IsGenuineWithItsTime()
    {
        using var log = new TestLog(300);
        var genuine = Assert.IsType<CheckpointVerdict.Genuine>(Verify(log.Note, log));
        Assert.Equal(300, genuine.Checkpoint.Size);
        Assert.Equal(TestLog.Time, genuine.SignedAt);
    }

    [Fact]
    public void Checkpoint_AnyByteChanged_IsNotGenuine()
    {
        using var log = new TestLog(300);
        var note = Encoding.UTF8.GetBytes(log.Note);
        for (var at = 0; at < note.Length; at++)
        {
            var changed = note.ToArray();
            changed[at] ^= 0x01;
            Assert.IsNotType<CheckpointVerdict.Genuine>(CheckpointVerifier.Verify(changed, [log.Signer.VerifierKey]));
        }
    }

    [Fact]
    public void Checkpoint_SignedByBothKeysOfARotation_IsGenuineUnderEither()
    {
        using var log = new TestLog(3);
        using var next = new CheckpointSigner(TestLog.Origin, TestLog.Seed(2));
        var text = log.Checkpoint.Text;
        var note = new SignedNote(text, [.. log.Signer.Sign(text, TestLog.Time), .. next.Sign(text, TestLog.Time)]).ToString();
        foreach (var keys in new[] { new[] { log.Signer.VerifierKey }, [next.VerifierKey], [log.Signer.VerifierKey, next.VerifierKey] })
        {
            var genuine = Assert.IsType<CheckpointVerdict.Genuine>(CheckpointVerifier.Verify(Encoding.UTF8.GetBytes(note), keys));
            Assert.Equal(keys.Length, genuine.Signers.Count);
        }

        using var stranger = new CheckpointSigner(TestLog.Origin, TestLog.Seed(3));
        Assert.IsType<CheckpointVerdict.NotSigned>(CheckpointVerifier.Verify(Encoding.UTF8.GetBytes(note), [stranger.VerifierKey]));
        using var other = new CheckpointSigner("log.example/other", TestLog.Seed(1));
        Assert.IsType<CheckpointVerdict.OtherLog>(CheckpointVerifier.Verify(Encoding.UTF8.GetBytes(note), [other.VerifierKey]));
    }

    [Fact]
    public void Checkpoint_SignedWithoutATime_IsNotEnough()
    {
        using var log = new TestLog(3);
        var text = log.Checkpoint.Text;
        var note = new SignedNote(text, [log.Signer.Sign(text, TestLog.Time)[0]]).ToString();
        Assert.IsType<CheckpointVerdict.NotSigned>(Verify(note, log));
    }

    [Theory]
    [InlineData("a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", true)]
    [InlineData("a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nextension\n", true)]
    [InlineData("a\n01\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", false)]
    [InlineData("a\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", false)]
    [InlineData("a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n", false)]
    [InlineData("a\n1\nAAAA\n", false)]
    [InlineData("a b\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", false)]
    [InlineData("a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", false)]
    [InlineData("a\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n", false)]
    public void Checkpoint_Text_OneFormOnly(string text, bool isOne)
    {
        Assert.Equal(isOne, Checkpoint.TryParse(text, out var checkpoint));
        Assert.Equal(isOne ? text : null, checkpoint?.Text);
    }

    [Fact]
    public void Succession_SignedForBoth_IsGenuine()
    {
        using var old = new TestLog(3);
        using var current = new CheckpointSigner("log.example/next", TestLog.Seed(1));
        var text = Succession.Text("log.example/next", TestLog.Origin, old.Checkpoint);
        NoteSignature[] both = [.. old.Signer.Sign(text, TestLog.Time), .. current.Sign(text, TestLog.Time)];
        bool IsGenuine(params NoteSignature[] signatures) =>
            Succession.IsGenuine(
                Encoding.UTF8.GetBytes(new SignedNote(text, signatures).ToString()),
                old.Signer.VerifierKey,
                current.VerifierKey
            );
        Assert.True(IsGenuine(both));
        Assert.False(IsGenuine(both[..2]));
        Assert.False(IsGenuine(both[2..]));
    }

    private static CheckpointVerdict Verify(string note, TestLog log) =>
        CheckpointVerifier.Verify(Encoding.UTF8.GetBytes(note), [log.Signer.VerifierKey]);
}
