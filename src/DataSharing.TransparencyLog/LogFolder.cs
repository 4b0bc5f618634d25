namespace DataSharing.TransparencyLog;

/// <summary>A log's files in a folder, as c2sp.org/tlog-tiles names them.</summary>
/// <param name="root">Where <c>checkpoint</c> and <c>tile/</c> are.</param>
public sealed class LogFolder(string root)
{
    private const int LargestFile = Tile.MaximumWidth * (2 + EntryBundle.MaximumEntryBytes);

    public string Checkpoint => PathOf("checkpoint");

    /// <summary>Whether entries were fetched, or hashes alone.</summary>
    public bool HasEntries => Directory.Exists(PathOf("tile/entries"));

    /// <summary>Checkpoints that were fetched before and are kept: the log must agree with each of them.</summary>
    public IReadOnlyList<string> KeptCheckpoints =>
        Directory.Exists(PathOf("checkpoints")) ? [.. Directory.GetFiles(PathOf("checkpoints")).Order(StringComparer.Ordinal)] : [];

    /// <summary>Where the next one to be kept goes.</summary>
    public string NewKeptCheckpoint() => PathOf($"checkpoints/{KeptCheckpoints.Count + 1:D6}");

    public string PathOf(string name) => Path.Combine(root, name.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>A <see cref="TileFile"/>: the tile as wide as it is asked for; -1 where it is not there, or larger than any can be.</summary>
    public int Read(Tile tile, ref byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        var path = PathOf(tile.Path);
        if (!File.Exists(path))
        {
            return -1;
        }

        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        if (length > LargestFile)
        {
            return -1;
        }

        if (buffer.Length < length)
        {
            buffer = new byte[length * 3 / 2];
        }

        var read = 0;
        for (int more; read < length && (more = RandomAccess.Read(file, buffer.AsSpan(read, (int)length - read), read)) > 0; )
        {
            read += more;
        }

        return read;
    }
}
