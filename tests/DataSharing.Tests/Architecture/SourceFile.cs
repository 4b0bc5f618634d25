using System.Text;

namespace DataSharing.Tests.Architecture;

/// <summary>One C# file of the tree, and its text without comments and literals, so that a rule never fires on prose.</summary>
public sealed record SourceFile(string Path, string Text)
{
    public string Code { get; } = StripCommentsAndLiterals(Text);

    /// <summary>Every hand-written C# file under a folder of the repository.</summary>
    public static IReadOnlyList<SourceFile> Under(string folder) =>
        [
            .. Directory
                .EnumerateFiles(System.IO.Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
                .Select(path => System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
                .Where(path =>
                    !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/node_modules/", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal)
                .Select(path => new SourceFile(path, File.ReadAllText(System.IO.Path.Combine(Repository.Root, path)))),
        ];

    private static string StripCommentsAndLiterals(string text)
    {
        var code = new StringBuilder(text.Length);
        var i = 0;
        while (i < text.Length)
        {
            var end = LiteralEnd(text, i);
            if (end > i)
            {
                // Line breaks stay, so that line numbers do, too.
                code.Append('\n', text.AsSpan(i, end - i).Count('\n')).Append(' ');
                i = end;
            }
            else
            {
                code.Append(text[i++]);
            }
        }

        return code.ToString();
    }

    /// <summary>Where the comment or literal that starts at <paramref name="i"/> ends; <paramref name="i"/> itself when none starts there.</summary>
    private static int LiteralEnd(string text, int i)
    {
        var rest = text.AsSpan(i);
        if (rest.StartsWith("//"))
        {
            return After(text, "\n", i) - 1;
        }

        if (rest.StartsWith("/*"))
        {
            return After(text, "*/", i + 2);
        }

        if (rest.StartsWith("\"\"\""))
        {
            var quotes = rest.Length - rest.TrimStart('"').Length;
            return After(text, new string('"', quotes), i + quotes);
        }

        if (rest.StartsWith("@\"") || rest.StartsWith("$@\"") || rest.StartsWith("@$\""))
        {
            var at = text.IndexOf('"', i) + 1;
            while (at < text.Length && (text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"')))
            {
                at += text[at] == '"' ? 2 : 1;
            }

            return Math.Min(at + 1, text.Length);
        }

        return rest[0] is '"' or '\'' ? PlainLiteralEnd(text, i) : i;
    }

    private static int PlainLiteralEnd(string text, int i)
    {
        var at = i + 1;
        while (at < text.Length && text[at] != text[i] && text[at] != '\n')
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at + 1, text.Length);
    }

    private static int After(string text, string mark, int from)
    {
        var at = text.IndexOf(mark, from, StringComparison.Ordinal);
        return at < 0 ? text.Length : at + mark.Length;
    }
}
