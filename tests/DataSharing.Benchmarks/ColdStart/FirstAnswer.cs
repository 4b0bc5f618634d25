using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace DataSharing.Benchmarks.ColdStart;

/// <summary>One start of a program, from the making of its process until it answered a caller it knows.</summary>
/// <param name="Milliseconds">Until the whole answer was there.</param>
/// <param name="ListeningMilliseconds">Until it took connections.</param>
/// <param name="ProcessorMilliseconds">What the process had used by then, user and system.</param>
/// <param name="RssMb">Resident memory then, MiB.</param>
internal sealed record FirstAnswer(double Milliseconds, double ListeningMilliseconds, double ProcessorMilliseconds, double RssMb)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Starts the program, asks as soon as it listens, and ends it.</summary>
    /// <exception cref="BenchCouldNotRunException">It did not come up, or its first answer was not 200.</exception>
    public static async Task<FirstAnswer> MeasureAsync(
        string program,
        int port,
        IReadOnlyDictionary<string, string> settings,
        string path,
        IReadOnlyDictionary<string, string> headers
    )
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new BenchCouldNotRunException($"{program} did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            using var connection = await ConnectAsync(process, port, clock);
            var listening = clock.Elapsed;
            var answer = await AskAsync(connection, port, path, headers);
            var done = clock.Elapsed;
            if (!answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
            {
                throw new BenchCouldNotRunException($"{program} answered its first caller: {answer.Split('\r')[0]}");
            }

            process.Refresh();
            return new FirstAnswer(
                done.TotalMilliseconds,
                listening.TotalMilliseconds,
                process.TotalProcessorTime.TotalMilliseconds,
                process.WorkingSet64 / 1048576.0
            );
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<TcpClient> ConnectAsync(Process process, int port, Stopwatch clock)
    {
        while (clock.Elapsed < Patience && !process.HasExited)
        {
            var client = new TcpClient();
            try
            {
                await client.ConnectAsync("127.0.0.1", port);
                return client;
            }
            catch (SocketException)
            {
                client.Dispose();
                // Often enough to be exact, seldom enough to leave the processor to who starts.
                await Task.Delay(2);
            }
        }

        throw new BenchCouldNotRunException($"{process.StartInfo.FileName} does not listen.");
    }

    private static async Task<string> AskAsync(TcpClient connection, int port, string path, IReadOnlyDictionary<string, string> headers)
    {
        var request = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
        );
        foreach (var (name, value) in headers)
        {
            request.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        request.Append("\r\n");
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.ToString()));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        using var patience = new CancellationTokenSource(Patience);
        return await reader.ReadToEndAsync(patience.Token);
    }
}
