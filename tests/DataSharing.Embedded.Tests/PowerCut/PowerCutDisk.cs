namespace DataSharing.Embedded.Tests.PowerCut;

/// <summary>
/// A disk that knows what it has been promised. Beside the real files it keeps, for each, the bytes that a sync made durable and the changes
/// made since; a power cut leaves the durable bytes and a random choice of the sectors changed since.
/// </summary>
internal sealed class PowerCutDisk
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, DiskFile> files = new(StringComparer.Ordinal);

    /// <summary>The next syncs fail, and the system forgets what they should have written, as Linux does.</summary>
    public bool FailSync { get; set; }

    public bool Full { get; set; }

    public int Syncs { get; private set; }

    public void Opened(string path)
    {
        lock (gate)
        {
            files.TryAdd(path, new DiskFile());
        }
    }

    public void Wrote(string path, long offset, ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            files[path].Pending.Add(new Change(offset, bytes.ToArray()));
        }
    }

    public void Truncated(string path, long size)
    {
        lock (gate)
        {
            files[path].Pending.Add(new Change(size, null));
        }
    }

    public void Deleted(string path)
    {
        lock (gate)
        {
            files.Remove(path);
        }
    }

    public void Synced(string path)
    {
        lock (gate)
        {
            Syncs++;
            files[path].ApplyPending(_ => true, int.MaxValue);
            files[path].Pending.Clear();
        }
    }

    public void FailedToSync(string path)
    {
        lock (gate)
        {
            files[path].Pending.Clear();
        }
    }

    /// <summary>What a machine would find after the power came back, as files in <paramref name="directory"/>. This disk goes on.</summary>
    public void CutInto(string directory, Random random)
    {
        var kept = random.Next(4) switch
        {
            0 => 0.0,
            1 => 1.0,
            _ => random.NextDouble(),
        };
        var sector = random.Next(2) == 0 ? 512 : 4096;
        lock (gate)
        {
            foreach (var (path, file) in files)
            {
                var survivor = file.Copy();
                survivor.ApplyPending(_ => random.NextDouble() < kept, sector);
                File.WriteAllBytes(Path.Combine(directory, Path.GetFileName(path)), survivor.Durable);
            }
        }
    }

    private sealed record Change(long Offset, byte[]? Bytes);

    private sealed class DiskFile
    {
        private byte[] buffer = [];
        private int length;

        public List<Change> Pending { get; private init; } = [];

        public byte[] Durable => buffer[..length];

        public DiskFile Copy() =>
            new()
            {
                buffer = [.. buffer],
                length = length,
                Pending = Pending,
            };

        public void ApplyPending(Func<Change, bool> survives, int sector)
        {
            foreach (var change in Pending)
            {
                if (change.Bytes is not { } bytes)
                {
                    if (survives(change))
                    {
                        Resize((int)change.Offset);
                    }

                    continue;
                }

                for (var from = 0; from < bytes.Length; )
                {
                    var inSector = sector == int.MaxValue ? bytes.Length : sector - (int)((change.Offset + from) % sector);
                    var count = Math.Min(inSector, bytes.Length - from);
                    if (survives(change))
                    {
                        var at = (int)change.Offset + from;
                        Resize(Math.Max(length, at + count));
                        bytes.AsSpan(from, count).CopyTo(buffer.AsSpan(at));
                    }

                    from += count;
                }
            }
        }

        private void Resize(int size)
        {
            if (size > buffer.Length)
            {
                Array.Resize(ref buffer, Math.Max(size, 2 * buffer.Length));
            }

            if (size < length)
            {
                buffer.AsSpan(size, length - size).Clear();
            }

            length = size;
        }
    }
}
