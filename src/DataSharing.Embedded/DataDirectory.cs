using DataSharing.Storage;

namespace DataSharing.Embedded;

/// <summary>The data directory, owned by this process for as long as this lives: caches and the single writer rely on it.</summary>
internal sealed class DataDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream ownership;

    private DataDirectory(string path, FileStream ownership) => (Path, this.ownership) = (path, ownership);

    public string Path { get; }

    /// <exception cref="StoreUnavailableException">Another process owns it, or it cannot be made.</exception>
    public static DataDirectory Own(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            Create(path);
            var lockFile = System.IO.Path.Combine(path, "owner.lock");
            // FileShare.None is an advisory lock that the system drops with the process, however it dies.
            return new DataDirectory(path, new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException failure)
        {
            throw new StoreUnavailableException("The data directory is in use by another process, or cannot be written.", failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StoreUnavailableException("This process may not use the data directory.", failure);
        }
    }

    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }

    public void Dispose() => ownership.Dispose();
}
