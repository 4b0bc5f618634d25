namespace DataSharing.Storage;

/// <summary>The ends of ranges, which must be keys themselves (<see cref="RecordLimits.CheckKey"/>): no other character may stand in for "the last".</summary>
public static class RowKeys
{
    // In ordinal order.
    private const string Characters = "-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    /// <summary>The smallest key greater than <paramref name="key"/>: where a read goes on after <see cref="RowPage.ContinueAfter"/>.</summary>
    public static string After(string key)
    {
        RecordLimits.CheckKey(key);
        return key.Length < RecordLimits.MaximumKeyLength ? key + Characters[0] : PrefixEnd(key);
    }

    /// <summary>The smallest key greater than every key that starts with <paramref name="prefix"/>, to read a range of exactly those.</summary>
    /// <exception cref="ArgumentException">The prefix is nothing but 'z', the last character: no key comes after.</exception>
    public static string PrefixEnd(string prefix)
    {
        RecordLimits.CheckKey(prefix);
        var kept = prefix.TrimEnd(Characters[^1]);
        if (kept.Length == 0)
        {
            throw new ArgumentException("No key comes after a prefix made of 'z' only.", nameof(prefix));
        }

        var next = Characters[Characters.IndexOf(kept[^1], StringComparison.Ordinal) + 1];
        return string.Concat(kept.AsSpan(0, kept.Length - 1), [next]);
    }
}
