using System.Diagnostics;

namespace DataSharing.Benchmarks;

/// <summary>A PostgreSQL of the distribution's with its default settings, in a directory of its own, reached through a socket there.</summary>
internal sealed class PostgresCluster : IDisposable
{
    private readonly string binaries;
    private readonly string root = Directory.CreateTempSubdirectory("bench-postgres-").FullName;

    private PostgresCluster(string binaries) => this.binaries = binaries;

    /// <summary>For example <c>postgresql-15</c>.</summary>
    public string Name => $"postgresql-{Path.GetFileName(Path.GetDirectoryName(binaries))}";

    public string ConnectionString(int pool) =>
        $"Host={root};Username=bench;Database=postgres;Maximum Pool Size={pool};Minimum Pool Size={pool};Timeout=60;Max Auto Prepare=20;Auto Prepare Min Usages=1;No Reset On Close=true";

    public static PostgresCluster Start()
    {
        var found =
            Directory
                .GetDirectories("/usr/lib/postgresql")
                .Select(d => Path.Combine(d, "bin"))
                .Where(d => File.Exists(Path.Combine(d, "initdb")))
                .OrderBy(d => d.Contains("/15/", StringComparison.Ordinal) ? 0 : 1)
                .FirstOrDefault()
            ?? throw new BenchCouldNotRunException("There is no PostgreSQL under /usr/lib/postgresql.");
        var cluster = new PostgresCluster(found);
        try
        {
            if (Environment.IsPrivilegedProcess)
            {
                // It refuses to run as root.
                Execute("chown", ["postgres", cluster.root]);
            }

            var data = Path.Combine(cluster.root, "data");
            cluster.ExecuteUnprivileged("initdb", ["-D", data, "-U", "bench", "-A", "trust", "--no-instructions"]);
            cluster.ExecuteUnprivileged(
                "pg_ctl",
                [
                    "-D",
                    data,
                    "-w",
                    "-l",
                    Path.Combine(cluster.root, "log"),
                    "-o",
                    $"-c listen_addresses='' -c unix_socket_directories={cluster.root}",
                    "start",
                ]
            );
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        var data = Path.Combine(root, "data");
        if (File.Exists(Path.Combine(data, "postmaster.pid")))
        {
            ExecuteUnprivileged("pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"]);
        }

        Directory.Delete(root, recursive: true);
    }

    private void ExecuteUnprivileged(string program, string[] arguments)
    {
        var path = Path.Combine(binaries, program);
        if (Environment.IsPrivilegedProcess)
        {
            Execute("runuser", ["-u", "postgres", "--", path, .. arguments]);
        }
        else
        {
            Execute(path, arguments);
        }
    }

    private static void Execute(string program, string[] arguments)
    {
        // Standard output carries results only, and a server started from here would keep our pipes open: a shell turns them away.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" </dev/null >/dev/null 2>&1", "sh", program, .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start) ?? throw new BenchCouldNotRunException($"{program} did not start.");
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new BenchCouldNotRunException($"{program} ended with {process.ExitCode}.");
        }
    }
}
