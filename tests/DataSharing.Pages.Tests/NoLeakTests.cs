using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace DataSharing.Pages.Tests;

/// <summary>
/// Personal values go through the forms. Afterwards they are in no address, log, trace or measurement, and nowhere readable in the files of the
/// store.
/// </summary>
public sealed class NoLeakTests(Borough borough) : PageTest(borough)
{
    // Words that nothing else would write.
    private static readonly string[] Seeds = ["Quillfeather", "Zwiebelgasse", "overheardwhisper"];

    [Fact]
    public async Task Forms_FilledWithPersonalValues_LeaveThemInNoAddressAndNoLog()
    {
        var watched = new Watched();
        await watched.InitializeAsync();
        try
        {
            var addresses = new List<string>();
            var amira = await AsAsync(null, address: watched.Running.Address);
            amira.Page.Request += (_, request) => addresses.Add($"{request.Url} {request.Headers.GetValueOrDefault("referer")}");
            await amira.GoAsync("/app");
            await amira.SignInAsync("amira");
            await amira.GoStatingAsync($"/app/share/new?subject={watched.Id("aisha-penrow")}", "Quillfeather was seen, overheardwhisper");
            await amira.PressAsync("Continue");
            await amira.Page.GetByLabel("Eastmere Constabulary", new() { Exact = true }).CheckAsync();
            await amira.Page.CheckAsync("input[name=Purpose] >> nth=0");
            await amira.Page.CheckAsync("input[value=risk]");
            await amira.Page.FillAsync("#category-risk", "Quillfeather of Zwiebelgasse");
            await amira.Page.FillAsync("textarea[name=Reason]", "overheardwhisper about Quillfeather");
            await amira.PressAsync("Continue");
            await amira.PressAsync("Share now");
            await amira.GoStatingAsync(await amira.HrefAsync("See what was sent"), "Quillfeather asked for it");
            Assert.Contains("Zwiebelgasse", await amira.TextAsync(), StringComparison.Ordinal);
            await amira.GoStatingAsync($"/app/requests/ask?subject={watched.Id("aisha-penrow")}");
            await amira.Page.FillAsync("textarea[name=Reason]", "Quillfeather");
            await amira.PressAsync("Send the request");
            await AskWithoutNamesAsync(amira);
            Assert.DoesNotContain(addresses, address => address.Contains("withdrawn", StringComparison.OrdinalIgnoreCase));
            await amira.PressAsync("Sign out");

            Assert.NotEmpty(addresses);
            AssertFree("an address", addresses);
            Assert.Contains(watched.Capture.Signals, s => s.StartsWith("log ", StringComparison.Ordinal));
            AssertFree("logs, traces and metrics", watched.Capture.Signals);
            AssertFree(
                "files of the store",
                Directory
                    .EnumerateFiles(watched.Running.DataDirectory, "*", SearchOption.AllDirectories)
                    .Where(path => new FileInfo(path).Length > 0)
                    .Select(ReadText)
            );
        }
        finally
        {
            await watched.DisposeAsync();
        }
    }

    // The page takes no words; what is chosen of a person's circumstances is in no address either.
    private static async Task AskWithoutNamesAsync(Visit amira)
    {
        await amira.GoAsync("/app/agreements/who");
        await amira.GoAsync("/app/can-i-share");
        await amira.Page.GetByLabel("Eastmere Constabulary", new() { Exact = true }).CheckAsync();
        await amira.Page.CheckAsync("input[name=Kind][value=person]");
        await amira.Page.CheckAsync("input[name=Purpose] >> nth=0");
        await amira.PressAsync("Continue");
        await amira.Page.CheckAsync("input[name=Categories][value=risk]");
        await amira.Page.CheckAsync("input[name=Consent][value=withdrawn]");
        await amira.Page.CheckAsync("input[name=Emergency][value=yes]");
        await amira.PressAsync("Tell me");
        Assert.Contains("You can share this", await amira.HeadingAsync(), StringComparison.Ordinal);
    }

    private static void AssertFree(string place, IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            foreach (var seed in Seeds)
            {
                var at = text.IndexOf(seed, StringComparison.OrdinalIgnoreCase);
                Assert.True(
                    at < 0,
                    $"'{seed}' was found in {place}: {(at < 0 ? "" : text[Math.Max(0, at - 120)..Math.Min(text.Length, at + 60)])}"
                );
            }
        }
    }

    // One character a byte: what was written in clear can be read in clear.
    private static string ReadText(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return System.Text.Encoding.Latin1.GetString(bytes);
    }

    private sealed class Watched : Eastmere
    {
        public SignalCapture Capture { get; } = new();

        protected override void Configure(WebApplicationBuilder builder)
        {
            builder.Logging.AddProvider(Capture).SetMinimumLevel(LogLevel.Trace);
            builder.Logging.AddFilter<SignalCapture>(null, LogLevel.Trace);
        }
    }
}
