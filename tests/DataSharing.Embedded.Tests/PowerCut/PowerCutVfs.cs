using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataSharing.Embedded.Tests.PowerCut;

/// <summary>
/// An operating system layer for SQLite (https://sqlite.org/vfs.html) that does what SQLite's own does and tells a <see cref="PowerCutDisk"/>
/// of every write, truncation and sync of the database and its write-ahead log.
/// </summary>
/// <remarks>
/// It borrows: the struct of the usual layer is copied with another name, and each file's table of methods is copied with four entries
/// exchanged. All else (locks, shared memory, reads) goes straight to SQLite's code.
/// </remarks>
internal static unsafe partial class PowerCutVfs
{
    public const string Name = "power-cut";

    private const int Ok = 0;
    private const int DiskFull = 13; // SQLITE_FULL
    private const int FailedSync = 10 | (4 << 8); // SQLITE_IOERR_FSYNC
    private const int MainDatabaseOrLog = 0x100 | 0x80000; // SQLITE_OPEN_MAIN_DB, SQLITE_OPEN_WAL

    private static readonly ConcurrentDictionary<string, PowerCutDisk> Disks = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<nint, OpenFile> Files = new();

    // Databases and logs have different tables, for only the former are locked.
    private static readonly ConcurrentDictionary<nint, nint> OurMethods = new();
    private static readonly Lazy<bool> Registered = new(Register);
    private static Vfs* usual;

    /// <summary>Files opened in this directory from now on lie on this disk.</summary>
    public static void Mount(string directory, PowerCutDisk disk)
    {
        _ = Registered.Value;
        Disks[directory] = disk;
    }

    private static bool Register()
    {
        SQLitePCL.Batteries_V2.Init();
        usual = FindVfs(null);
        var copy = (Vfs*)NativeMemory.Alloc((nuint)sizeof(Vfs));
        *copy = *usual;
        copy->Next = null;
        copy->Name = (byte*)Marshal.StringToCoTaskMemUTF8(Name);
        copy->Open = &Open;
        copy->Delete = &Delete;
        return RegisterVfs(copy, 0) == Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Vfs* vfs, byte* name, IoMethods** file, int flags, int* outFlags)
    {
        var code = usual->Open(usual, name, file, flags, outFlags);
        if (code != Ok || (flags & MainDatabaseOrLog) == 0)
        {
            return code;
        }

        var path = Marshal.PtrToStringUTF8((nint)name) ?? "";
        if (!Disks.TryGetValue(Path.GetDirectoryName(path) ?? "", out var disk))
        {
            return code;
        }

        var theirs = (nint)(*file);
        *file = (IoMethods*)OurMethods.GetOrAdd(theirs, Exchange);
        disk.Opened(path);
        Files[(nint)file] = new OpenFile(disk, path, theirs);
        return Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(Vfs* vfs, byte* name, int syncDirectory)
    {
        var path = Marshal.PtrToStringUTF8((nint)name) ?? "";
        if (Disks.TryGetValue(Path.GetDirectoryName(path) ?? "", out var disk))
        {
            disk.Deleted(path);
        }

        return usual->Delete(usual, name, syncDirectory);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(IoMethods** file)
    {
        Files.TryRemove((nint)file, out var open);
        return open.Usual->Close(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(IoMethods** file, byte* bytes, int count, long offset)
    {
        var open = Files[(nint)file];
        if (open.Disk.Full)
        {
            return DiskFull;
        }

        var code = open.Usual->Write(file, bytes, count, offset);
        if (code == Ok)
        {
            open.Disk.Wrote(open.Path, offset, new ReadOnlySpan<byte>(bytes, count));
        }

        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(IoMethods** file, long size)
    {
        var open = Files[(nint)file];
        var code = open.Usual->Truncate(file, size);
        if (code == Ok)
        {
            open.Disk.Truncated(open.Path, size);
        }

        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(IoMethods** file, int flags)
    {
        var open = Files[(nint)file];
        if (open.Disk.FailSync)
        {
            open.Disk.FailedToSync(open.Path);
            return FailedSync;
        }

        // The real file need not be synced: the disk that counts is the model.
        open.Disk.Synced(open.Path);
        return Ok;
    }

    private static nint Exchange(nint theirs)
    {
        var ours = (IoMethods*)NativeMemory.Alloc((nuint)sizeof(IoMethods));
        *ours = *(IoMethods*)theirs;
        ours->Close = &Close;
        ours->Write = &Write;
        ours->Truncate = &Truncate;
        ours->Sync = &Sync;
        return (nint)ours;
    }

    private readonly record struct OpenFile(PowerCutDisk Disk, string Path, nint Methods)
    {
        public IoMethods* Usual => (IoMethods*)Methods;
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial Vfs* FindVfs(byte* name);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial int RegisterVfs(Vfs* vfs, int makeDefault);

    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version;
        public int FileSize;
        public int MaximumPath;
        public Vfs* Next;
        public byte* Name;
        public void* AppData;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, IoMethods**, int, int*, int> Open;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int> Delete;
        public fixed long Others[14];
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct IoMethods
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<IoMethods**, int> Close;
        public void* Read;
        public delegate* unmanaged[Cdecl]<IoMethods**, byte*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<IoMethods**, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<IoMethods**, int, int> Sync;
        public fixed long Others[13];
    }
}
