using System.Text.RegularExpressions;

namespace DataSharing.Storage;

/// <summary>The names that both homes take; checked before anything is sent.</summary>
public static partial class BlobName
{
    public const int MaximumContentBytes = 64 * 1024 * 1024;

    public static void Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Shape().IsMatch(name) || name.Split('/').Any(s => s is "." or ".."))
        {
            throw new ArgumentException("A blob name is 1 to 8 segments of A-Z a-z 0-9 . _ - joined by '/'.", nameof(name));
        }
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{1,128}(/[A-Za-z0-9._-]{1,128}){0,7}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
