using System.Buffers.Text;
using Xunit;

namespace DataSharing.TransparencyLog.Tests;

public sealed class ReceiptTests
{
    private static readonly DateTimeOffset Issued = new(2026, 11, 23, 10, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void Verify_EveryReceiptOfAGroup_IsGenuine()
    {
        using var signer = Signer(1);
        foreach (var size in new[] { 1, 2, 3, 7, 128 })
        {
            var leaves = Leaves(size);
            var group = signer.Sign(leaves, Issued);
            for (var i = 0; i < size; i++)
            {
                var genuine = Assert.IsType<ReceiptVerdict.Genuine>(ReceiptVerifier.Verify(group.Receipt(i).Encode(), signer.VerifierKey));
                Assert.Equal(leaves[i].ToArray(), genuine.Receipt.LeafHash.ToArray());
                Assert.Equal(Issued, genuine.Receipt.IssuedAt);
                Assert.Equal(Issued.AddHours(24), genuine.Receipt.Deadline);
            }
        }
    }

    [Fact]
    public void Verify_AnyByteChanged_IsNotGenuine()
    {
        using var signer = Signer(1);
        var bytes = Base64Url.DecodeFromChars(signer.Sign(Leaves(5), Issued).Receipt(3).Encode());
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 0x01;
            Assert.IsNotType<ReceiptVerdict.Genuine>(ReceiptVerifier.Verify(Base64Url.EncodeToString(changed), signer.VerifierKey));
        }
    }

    [Fact]
    public void Verify_OtherLogsKey_SaysSo()
    {
        using var signer = Signer(1);
        using var other = Signer(2);
        Assert.IsType<ReceiptVerdict.OtherKey>(
            ReceiptVerifier.Verify(signer.Sign(Leaves(1), Issued).Receipt(0).Encode(), other.VerifierKey)
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AQ")]
    [InlineData("not base64url!")]
    [InlineData("AQ1sb2cuZXhhbXBsZQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Verify_Rubbish_IsMalformed(string? text)
    {
        using var signer = Signer(1);
        Assert.IsType<ReceiptVerdict.Malformed>(ReceiptVerifier.Verify(text, signer.VerifierKey));
    }

    [Fact]
    public void TryDecode_EveryTruncation_IsRefusedWithoutThrowing()
    {
        using var signer = Signer(1);
        var bytes = Base64Url.DecodeFromChars(signer.Sign(Leaves(5), Issued).Receipt(3).Encode());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(Receipt.TryDecode(Base64Url.EncodeToString(bytes.AsSpan(0, length)), out _));
        }
    }

    [Fact]
    public void VerifierKey_TextRoundTrip_AndWrongHashRefused()
    {
        using var signer = Signer(1);
        var text = signer.VerifierKey.ToString();
        Assert.True(VerifierKey.TryParse(text, out var parsed));
        Assert.Equal(text, parsed.ToString());
        Assert.False(VerifierKey.TryParse(text.Replace("+", "+0", StringComparison.Ordinal), out _));
        Assert.False(VerifierKey.TryParse("log.example+00000000+AAAA", out _));
    }

    [Fact]
    public void VerifierKey_PublishedKey_Parses()
    {
        // The example key of Go's sumdb/note documentation.
        Assert.True(VerifierKey.TryParse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", out var key));
        Assert.Equal("PeterNeumann", key.Origin);
        Assert.Equal(0xc74f20a3u, key.KeyId);
    }

    private static ReceiptSigner Signer(byte seed) =>
        new("log.example/eastmere", Enumerable.Repeat(seed, 32).ToArray(), TimeSpan.FromHours(24));

    private static ReadOnlyMemory<byte>[] Leaves(int count) =>
        [.. Enumerable.Range(0, count).Select(i => (ReadOnlyMemory<byte>)MerkleTree.LeafHash(BitConverter.GetBytes(i)))];
}
