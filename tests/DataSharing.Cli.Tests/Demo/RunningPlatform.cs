using System.Diagnostics;
using System.Text;

namespace DataSharing.Cli.Tests.Demo;

/// <summary><c>./run</c> as somebody started it in a terminal of their own.</summary>
internal sealed class RunningPlatform : IAsyncDisposable
{
    private const string LastLine = "Ctrl-C stops everything.";

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningPlatform(Process process) => this.process = process;

    /// <summary>What it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Starts it and waits until it has said all that it has to say.</summary>
    /// <remarks>A test run started in the background ignores Ctrl-C and hands that down; a terminal does not, so the default is put back.</remarks>
    public static async Task<RunningPlatform> StartAsync(WorkingCopy copy, string arguments, TimeSpan limit)
    {
        var started =
            Process.Start(copy.Shell($"exec env --default-signal=INT ./run {arguments}"))
            ?? throw new InvalidOperationException("bash did not start.");
        var running = new RunningPlatform(started) { process = { EnableRaisingEvents = true } };
        started.OutputDataReceived += (_, line) => running.Take(line.Data);
        started.ErrorDataReceived += (_, line) => running.Take(line.Data);
        started.Exited += (_, _) => running.ready.TrySetResult();
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        started.StandardInput.Close();
        await Task.WhenAny(running.ready.Task, Task.Delay(limit));
        if (started.HasExited || !running.ready.Task.IsCompleted)
        {
            await running.DisposeAsync();
            throw new InvalidOperationException($"./run {arguments} did not get ready:\n{running.Output}");
        }

        return running;
    }

    /// <summary>Ctrl-C.</summary>
    public async Task<int> InterruptAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            try
            {
                await InterruptAsync();
            }
            catch (OperationCanceledException)
            {
                // Whatever failed before is the news; nothing may be left running all the same.
                process.Kill(entireProcessTree: true);
            }
        }

        process.Dispose();
    }

    private void Take(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }

        if (string.Equals(line, LastLine, StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }
    }
}
