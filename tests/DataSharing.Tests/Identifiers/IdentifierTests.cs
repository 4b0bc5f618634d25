using DataSharing.Identifiers;
using Xunit;

namespace DataSharing.Tests.Identifiers;

/// <summary>Published examples, and one wrong character in each.</summary>
public sealed class IdentifierTests
{
    [Theory]
    // NHS Data Model and Dictionary's worked example; the 999 range is for tests.
    [InlineData("nhs-number", "943 476 5919", "9434765919")]
    [InlineData("nhs-number", "9990000018", "9990000018")]
    [InlineData("nhs-number", "999-000-0026", "9990000026")]
    // DfE's example, and a temporary one of the same rule.
    [InlineData("upn", "h801200001001", "H801200001001")]
    // Test values of the Ministry of Justice's services.
    [InlineData("pnc-id", "2003/0062845E", "2003/0062845E")]
    [InlineData("pnc-id", "1979/0163001B", "1979/0163001B")]
    [InlineData("pnc-id", "03/62845e", "2003/0062845E")]
    [InlineData("pnc-id", "79/163001B", "1979/0163001B")]
    [InlineData("uprn", "000123456789", "123456789")]
    [InlineData("usrn", "23007050", "23007050")]
    [InlineData("postcode", "sw1a1aa", "SW1A 1AA")]
    [InlineData("postcode", "M1 1AE", "M1 1AE")]
    [InlineData("postcode", "ec1a 1bb", "EC1A 1BB")]
    [InlineData("postcode", "W1A 0AX", "W1A 0AX")]
    [InlineData("postcode", "CR2 6XH", "CR2 6XH")]
    [InlineData("postcode", "DN55 1PT", "DN55 1PT")]
    [InlineData("postcode", "B33 8TH", "B33 8TH")]
    [InlineData("companies-house", "445790", "00445790")]
    [InlineData("companies-house", "sc123456", "SC123456")]
    [InlineData("vat-number", "GB 980 7806 84", "GB980780684")]
    [InlineData("telephone", "020 7946 0018", "+442079460018")]
    [InlineData("telephone", "+44 (0)7700 900123", "+447700900123")]
    [InlineData("telephone", "0033 1 23 45 67 89", "+33123456789")]
    [InlineData("vrm", "ab12 cde", "AB12CDE")]
    [InlineData("vrm", "A123 BCD", "A123BCD")]
    [InlineData("vrm", "AIA 1234", "AIA1234")]
    public void Of_PublishedExample_PassesInItsOneForm(string scheme, string written, string normalised)
    {
        var check = IdentifierCheck.Of(scheme, written);
        Assert.Equal(("passed", normalised), (check.Code, check.Normalised));
        Assert.Equal(normalised, IdentifierCheck.Of(scheme, normalised).Normalised);
    }

    [Theory]
    [InlineData("nhs-number", "9434765918", "failed:checksum")]
    [InlineData("nhs-number", "943476591", "failed:format")]
    [InlineData("nhs-number", "９434765919", "failed:format")]
    [InlineData("upn", "A801200001001", "failed:checksum")]
    [InlineData("upn", "S801200001001", "failed:format")]
    [InlineData("pnc-id", "2003/0062845F", "failed:checksum")]
    [InlineData("pnc-id", "20/", "failed:format")]
    [InlineData("uprn", "0", "failed:format")]
    [InlineData("uprn", "1234567890123", "failed:format")]
    [InlineData("postcode", "SW1A 1CA", "failed:format")]
    [InlineData("postcode", "Q1 1AA", "failed:format")]
    [InlineData("companies-house", "ABC12345", "failed:format")]
    [InlineData("vat-number", "GB980780685", "failed:checksum")]
    [InlineData("telephone", "12345", "failed:format")]
    [InlineData("telephone", "+44 0", "failed:format")]
    [InlineData("vrm", "IQ12 CDE", "failed:format")]
    public void Of_OneThingWrong_FailsWithTheReasonAndKeepsTheText(string scheme, string written, string code)
    {
        var check = IdentifierCheck.Of(scheme, written);
        Assert.Equal(code, check.Code);
        Assert.NotEmpty(check.Normalised);
    }

    [Fact]
    public void Of_AnAgencysOwnScheme_PassesThroughUnchecked() =>
        Assert.Equal(
            ("unknown-scheme", "EMB-PL-0417"),
            (
                IdentifierCheck.Of("premises-licence", " EMB-PL-0417 ").Code,
                IdentifierCheck.Of("premises-licence", " EMB-PL-0417 ").Normalised
            )
        );

    [Fact]
    public void Nhs_EveryWrongCheckDigit_IsCaught()
    {
        for (var digit = 0; digit < 10; digit++)
        {
            Assert.Equal(digit == 9, NhsNumber.TryParse($"943476591{digit}", out _));
        }
    }

    [Fact]
    public void ToString_OfAnyIdentifier_ShowsNothing()
    {
        Assert.True(NhsNumber.TryParse("9434765919", out var nhs));
        Assert.True(Postcode.TryParse("SW1A 1AA", out var postcode));
        Assert.DoesNotContain("943", $"{nhs}{IdentifierCheck.Of("nhs-number", "9434765919")}", StringComparison.Ordinal);
        Assert.DoesNotContain("SW1A", $"{postcode}", StringComparison.Ordinal);
    }
}
