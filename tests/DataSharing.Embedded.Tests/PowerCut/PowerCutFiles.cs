using DataSharing.Embedded.Files;

namespace DataSharing.Embedded.Tests.PowerCut;

/// <summary>Files in memory that keep, through a power cut, only synced bytes under synced names, and a random choice of the rest.</summary>
internal sealed class PowerCutFiles(bool syncFiles = true, bool syncDirectories = true) : IDurableFiles
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, FileBytes> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileBytes> durableNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> directories = new(StringComparer.Ordinal);
    private readonly List<(string Path, FileBytes? File)> pending = [];

    /// <summary>The next syncs of a directory fail.</summary>
    public bool FailDirectorySync { get; set; }

    public byte[]? Read(string path)
    {
        lock (gate)
        {
            return names.TryGetValue(path, out var file) ? [.. file.Bytes] : null;
        }
    }

    public void WriteNew(string path, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        lock (gate)
        {
            Set(path, new FileBytes([.. first, .. second], syncFiles));
        }
    }

    public void WriteNewUnsynced(string path, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        lock (gate)
        {
            Set(path, new FileBytes([.. first, .. second], Synced: false));
        }
    }

    public void SyncAll(string directory, IReadOnlyCollection<string> written)
    {
        lock (gate)
        {
            if (!syncFiles)
            {
                return;
            }

            foreach (var path in names.Keys.ToArray())
            {
                names[path] = new FileBytes(names[path].Bytes, Synced: true);
            }

            durableNames.Clear();
            foreach (var (path, file) in names)
            {
                durableNames[path] = file;
            }

            pending.Clear();
        }
    }

    public bool TryLink(string path, string newPath)
    {
        lock (gate)
        {
            if (names.ContainsKey(newPath))
            {
                return false;
            }

            Set(newPath, names[path]);
            return true;
        }
    }

    public void Rename(string path, string newPath)
    {
        lock (gate)
        {
            Set(newPath, names[path]);
            Set(path, null);
        }
    }

    public bool Delete(string path)
    {
        lock (gate)
        {
            var was = names.ContainsKey(path);
            Set(path, null);
            return was;
        }
    }

    public void SyncDirectory(string path)
    {
        lock (gate)
        {
            if (FailDirectorySync)
            {
                throw new IOException("fsync of a directory");
            }

            if (!syncDirectories)
            {
                return;
            }

            foreach (var (name, file) in pending.Where(p => IsIn(path, p.Path)))
            {
                Apply(durableNames, name, file);
            }

            pending.RemoveAll(p => IsIn(path, p.Path));
        }
    }

    public void CreateDirectory(string path)
    {
        lock (gate)
        {
            directories.Add(path);
        }
    }

    public IReadOnlyList<(string Name, bool IsDirectory)> List(string path)
    {
        lock (gate)
        {
            return
            [
                .. names.Keys.Where(n => IsIn(path, n)).Select(n => (Path.GetFileName(n), false)),
                .. directories.Where(d => IsIn(path, d)).Select(d => (Path.GetFileName(d), true)),
            ];
        }
    }

    /// <summary>What is there after the power came back. These files go on.</summary>
    public PowerCutFiles Cut(Random random)
    {
        lock (gate)
        {
            var after = new PowerCutFiles();
            after.directories.UnionWith(directories);
            foreach (var (path, file) in durableNames)
            {
                after.names[path] = file;
            }

            foreach (var (path, file) in pending.Where(_ => random.Next(2) == 0))
            {
                Apply(after.names, path, file);
            }

            foreach (var path in after.names.Keys.ToArray())
            {
                after.names[path] = after.names[path].AfterCut(random);
            }

            foreach (var (path, file) in after.names)
            {
                after.durableNames[path] = file;
            }

            return after;
        }
    }

    private static bool IsIn(string directory, string path) =>
        string.Equals(Path.GetDirectoryName(path), directory, StringComparison.Ordinal);

    private void Set(string path, FileBytes? file)
    {
        Apply(names, path, file);
        pending.Add((path, file));
    }

    private static void Apply(Dictionary<string, FileBytes> target, string path, FileBytes? file)
    {
        if (file is null)
        {
            target.Remove(path);
        }
        else
        {
            target[path] = file;
        }
    }

    private sealed record FileBytes(byte[] Bytes, bool Synced)
    {
        public FileBytes AfterCut(Random random) => Synced ? this : new FileBytes(Bytes[..random.Next(Bytes.Length + 1)], Synced: true);
    }
}
