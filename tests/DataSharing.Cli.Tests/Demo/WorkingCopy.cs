using System.Diagnostics;

namespace DataSharing.Cli.Tests.Demo;

/// <summary>The sources in a folder of their own, as a fresh clone has them: nothing built, no data.</summary>
internal sealed class WorkingCopy : IDisposable
{
    private static readonly string[] NotSource = [".git", ".data", "artifacts", "node_modules", "bin", "obj"];

    private WorkingCopy(string folder) => Folder = folder;

    public string Folder { get; }

    /// <param name="parts">Files and folders of the repository's root; all of them when none is given.</param>
    public static WorkingCopy Create(params string[] parts)
    {
        var copy = new WorkingCopy(Directory.CreateTempSubdirectory("datasharing-copy-").FullName);
        foreach (var entry in new DirectoryInfo(Command.Root).EnumerateFileSystemInfos())
        {
            if (parts.Length == 0 || parts.Contains(entry.Name, StringComparer.Ordinal))
            {
                Copy(entry, copy.Folder);
            }
        }

        return copy;
    }

    /// <summary>Runs a line of shell in the folder, as pasted there.</summary>
    public async Task<CommandResult> ShellAsync(string line, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Process.Start(Shell(line, environment)) ?? throw new InvalidOperationException("bash did not start.");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return new CommandResult(process.ExitCode, await output, await error);
    }

    public ProcessStartInfo Shell(string line, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", line])
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the test's own build has set must not reach a build of the copy.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Copy(FileSystemInfo entry, string into)
    {
        var target = Path.Combine(into, entry.Name);
        if (NotSource.Contains(entry.Name, StringComparer.Ordinal))
        {
            return;
        }

        if (entry is FileInfo file)
        {
            file.CopyTo(target);
            return;
        }

        Directory.CreateDirectory(target);
        foreach (var inside in ((DirectoryInfo)entry).EnumerateFileSystemInfos())
        {
            Copy(inside, target);
        }
    }
}
