using System.Text.RegularExpressions;

namespace DataSharing.Tests.Architecture;

/// <summary>Which capability folder of src/DataSharing may use which: only those on lower floors. See ADR 0011.</summary>
public static partial class FolderArrows
{
    /// <summary>From the top down; folders of one floor do not know each other.</summary>
    private static readonly string[][] Floors =
    [
        ["Disposal"],
        ["Panels", "Insight"],
        ["Exchange", "Disruption"],
        ["Entities"],
        ["Consent"],
        ["Agreements"],
        ["Partnership"],
        ["Audit"],
        ["Protection", "Messaging"],
        ["Identity", "Storage", "Identifiers"],
    ];

    private static readonly Dictionary<string, int> FloorOf = Floors
        .SelectMany((names, floor) => names.Select(name => (name, floor)))
        .ToDictionary(pair => pair.name, pair => pair.floor, StringComparer.Ordinal);

    public static string? FolderOf(SourceFile file)
    {
        var parts = file.Path.Split('/');
        return parts is ["src", "DataSharing", var folder, _, ..] ? folder : null;
    }

    /// <summary>The other capability folders that a file names, by a using or by a (partly) qualified name.</summary>
    public static IReadOnlySet<string> Uses(SourceFile file)
    {
        var own = FolderOf(file);
        return QualifiedName()
            .Matches(file.Code)
            .Select(match => match.Groups["folder"].Value)
            .Where(folder => FloorOf.ContainsKey(folder) && !string.Equals(folder, own, StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>One sentence for each arrow that does not go down, and for each folder that has no floor.</summary>
    public static IReadOnlyList<string> Violations(IEnumerable<SourceFile> files) =>
        [
            .. files.SelectMany(file =>
                FolderOf(file) switch
                {
                    null => [],
                    var own when !FloorOf.TryGetValue(own, out _) => [$"{file.Path}: the folder {own} has no floor"],
                    var own => Uses(file).Where(used => FloorOf[used] <= FloorOf[own]).Select(used => $"{file.Path}: {own} uses {used}"),
                }
            ),
        ];

    // `DataSharing.Audit` anywhere, and `using Audit` or `Audit.Journal` as C# resolves them inside namespace DataSharing.X.
    [GeneratedRegex(@"\bDataSharing\.(?<folder>[A-Z]\w+)|(?<![\w.])(?<folder>[A-Z]\w+)\.(?=[A-Z])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QualifiedName();
}
