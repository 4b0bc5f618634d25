using System.Text.RegularExpressions;

namespace DataSharing.Tests.Architecture;

/// <summary>Rules of the house that the compiler does not keep.</summary>
public static partial class SourceRules
{
    public const int MostLines = 300;

    public static IEnumerable<string> TooLong(SourceFile file)
    {
        var lines = file.Text.AsSpan().Count('\n');
        return lines > MostLines ? [$"{file.Path}: {lines} lines"] : [];
    }

    /// <summary>The clock is read through TimeProvider: expiry and review dates are the product, so tests must be able to set it.</summary>
    public static IEnumerable<string> AmbientClock(SourceFile file) => Found(file, Clock(), file.Code, "reads the clock directly");

    /// <summary>Nothing caught in silence: a named exception with its reason in a comment may be let go, everything else is handled.</summary>
    public static IEnumerable<string> SilentCatch(SourceFile file) =>
        Found(file, EmptyCatch(), file.Text, "an empty catch")
            .Concat(Found(file, CatchAllThatDoesNothing(), file.Code, "a catch-all that does nothing"));

    public static IEnumerable<string> NullForgiving(SourceFile file) => Found(file, Forgiving(), file.Code, "the null-forgiving operator");

    /// <summary>Web's pages and endpoints never meet a storage home: only the composition knows which one there is.</summary>
    public static IEnumerable<string> HomeOutsideComposition(SourceFile file) =>
        file.Path.StartsWith("src/DataSharing.Web/Composition/", StringComparison.Ordinal)
            ? []
            : Found(file, StorageHome(), file.Code, "names a storage home outside Composition");

    private static IEnumerable<string> Found(SourceFile file, Regex rule, string text, string what) =>
        rule.Matches(text).Select(match => $"{file.Path}:{text.AsSpan(0, match.Index).Count('\n') + 1}: {what}");

    [GeneratedRegex(@"\bDateTime(Offset)?\s*\.\s*(UtcNow|Now|Today)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\bcatch\b\s*(\([^)]*\)\s*)?(when\s*\([^{]*\)\s*)?\{\s*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"\bcatch\b\s*(\(\s*(System\.)?Exception(\s+\w+)?\s*\)\s*)?\{\s*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CatchAllThatDoesNothing();

    [GeneratedRegex(@"[\w)\]>]!(?![=\w])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Forgiving();

    [GeneratedRegex(@"\bDataSharing\.(Embedded|AzureServices)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StorageHome();
}
