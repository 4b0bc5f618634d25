using System.Text.RegularExpressions;

namespace DataSharing.Web.Tests.Disposal;

/// <summary>The table of docs/what-remains-after-erasure.md: what may be found where.</summary>
internal sealed class AllowList
{
    private readonly List<(Regex Place, string[] What, bool IsOthers)> lines = [];

    public static AllowList Read()
    {
        var list = new AllowList();
        var text = File.ReadAllText(RepositoryFiles.Path("docs", "what-remains-after-erasure.md"));
        var table = text[text.IndexOf("## The allow-list", StringComparison.Ordinal)..];
        foreach (
            Match line in Regex.Matches(table, @"^\| `(?<place>[^`]+)` \| (?<what>[^|]+) \| (?<whose>[^|]+) \|", RegexOptions.Multiline)
        )
        {
            var pattern = Regex.Escape(line.Groups["place"].Value).Replace("…", ".*", StringComparison.Ordinal);
            pattern = Regex.Replace(pattern, @"\\\{[a-z ]+\}", "[^:]+").Replace("\\ ", " ", StringComparison.Ordinal);
            list.lines.Add(
                (
                    new Regex($"^{pattern}$"),
                    line.Groups["what"].Value.Split(',', StringSplitOptions.TrimEntries),
                    line.Groups["whose"].Value.Contains("another", StringComparison.Ordinal)
                )
            );
        }

        Assert.NotEmpty(list.lines);
        return list;
    }

    /// <summary>Whether this may be found there, where the record is this agency's own.</summary>
    public bool Allows(string place, string what, bool isOwn) =>
        lines.Any(l => l.Place.IsMatch(place) && l.What.Contains(what, StringComparer.Ordinal) && !(l.IsOthers && isOwn));
}
