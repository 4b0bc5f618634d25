using System.Diagnostics;
using System.Globalization;
using System.Net;
using DataSharing.Testing;

namespace DataSharing.Web.Tests.Triggers;

/// <summary>
/// The published folder as the Functions host finds it, and the program in it started as the host starts it: by host.json, with the host's environment.
/// The program is the one these tests were built with; that ./publish builds the same is seen when it runs.
/// </summary>
public sealed class PublishedLayoutTests
{
    [Fact]
    public async Task Publish_LaysOutWhatTheHostReads_AndTheHostCanStartIt()
    {
        using var folder = new TemporaryFolder();
        var (root, data) = (Path.Combine(folder.Path, "wwwroot"), Path.Combine(folder.Path, "data"));
        using (var publish = Start(RepositoryFiles.Root, RepositoryFiles.Path("publish"), [], "--from", ProgramFolder(), "--to", root))
        {
            await publish.WaitForExitAsync();
            Assert.Equal(0, publish.ExitCode);
        }

        // The host looks at direct sub-folders only.
        var functions = Directory
            .EnumerateDirectories(root)
            .Where(d => File.Exists(Path.Combine(d, "function.json")))
            .Select(Path.GetFileName);
        Assert.Equal(FunctionFiles.All.Select(f => f.Name), functions.Order(StringComparer.Ordinal));
        Assert.Equal(["host.json"], Directory.EnumerateFiles(root).Select(Path.GetFileName));
        Assert.False(Directory.Exists(Path.Combine(root, "bin")));
        Assert.False(File.Exists(Path.Combine(root, "handler", "appsettings.Development.json")));

        var description = FunctionFiles.Host["customHandler"]?["description"];
        var program = Path.Combine(root, description?["defaultExecutablePath"]?.GetValue<string>() ?? "");
        var port = FreePorts.Next();
        using var handler = Start(
            Path.Combine(root, description?["workingDirectory"]?.GetValue<string>() ?? ""),
            program,
            [
                new("FUNCTIONS_CUSTOMHANDLER_PORT", port.ToString(CultureInfo.InvariantCulture)),
                new("FUNCTIONS_CUSTOMHANDLER_WORKER_ID", Guid.NewGuid().ToString()),
                new("FUNCTIONS_APP_ROOT_PATH", root),
                // App settings.
                new("ASPNETCORE_ENVIRONMENT", "Production"),
                new("Platform__Home", "Embedded"),
                new("Embedded__DataDirectory", data),
                new("Log__Origin", "example/eastmere"),
                new("Identity__Instance", "https://login.microsoftonline.com/"),
                new("Identity__ClientId", "11111111-aaaa-4aaa-8aaa-000000000001"),
                new("Identity__OperatorTenantId", "aaaaaaaa-0000-4000-8000-000000000001"),
                new("Identity__FirstAdministrator", "0a000000-0000-4000-8000-000000000001"),
                new("Pages__PublicAddress", "https://datasharing.example"),
                new("Pages__ClientSecret", "not-a-secret"),
            ]
        );
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            Assert.True(await IsUpAsync(client, handler), await ErrorsAsync(handler));
            var tick = await new FakeFunctionsHost(client).TickAsync();
            Assert.True(tick.Succeeded, tick.Body);
            using var live = await client.GetAsync("/api/health/live");
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        }
        finally
        {
            // The host gives no notice, either.
            handler.Kill();
            await handler.WaitForExitAsync();
        }

        Assert.NotEqual(0, handler.ExitCode);
    }

    [Fact]
    public async Task Publish_IntoAFolderOfSomethingElse_TouchesNothing()
    {
        using var folder = new TemporaryFolder();
        var precious = Path.Combine(folder.Path, "precious");
        await File.WriteAllTextAsync(precious, "kept");
        using var publish = Start(
            RepositoryFiles.Root,
            RepositoryFiles.Path("publish"),
            [],
            "--from",
            ProgramFolder(),
            "--to",
            folder.Path
        );
        await publish.WaitForExitAsync();
        Assert.NotEqual(0, publish.ExitCode);
        Assert.Equal("kept", await File.ReadAllTextAsync(precious));
    }

    /// <summary>Where the Web project itself was built, beside this test project.</summary>
    private static string ProgramFolder()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent?.Parent?.FullName ?? "", "DataSharing.Web", own.Name);
    }

    private static async Task<bool> IsUpAsync(HttpClient client, Process handler)
    {
        // GET / until anything answers, for no longer than initializationTimeout.
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromMinutes(2) && !handler.HasExited)
        {
            try
            {
                using var answer = await client.GetAsync("/");
                return true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(25);
            }
        }

        return false;
    }

    private static async Task<string> ErrorsAsync(Process handler) =>
        handler.HasExited ? await handler.StandardError.ReadToEndAsync() : "It does not answer.";

    private static Process Start(string folder, string program, KeyValuePair<string, string>[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }
}
