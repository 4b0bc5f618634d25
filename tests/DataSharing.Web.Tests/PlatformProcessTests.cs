using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DataSharing.Testing;

namespace DataSharing.Web.Tests;

/// <summary>The program as it is started: by an operator, and by the Functions host.</summary>
public sealed class PlatformProcessTests
{
    [Theory]
    [InlineData("--Platform:Home=Nowhere", "Platform:Home must be Embedded")]
    [InlineData("--FUNCTIONS_CUSTOMHANDLER_PORT=http", "FUNCTIONS_CUSTOMHANDLER_PORT must be a port")]
    [InlineData("--FUNCTIONS_CUSTOMHANDLER_PORT=70000", "FUNCTIONS_CUSTOMHANDLER_PORT must be a port")]
    [InlineData("--Limits:AgencyRequestsPerSecond=0", "AgencyRequestsPerSecond")]
    [InlineData("--Limits:RequestSeconds=soon", "Limits:RequestSeconds")]
    [InlineData("--Log:Origin=", "The Origin field is required")]
    [InlineData("--Embedded:DataDirectory=/proc/nothing/here", "The data directory")]
    public async Task Start_CannotWork_SaysOneSentenceAndFails(string argument, string sentence)
    {
        var ended = await RunAsync(argument);
        Assert.Equal(PlatformProcess.Failed, ended.ExitCode);
        Assert.StartsWith("The platform did not start: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains(sentence, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Output + ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortInUse_SaysOneSentenceAndFails()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var ended = await RunAsync($"--urls=http://{taken.LocalEndpoint}");
        Assert.Equal(PlatformProcess.Failed, ended.ExitCode);
        Assert.Contains("address already in use", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Output + ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FunctionsPort_ListensThereAndNowhereElse()
    {
        var port = FreePorts.Next();
        using var folder = new TemporaryFolder();
        using var process = Start(folder, [$"--FUNCTIONS_CUSTOMHANDLER_PORT={port}"]);
        try
        {
            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
            using var client = new HttpClient(handler) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            // The Functions host asks GET / until anything answers; what answers sends browsers on to the pages.
            HttpResponseMessage? answer = null;
            await Eventually.TrueAsync(async () => process.HasExited || (answer = await TryGetAsync(client)) is not null);

            Assert.Equal(HttpStatusCode.Redirect, answer?.StatusCode);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<HttpResponseMessage?> TryGetAsync(HttpClient client)
    {
        try
        {
            return await client.GetAsync("/");
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        using var process = Start(folder, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, await output, await error);
    }

    private static Process Start(TemporaryFolder folder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] defaults = ["--environment=Development", $"--Embedded:DataDirectory={folder.Path}", "--urls=http://127.0.0.1:0"];
        string[] all = [Path.Combine(AppContext.BaseDirectory, "DataSharing.Web.dll"), .. defaults, .. arguments];
        foreach (var argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The platform's process did not start.");
    }
}
