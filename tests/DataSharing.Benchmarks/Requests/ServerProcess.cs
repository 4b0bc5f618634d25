using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DataSharing.Benchmarks.Requests;

/// <summary>A server in a process of its own, whose processor time and memory are read from the outside.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const double TicksPerSecond = 100; // USER_HZ: 100 on every Linux that .NET runs on.

    private readonly Process process;
    private readonly string name;
    private bool ended;

    private ServerProcess(Process process, string name, string address)
    {
        this.process = process;
        this.name = name;
        Address = address;
    }

    public string Address { get; }

    /// <summary>Starts it on a free loopback port and waits until the path answers with success.</summary>
    public static async Task<ServerProcess> StartAsync(
        string name,
        string program,
        Func<string, IEnumerable<string>> arguments,
        Func<string, IReadOnlyDictionary<string, string>> environment,
        string readyPath,
        IReadOnlyDictionary<string, string>? readyHeaders = null
    )
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo(program, arguments(address))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment(address))
        {
            start.Environment[key] = value;
        }

        var started = Process.Start(start) ?? throw new BenchCouldNotRunException($"{name} did not start.");
        var lines = new Queue<string>();
        started.OutputDataReceived += (_, line) => Keep(lines, line.Data);
        started.ErrorDataReceived += (_, line) => Keep(lines, line.Data);
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        var server = new ServerProcess(started, name, address);
        try
        {
            await server.WaitUntilReadyAsync(readyPath, readyHeaders ?? new Dictionary<string, string>(StringComparer.Ordinal), lines);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Processor seconds so far, of the process and of the children that it has (a cluster's workers).</summary>
    public double ProcessorSeconds() => Family().Sum(pid => Fields(pid) is { } f ? (Number(f[11]) + Number(f[12])) / TicksPerSecond : 0);

    /// <summary>Resident memory, MiB.</summary>
    public double ResidentMegabytes() =>
        Family().Sum(pid => Fields(pid) is { } f ? Number(f[21]) * Environment.SystemPageSize / 1048576 : 0);

    /// <summary>Kills it. Again, it does nothing.</summary>
    public void Dispose()
    {
        if (ended)
        {
            return;
        }

        ended = true;
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    private async Task WaitUntilReadyAsync(string path, IReadOnlyDictionary<string, string> headers, Queue<string> lines)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        foreach (var (key, value) in headers)
        {
            http.DefaultRequestHeaders.Add(key, value);
        }

        var limit = Stopwatch.StartNew();
        while (limit.Elapsed < TimeSpan.FromSeconds(60))
        {
            if (process.HasExited)
            {
                lock (lines)
                {
                    throw new BenchCouldNotRunException($"{name} ended while it was starting:\n{string.Join('\n', lines)}");
                }
            }

            try
            {
                using var answer = await http.GetAsync(Address + path);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            catch (TaskCanceledException)
            {
                // Listening, and busy with its first request.
            }

            await Task.Delay(100);
        }

        throw new BenchCouldNotRunException($"{name} was not ready within a minute.");
    }

    private IEnumerable<int> Family() =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid == process.Id || (pid > 0 && Fields(pid) is { } fields && Number(fields[1]) == process.Id));

    /// <summary>The fields of /proc/PID/stat after the command's name, which may hold blanks: [0] state, [1] parent, [11] utime, [12] stime, [21] rss.</summary>
    private static string[]? Fields(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // It ended between listing and reading.
            return null;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static void Keep(Queue<string> lines, string? line)
    {
        lock (lines)
        {
            lines.Enqueue(line ?? "");
            if (lines.Count > 10)
            {
                lines.Dequeue();
            }
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
