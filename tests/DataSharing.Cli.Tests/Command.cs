using System.Diagnostics;

namespace DataSharing.Cli.Tests;

/// <summary>Runs the real command in a process of its own, as a person would.</summary>
internal static class Command
{
    public static string Root { get; } = FindRoot();

    // artifacts/bin/DataSharing.Cli.Tests/debug -> artifacts/bin/DataSharing.Cli/debug
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory,
        "..",
        "..",
        "DataSharing.Cli",
        Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')),
        "DataSharing.Cli.dll"
    );

    public static string EastmereFolder { get; } = Path.Combine(Root, "scenarios", "eastmere");

    public static async Task<CommandResult> RunAsync(params string[] args)
    {
        using var process = Start(args);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return new CommandResult(process.ExitCode, await output, await error);
    }

    /// <summary>One that runs on; the caller ends it.</summary>
    public static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root,
        };
        start.Environment.Remove("DATASHARING_API");
        start.Environment.Remove("DATASHARING_ISSUER");
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DataSharing.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must run inside the repository.");
    }
}

internal sealed record CommandResult(int ExitCode, string Output, string Error);
