using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using DataSharing.Web.Api;

namespace DataSharing.Web.Tests.Api;

public sealed partial class ProblemTypesTests
{
    [Fact]
    public void Documentation_AndCode_NameTheSameTypesAndStatuses()
    {
        var documented = Row()
            .Matches(File.ReadAllText(RepositoryFiles.Path("docs", "problems.md")))
            .Select(m => (m.Groups["slug"].Value, int.Parse(m.Groups["status"].Value, CultureInfo.InvariantCulture)));
        var coded = ProblemTypes.All.Select(t => (t.Slug, (int)t.Status));
        Assert.Equal(coded.Order(), documented.Order());
    }

    [Fact]
    public void All_HoldsEveryTypeThatIsDeclared()
    {
        var declared = typeof(ProblemTypes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.FieldType == typeof(ProblemType))
            .Select(f => Assert.IsType<ProblemType>(f.GetValue(null)).Slug);
        Assert.Equal(declared.Order(StringComparer.Ordinal), ProblemTypes.All.Select(t => t.Slug).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| `(?<slug>[a-z-]+)` \| (?<status>\d{3}) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
