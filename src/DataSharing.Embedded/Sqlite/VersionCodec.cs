using System.Buffers.Binary;
using System.Globalization;
using DataSharing.Storage;

namespace DataSharing.Embedded.Sqlite;

/// <summary>
/// Row versions count every write of the store. The count becomes an HTTP ETag, where it would tell callers how busy the partnership is, so
/// it travels through a permutation (a Feistel network under a secret of the store).
/// </summary>
internal sealed class VersionCodec
{
    public const int SecretBytes = 16;

    private readonly uint[] keys = new uint[4];

    public VersionCodec(ReadOnlySpan<byte> secret)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = BinaryPrimitives.ReadUInt32LittleEndian(secret[(4 * i)..]);
        }
    }

    public RowVersion Write(long count)
    {
        var (left, right) = ((uint)((ulong)count >> 32), (uint)count);
        foreach (var key in keys)
        {
            (left, right) = (right, left ^ Mix(right, key));
        }

        return new RowVersion((((ulong)left << 32) | right).ToString("x16", CultureInfo.InvariantCulture));
    }

    /// <summary>The count, or -1, which no row has, for text that this store never gave out.</summary>
    public long Read(RowVersion version)
    {
        var text = version.Value;
        if (text.Length != 16 || !ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return -1;
        }

        var (left, right) = ((uint)(value >> 32), (uint)value);
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            (left, right) = (right ^ Mix(left, keys[i]), left);
        }

        return (long)(((ulong)left << 32) | right);
    }

    private static uint Mix(uint half, uint key)
    {
        var value = ((ulong)(half ^ key) + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
        value ^= value >> 29;
        return (uint)((value * 0x94D049BB133111EB) >> 32);
    }
}
