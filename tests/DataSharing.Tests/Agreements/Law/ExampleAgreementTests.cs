using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataSharing.Agreements;
using Xunit;

namespace DataSharing.Tests.Agreements.Law;

/// <summary>The worked examples pass the check, and everything that an agreement says is in its human text, each clause under its anchor.</summary>
public sealed partial class ExampleAgreementTests
{
    // Words that the text says in other words.
    private static readonly HashSet<string> SaidOtherwise = new(StringComparer.Ordinal)
    {
        "public-authority",
        "competent-authority",
        "other",
        "existence",
        "content",
        "not-required",
        "inform-unless-risk",
        "explicit",
        "automatic",
        "manual",
        "none",
        "parties",
        "named",
    };

    public static TheoryData<string> Worked { get; } =
    [
        .. Directory
            .GetFiles(Path.Combine(NodeScript.Root(), "examples/agreements"), "*.json")
            .Select(Relative)
            .Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Rendered { get; } =
    [
        .. Directory
            .GetFiles(Path.Combine(NodeScript.Root(), "examples/agreements"), "*.json")
            .Concat(Directory.GetFiles(Path.Combine(NodeScript.Root(), "tests/DataSharing.Tests/Agreements/Examples"), "*.json"))
            .Select(Relative)
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Worked))]
    public void Examine_WorkedExample_IsSound(string path)
    {
        var found = LegalCheck.Examine(Read(path).Agreement, Packs.Law, [], new DateOnly(2026, 11, 23));
        Assert.Empty(found.Where(f => f.Severity == LegalSeverity.Refuses).Select(f => $"{f.Code} {f.Pointer}"));
        Assert.All(found.Where(f => f.Severity == LegalSeverity.NeedsSignOff), f => Assert.Equal("law-commencement-unknown", f.Code));
    }

    [Fact]
    public void Worked_AreTheFive_AndOneHasTenParties()
    {
        Assert.Equal(5, Worked.Count);
        Assert.Equal(10, Read("examples/agreements/partnership-exploitation-and-disruption.json").Agreement.Parties.Count);
        var pointer = Read("examples/agreements/hospital-pointer.json").Agreement;
        Assert.All(pointer.Permissions, rule => Assert.Equal(SharingMode.Existence, rule.Mode));
        var bundle = Read("examples/agreements/licensing-bundle.json").Agreement;
        Assert.All(
            bundle.Permissions.Where(rule => rule.To.Any(agency => agency.Value == "bundle-licensing")),
            rule => Assert.Equal(['P'], rule.Constraints.Handling ?? [])
        );
    }

    [Theory]
    [MemberData(nameof(Rendered))]
    public void Html_SaysEverythingTheDocumentSays(string path)
    {
        var document = Read(path);
        var html = AgreementText.Html(document);
        using var json = JsonDocument.Parse(document.Canonical);
        foreach (var text in Texts(json.RootElement).Where(text => !SaidOtherwise.Contains(text) && !Date().IsMatch(text)))
        {
            Assert.Contains(WebUtility.HtmlEncode(text).Replace("\n", "<br>\n", StringComparison.Ordinal), html, StringComparison.Ordinal);
        }

        var anchors = Anchor().Matches(html).Select(match => match.Groups["id"].Value).ToArray();
        Assert.Equal(anchors.Length, anchors.Distinct(StringComparer.Ordinal).Count());
        Assert.All(document.Agreement.Permissions, rule => Assert.Contains($"rule-{rule.Id}", anchors));
        Assert.All(document.Agreement.Prohibitions, rule => Assert.Contains($"rule-{rule.Id}", anchors));
        Assert.All(document.Agreement.Parties, party => Assert.Contains($"party-{party.Agency}", anchors));
        Assert.All(document.Agreement.Categories, category => Assert.Contains($"category-{category.Code}", anchors));
        Assert.All(document.Agreement.Purposes, purpose => Assert.Contains($"purpose-{purpose.Code}", anchors));
        Assert.Contains(document.ContentHash, html, StringComparison.Ordinal);
        Assert.Equal(html, AgreementText.Html(document));
    }

    [Fact]
    public void Html_MarkupInATitle_IsText()
    {
        var text = AgreementTexts.Whole("marked", [AgreementTexts.Permission()]);
        text["title"] = "<script>alert(\"&\")</script>";
        var html = AgreementText.Html(AgreementTexts.Read(text));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    private static AgreementDocument Read(string path) =>
        Assert.IsType<DocumentOutcome.Accepted>(AgreementDocument.Read(File.ReadAllBytes(Path.Combine(NodeScript.Root(), path)))).Document;

    private static string Relative(string path) => Path.GetRelativePath(NodeScript.Root(), path);

    private static IEnumerable<string> Texts(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
            JsonValueKind.String => [element.GetString() ?? ""],
            _ => [],
        };

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?$")]
    private static partial Regex Date();

    [GeneratedRegex(" id=\"(?<id>[^\"]+)\"")]
    private static partial Regex Anchor();
}
