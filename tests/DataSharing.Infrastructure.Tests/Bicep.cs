using System.Diagnostics;
using System.Reflection;

namespace DataSharing.Infrastructure.Tests;

/// <summary>The Bicep compiler, in the exact version that the project file names. It knows every resource type itself and asks no network.</summary>
internal static class Bicep
{
    private static readonly string Program =
        typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Bicep").Value
        ?? throw new InvalidOperationException("The project file does not say where the compiler is.");

    /// <summary>The folder <c>infra</c>.</summary>
    public static string Folder { get; } = FindFolder();

    /// <summary>What the compiler printed. Anything at all on standard error is a diagnostic: type errors are mere warnings, with exit code 0.</summary>
    public static async Task<BicepRun> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // It needs no culture data, and a bare machine has none.
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The compiler did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await process.WaitForExitAsync(patience.Token);
        return new BicepRun(process.ExitCode, await output, await errors);
    }

    /// <summary>Files under <c>infra</c> of one extension, relative to it.</summary>
    public static IEnumerable<string> Files(string extension) =>
        Directory
            .EnumerateFiles(Folder, $"*.{extension}", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path))
            .Order(StringComparer.Ordinal);

    private static string FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DataSharing.sln")))
            {
                return Path.Combine(folder.FullName, "infra");
            }
        }

        throw new InvalidOperationException("The tests run outside the repository.");
    }
}

internal sealed record BicepRun(int ExitCode, string Output, string Errors);
