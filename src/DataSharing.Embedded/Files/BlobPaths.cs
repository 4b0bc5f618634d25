namespace DataSharing.Embedded.Files;

/// <summary>
/// Where a blob lies. Files end in '=', which no name contains, so that <c>seq</c> can be a blob while <c>seq/1</c> is another, and whatever
/// is half made lies in a directory of its own.
/// </summary>
internal sealed class BlobPaths(string root)
{
    private const char Mark = '=';

    public string Root { get; } = root;

    public string Incoming { get; } = Path.Combine(root, "incoming=");

    public string Of(string name) => Path.Combine(Root, name.Replace('/', Path.DirectorySeparatorChar)) + Mark;

    public string NewIncoming() => Path.Combine(Incoming, Guid.NewGuid().ToString("n"));

    public static string DirectoryOf(string path) =>
        Path.GetDirectoryName(path) ?? throw new ArgumentException("A blob lies in a directory.", nameof(path));

    /// <summary>Names under a prefix in ordinal order, directory by directory: a directory sorts as its name with the '/' that follows.</summary>
    public IEnumerable<string> List(IDurableFiles files, string prefix, string? after)
    {
        var inside = files
            .List(Path.Combine(Root, prefix.Replace('/', Path.DirectorySeparatorChar)))
            .Where(e => e.IsDirectory ? e.Name[^1] != Mark : e.Name[^1] == Mark)
            .Select(e => e.IsDirectory ? e.Name + '/' : e.Name[..^1])
            .Order(StringComparer.Ordinal);
        foreach (var entry in inside)
        {
            var name = prefix + entry;
            if (name[^1] != '/')
            {
                if (after is null || string.CompareOrdinal(name, after) > 0)
                {
                    yield return name;
                }
            }
            else if (after is null || string.CompareOrdinal(name, after) > 0 || after.StartsWith(name, StringComparison.Ordinal))
            {
                foreach (var deeper in List(files, name, after))
                {
                    yield return deeper;
                }
            }
        }
    }
}
