using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DataSharing.Embedded.Files;

/// <summary>The machine's file system.</summary>
internal sealed partial class SystemFiles : IDurableFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int AlreadyExists = 17; // EEXIST

    public byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void WriteNew(string path, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using var file = Create(path, first, second);
        file.Flush(flushToDisk: true);
    }

    public void WriteNewUnsynced(string path, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => Create(path, first, second).Dispose();

    public void SyncAll(string directory, IReadOnlyCollection<string> written)
    {
        if (OperatingSystem.IsLinux())
        {
            // One call for any number of files: the file system writes them out together and waits for the disk once.
            using var root = OpenNative(directory, 0);
            if (root.IsInvalid || SyncFileSystemNative(root) != 0)
            {
                throw Failure("syncfs", Marshal.GetLastPInvokeError());
            }

            return;
        }

        foreach (var path in written)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            file.Flush(flushToDisk: true);
        }

        foreach (var parent in written.Select(BlobPaths.DirectoryOf).Distinct(StringComparer.Ordinal))
        {
            SyncDirectory(parent);
        }
    }

    private static FileStream Create(string path, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var file = new FileStream(path, options);
        try
        {
            file.Write(first);
            file.Write(second);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public bool TryLink(string path, string newPath)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                File.Move(path, newPath, overwrite: false);
                return true;
            }
            catch (IOException) when (File.Exists(newPath))
            {
                return false;
            }
        }

        if (LinkNative(path, newPath) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == AlreadyExists ? false : throw Failure("link", error);
    }

    public void Rename(string path, string newPath) => File.Move(path, newPath, overwrite: true);

    public bool Delete(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        File.Delete(path);
        return true;
    }

    public void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // NTFS journals its names; Windows offers no sync of a directory.
            return;
        }

        using var directory = OpenNative(path, 0);
        if (directory.IsInvalid || SyncNative(directory) != 0)
        {
            throw Failure("fsync of a directory", Marshal.GetLastPInvokeError());
        }
    }

    public void CreateDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent))
        {
            CreateDirectory(parent);
        }

        DataDirectory.Create(path);
        if (!string.IsNullOrEmpty(parent))
        {
            SyncDirectory(parent);
        }
    }

    public IReadOnlyList<(string Name, bool IsDirectory)> List(string path)
    {
        var directory = new DirectoryInfo(path);
        return directory.Exists ? [.. directory.EnumerateFileSystemInfos().Select(i => (i.Name, i is DirectoryInfo))] : [];
    }

    private static IOException Failure(string call, int error) => new($"{call}: {new Win32Exception(error).Message}");

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LinkNative(string path, string newPath);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle OpenNative(string path, int flags);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncFileSystemNative(SafeFileHandle directory);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncNative(SafeFileHandle file);
}
