namespace DataSharing.Web.Pages;

/// <summary>Where a page may send a browser on to: a path of these pages, never another site.</summary>
public static class LocalPath
{
    public const string Home = "/app";

    public static string OrHome(string? path) => IsPage(path) ? path ?? Home : Home;

    // A backslash counts as a slash in browsers, and a control character as nothing.
    private static bool IsPage(string? path) =>
        path is { Length: > 0 and <= 300 }
        && (path == Home || path.StartsWith(Home + "/", StringComparison.Ordinal) || path.StartsWith(Home + "?", StringComparison.Ordinal))
        && !path.Contains("//", StringComparison.Ordinal)
        && !path.Contains('\\', StringComparison.Ordinal)
        && !path.Any(char.IsControl);
}
