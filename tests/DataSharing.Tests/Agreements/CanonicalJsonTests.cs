using System.Globalization;
using System.Text;
using System.Text.Json;
using DataSharing.Agreements;
using Xunit;

namespace DataSharing.Tests.Agreements;

public sealed class CanonicalJsonTests
{
    // RFC 8785 §3.2.2 to §3.2.4, and the test data of its author (cyberphone/json-canonicalization, testdata/).
    [Theory]
    [InlineData(
        """{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001], "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}""",
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"""
    )]
    [InlineData(
        """{"1": {"f": {"f": "hi","F": 5} ,"\n": 56.0}, "10": { }, "": "empty", "a": { }, "111": [ { } ], "A": { }}""",
        """{"":"empty","1":{"\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{}],"A":{},"a":{}}"""
    )]
    [InlineData(
        """{"\u20ac": "Euro Sign", "1": "One", "\u0080": "Control\u007f", "\ud83d\ude02": "Smiley", "\u00f6": "Latin Small Letter O With Diaeresis", "\ufb33": "Hebrew Letter Dalet With Dagesh", "</script>": "Browser Challenge"}""",
        "{\"1\":\"One\",\"</script>\":\"Browser Challenge\",\"\u0080\":\"Control\u007f\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"\U0001F602\":\"Smiley\",\"\uFB33\":\"Hebrew Letter Dalet With Dagesh\"}"
    )]
    [InlineData("[56,{\"d\":true,\"10\":null,\"1\":[]}]", "[56,{\"1\":[],\"10\":null,\"d\":true}]")]
    [InlineData("\"A\\u030a\"", "\"A\u030a\"")]
    public void From_PublishedSamples_GivesPublishedForm(string input, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(CanonicalJson.From(Encoding.UTF8.GetBytes(input))));

    // RFC 8785 Appendix B.
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4340000000000001", "9007199254740994")]
    [InlineData("4340000000000002", "9007199254740996")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void Format_PublishedNumbers_GivesPublishedText(string hex, string expected) =>
        Assert.Equal(expected, CanonicalNumber.Format(Number(hex)));

    [Theory]
    [InlineData("7fffffffffffffff")]
    [InlineData("7ff0000000000000")]
    [InlineData("fff0000000000000")]
    public void Format_NotANumberJsonHas_Refuses(string hex) => Assert.Throws<FormatException>(() => CanonicalNumber.Format(Number(hex)));

    [Fact]
    public void Format_RandomDoubles_AgreesWithEcmaScript()
    {
        var random = new Random(8785);
        var hexes = Enumerable
            .Range(0, 20_000)
            .Select(_ => random.NextInt64(long.MinValue, long.MaxValue))
            .Where(bits => double.IsFinite(BitConverter.Int64BitsToDouble(bits)))
            .Select(bits => bits.ToString("x16", CultureInfo.InvariantCulture))
            .Concat(
                Enumerable
                    .Range(-30, 60)
                    .Select(e => BitConverter.DoubleToInt64Bits(Math.Pow(10, e)).ToString("x16", CultureInfo.InvariantCulture))
            )
            .ToArray();
        var theirs = JsonSerializer.Deserialize<string[]>(NodeScript.Run("numbers.mjs", JsonSerializer.Serialize(hexes)));
        Assert.Equal(theirs, hexes.Select(hex => CanonicalNumber.Format(Number(hex))));
    }

    [Theory]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\udfff\":1}")]
    [InlineData("1e400")]
    [InlineData("{")]
    [InlineData("[1,]")]
    public void From_NotIJson_Refuses(string input) =>
        Assert.Throws<FormatException>(() => CanonicalJson.From(Encoding.UTF8.GetBytes(input)));

    [Fact]
    public void Hash_KnownBytes_GivesSha256InLowerHex() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", CanonicalJson.Hash("abc"u8));

    private static double Number(string hex) =>
        BitConverter.Int64BitsToDouble((long)ulong.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
