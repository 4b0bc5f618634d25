using System.Diagnostics;
using System.Text;

namespace DataSharing.Testing.Azure;

/// <summary>
/// One emulator for all tests of this process, in memory, on ports of its own. It ends with this process, even when that is killed: a shell
/// between the two waits for the end of its input.
/// </summary>
public sealed class Azurite
{
    private const string UntilInputEnds = "\"$@\" </dev/null & emulator=$!; cat >/dev/null; kill $emulator; wait $emulator";

    private static readonly Lazy<Task<Azurite>> Started = new(StartAsync);

    private Azurite() { }

    public required Uri BlobEndpoint { get; init; }

    public required Uri TableEndpoint { get; init; }

    public static Task<Azurite> SharedAsync() => Started.Value;

    private static async Task<Azurite> StartAsync()
    {
        var program = NpmFolder.Locate("azurite", Path.Combine("azurite", "dist", "src", "azurite.js"));
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        string[] arguments =
        [
            "-c",
            UntilInputEnds,
            "azurite",
            "node",
            program,
            "--inMemoryPersistence",
            "--skipApiVersionCheck",
            "--disableTelemetry",
            "--silent",
            .. new[] { "blob", "queue", "table" }.SelectMany(s => new[] { $"--{s}Host", "127.0.0.1", $"--{s}Port", "0" }),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var starting = new Listening();
        var process = Process.Start(start) ?? throw new InvalidOperationException("Azurite did not start.");
        process.OutputDataReceived += (_, line) => starting.Hear(line.Data);
        process.ErrorDataReceived += (_, line) => starting.Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.StandardInput.Dispose();
        return await starting.Done.WaitAsync(TimeSpan.FromMinutes(5));
    }

    /// <summary>Waits for the emulator to say where it listens.</summary>
    private sealed class Listening
    {
        private const string Mark = "successfully listening at ";

        private readonly Lock gate = new();
        private readonly TaskCompletionSource<Azurite> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly StringBuilder said = new();
        private Uri? blob;
        private Uri? table;

        public Task<Azurite> Done => done.Task;

        public void Hear(string? line)
        {
            lock (gate)
            {
                if (line is null)
                {
                    done.TrySetException(new InvalidOperationException($"Azurite ended: {said}"));
                    return;
                }

                said.AppendLine(line);
                if (line.IndexOf(Mark, StringComparison.Ordinal) is var mark and >= 0)
                {
                    var address = new Uri(line[(mark + Mark.Length)..].Trim());
                    blob = line.Contains("Blob", StringComparison.Ordinal) ? address : blob;
                    table = line.Contains("Table", StringComparison.Ordinal) ? address : table;
                }

                if (blob is not null && table is not null)
                {
                    done.TrySetResult(new Azurite { BlobEndpoint = blob, TableEndpoint = table });
                }
            }
        }
    }
}
