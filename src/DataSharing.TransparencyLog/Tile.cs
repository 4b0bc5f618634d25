using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace DataSharing.TransparencyLog;

/// <summary>
/// A file of the log: up to 256 hashes of one level, or up to 256 entries (c2sp.org/tlog-tiles). Level 0 holds leaf hashes; above, each hash is
/// the root of a full tile of the level below.
/// </summary>
/// <param name="Level">0 to 7, or <see cref="EntriesLevel"/>.</param>
/// <param name="Index">Its place in its level.</param>
/// <param name="Width">1 to 256; below 256 it is partial.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Tile(int Level, long Index, int Width)
{
    public const int MaximumWidth = 256;
    public const int EntriesLevel = -1;

    /// <summary>2^63 entries have their root in level 7.</summary>
    public const int MaximumLevel = 7;

    /// <summary>Path and, where partial, its width: <c>tile/0/x001/x234/067.p/8</c>.</summary>
    public string Path => IsFull ? FullPath : string.Create(CultureInfo.InvariantCulture, $"{FullPath}.p/{Width}");

    /// <summary>The path of the full tile at this place.</summary>
    public string FullPath
    {
        get
        {
            var number = (Index % 1_000).ToString("D3", CultureInfo.InvariantCulture);
            for (var rest = Index / 1_000; rest > 0; rest /= 1_000)
            {
                number = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1_000:D3}/{number}");
            }

            return string.Create(CultureInfo.InvariantCulture, $"tile/{(IsEntries ? "entries" : Level)}/{number}");
        }
    }

    public bool IsFull => Width == MaximumWidth;

    public bool IsEntries => Level == EntriesLevel;

    /// <summary>The index of the first entry below it.</summary>
    public long FirstEntry => Index << (8 * (Math.Max(Level, 0) + 1));

    /// <summary>The tile at this place of a tree of <paramref name="size"/>; width 0 where the tree does not reach it.</summary>
    public static Tile At(int level, long index, long size)
    {
        var hashes = size >> (8 * Math.Max(level, 0));
        return new Tile(level, index, (int)Math.Clamp(hashes - (index * MaximumWidth), 0, MaximumWidth));
    }

    /// <summary>Every tile of a tree, entry bundles among them where asked for, level by level.</summary>
    public static IEnumerable<Tile> All(long size, bool entries)
    {
        for (var level = entries ? EntriesLevel : 0; level <= MaximumLevel && size >> (8 * Math.Max(level, 0)) > 0; level++)
        {
            var index = 0L;
            for (var tile = At(level, index, size); tile.Width > 0; tile = At(level, ++index, size))
            {
                yield return tile;
            }
        }
    }

    public static bool TryParse(string? path, [NotNullWhen(true)] out Tile? tile)
    {
        tile = null;
        var parts = path?.Split('/') ?? [];
        if (parts is not ["tile", var level, .., _] || parts.Length is < 3 or > 9)
        {
            return false;
        }

        var width = MaximumWidth;
        var numbers = parts.AsSpan(2);
        if (numbers is [.., var last, var w] && last.EndsWith(".p", StringComparison.Ordinal))
        {
            if (!int.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out width) || width is < 1 or >= MaximumWidth)
            {
                return false;
            }

            numbers = numbers[..^1];
            numbers[^1] = last[..^2];
        }

        var index = 0L;
        for (var i = 0; numbers.Length <= 6 && i < numbers.Length; i++)
        {
            var digits =
                i == numbers.Length - 1 ? numbers[i]
                : numbers[i].StartsWith('x') ? numbers[i][1..]
                : "";
            if (digits.Length != 3 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var thousand))
            {
                return false;
            }

            index = (index * 1_000) + thousand;
        }

        var isEntries = string.Equals(level, "entries", StringComparison.Ordinal);
        if (!isEntries && (level.Length != 1 || level[0] is < '0' or > '7'))
        {
            return false;
        }

        var parsed = new Tile(isEntries ? EntriesLevel : level[0] - '0', index, width);
        // Only the one way of writing it: no leading "x000", no "08".
        tile = string.Equals(parsed.Path, path, StringComparison.Ordinal) ? parsed : null;
        return tile is not null;
    }

    public override string ToString() => Path;
}
