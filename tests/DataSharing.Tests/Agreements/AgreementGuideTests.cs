using System.Text.RegularExpressions;
using DataSharing.Agreements;
using Xunit;

namespace DataSharing.Tests.Agreements;

/// <summary>Holds docs/agreements.md against the code.</summary>
public sealed partial class AgreementGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(NodeScript.Root(), "docs/agreements.md"));

    [Fact]
    public void ReasonCodes_Table_IsTheListInTheCode() =>
        Assert.Equal(
            RefusalReasons.Listed.Select(reason => $"| `{reason.Code}` | {reason.Sentence} |"),
            Section("## Reason codes").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        );

    [Fact]
    public void FindingCodes_Table_IsTheCodesInTheCode()
    {
        var told = Section("## Findings on a document")
            .Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Code().Matches(line.Split('|')[1]).Select(match => match.Groups["code"].Value))
            .Order();
        Assert.Equal(FindingCodes.All.Order(), told);
    }

    private static string Section(string heading)
    {
        var start = Guide.IndexOf(heading, StringComparison.Ordinal);
        var end = Guide.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return Guide[start..end];
    }

    [GeneratedRegex("`(?<code>[a-z0-9-]+)`")]
    private static partial Regex Code();
}
