using System.Security.Cryptography;
using System.Text;

namespace DataSharing.TransparencyLog;

/// <summary>What a witness has cosigned last, in a folder: one file a log (<see cref="WitnessRecord"/>).</summary>
/// <remarks>
/// Whoever restores this folder from a copy, or deletes it, makes the witness forget what it promised: then it needs a new key (operator guide).
/// </remarks>
public sealed class WitnessState : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Dictionary<string, WitnessRecord> records = new(StringComparer.Ordinal);
    private readonly string folder;
    private readonly FileStream mine;

    /// <summary>Opens the folder, for this process alone.</summary>
    /// <exception cref="IOException">Another witness works in it, or it cannot be used.</exception>
    public WitnessState(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        mine = new FileStream(Path.Combine(folder, "in-use"), Options(FileMode.OpenOrCreate));
    }

    /// <summary>The last one cosigned; null where none was. Not for several threads.</summary>
    /// <exception cref="InvalidDataException">The file is damaged: nothing may be cosigned on top of it.</exception>
    public WitnessedCheckpoint? Find(string origin) => Of(origin).Last;

    public void Dispose()
    {
        foreach (var record in records.Values)
        {
            record.Dispose();
        }

        mine.Dispose();
    }

    /// <summary>Returns when it is on the disk.</summary>
    internal void Write(WitnessedCheckpoint cosigned) => Of(cosigned.Checkpoint.Origin).Write(cosigned);

    internal static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        // Windows has no such modes, and refuses to be given one.
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    private WitnessRecord Of(string origin)
    {
        if (!records.TryGetValue(origin, out var record))
        {
            // An origin may hold characters that a file's name may not.
            var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)).AsSpan(0, 16));
            records[origin] = record = WitnessRecord.Open(Path.Combine(folder, name), origin);
        }

        return record;
    }
}
