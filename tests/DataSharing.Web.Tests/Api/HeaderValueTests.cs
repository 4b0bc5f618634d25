using DataSharing.Web.Api;

namespace DataSharing.Web.Tests.Api;

public sealed class HeaderValueTests
{
    [Theory]
    [InlineData("12345678", true)]
    [InlineData("3f1c2a9e-demo-0001", true)]
    [InlineData("with space", true)]
    [InlineData("1234567", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("tab\there!", false)]
    [InlineData("key-für-alle", false)]
    public void IdempotencyKey_TryParse_TakesPrintableAscii(string? text, bool taken) =>
        Assert.Equal(taken, IdempotencyKey.TryParse(text, out _));

    [Fact]
    public void IdempotencyKey_TryParse_TakesTwoHundredCharactersAndNoMore()
    {
        Assert.True(IdempotencyKey.TryParse(new string('k', 200), out _));
        Assert.False(IdempotencyKey.TryParse(new string('k', 201), out _));
    }

    [Theory]
    [InlineData("\"7\"", "7")]
    [InlineData("\"00000000000000a1\"", "00000000000000a1")]
    [InlineData("*", null)]
    [InlineData("W/\"7\"", null)]
    [InlineData("\"7\", \"8\"", null)]
    [InlineData("\"7\",\"8\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("7", null)]
    [InlineData("\"", null)]
    [InlineData("\"a b\"", null)]
    [InlineData(null, null)]
    public void IfMatch_TryParse_TakesOneStrongTag(string? text, string? version)
    {
        Assert.Equal(version is not null, IfMatch.TryParse(text, out var parsed));
        Assert.Equal(version, parsed?.Version.Value);
    }

    [Theory]
    [InlineData("safeguarding-children", true)]
    [InlineData("Safeguarding", false)]
    [InlineData("", false)]
    [InlineData("a--b", false)]
    public void AccessPurpose_TryParse_TakesPurposeCodes(string text, bool taken) =>
        Assert.Equal(taken, AccessPurpose.TryParse(text, out _));

    [Theory]
    [InlineData("Strategy meeting", "Strategy meeting")]
    [InlineData("Caf%C3%A9 talk", "Café talk")]
    [InlineData("%E2%82%AC rates", "€ rates")] // RFC 8187 section 3.2.2, first example
    [InlineData("UTF-8''%c2%a3%20and%20%e2%82%ac%20rates", "£ and € rates")] // RFC 8187 section 3.2.2, second example
    [InlineData("utf-8'en'plain", "plain")]
    [InlineData("100%25 certain", "100% certain")]
    [InlineData("  trimmed  ", "trimmed")]
    [InlineData("", null)]
    [InlineData("   ", null)]
    [InlineData("%20%20", null)]
    [InlineData("100% certain", null)]
    [InlineData("cut %4", null)]
    [InlineData("bad %zz hex", null)]
    [InlineData("UTF-8'unfinished", null)]
    [InlineData("line%0Abreak", null)]
    [InlineData("nul%00", null)]
    [InlineData("escape%1B[2J", null)]
    [InlineData("bidi%E2%80%AEtxet", null)]
    [InlineData("separator%E2%80%A8here", null)]
    [InlineData("invalid%FFutf8", null)]
    [InlineData("overlong%C0%AF", null)]
    [InlineData("surrogate%ED%A0%80", null)]
    [InlineData("raw café", null)]
    public void AccessReason_TryParse_DecodesAndRefusesControls(string header, string? text)
    {
        Assert.Equal(text is not null, AccessReason.TryParse(header, out var parsed));
        Assert.Equal(text, parsed?.Text);
    }

    [Fact]
    public void AccessReason_TryParse_CountsDecodedCharacters()
    {
        Assert.True(AccessReason.TryParse(string.Concat(Enumerable.Repeat("%C3%A9", 500)), out _));
        Assert.False(AccessReason.TryParse(string.Concat(Enumerable.Repeat("%C3%A9", 501)), out _));
    }

    [Fact]
    public void ToString_FreeText_IsRedacted()
    {
        Assert.True(AccessReason.TryParse("Jordan Example is missing", out var reason));
        Assert.True(IdempotencyKey.TryParse("jordan-example-1", out var key));
        Assert.DoesNotContain("ordan", $"{reason}{key}", StringComparison.Ordinal);
    }
}
