using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace DataSharing.Web.Tests.Triggers;

/// <summary>
/// What somebody outside could make the host pass on, and what any process of the machine could send: all answered as if no trigger were there. Each
/// case is the host's own call with one thing changed.
/// </summary>
public sealed class ForgedCallTests(HostedPlatform platform) : IClassFixture<HostedPlatform>
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private int Port => platform.Running.Address.Port;

    [Theory]
    [InlineData("/trigger-relay")]
    [InlineData("/trigger-events")]
    public async Task HostsOwnCall_Unchanged_IsNotRefused(string path) =>
        Assert.DoesNotContain(" 404 ", await StatusLineAsync($"POST {path} HTTP/1.1", Headers()), StringComparison.Ordinal);

    [Theory]
    [InlineData("X-Forwarded-For: 203.0.113.9")]
    [InlineData("X-Forwarded-Proto: https")]
    [InlineData("X-Forwarded-Host: datasharing.example")]
    [InlineData("x-forwarded-for:")]
    [InlineData("X-Original-Host: datasharing.example")]
    [InlineData("x-ms-invocation-id: 1")]
    [InlineData("X-ARR-LOG-ID: 1")]
    [InlineData("X-Azure-ClientIP: 203.0.113.9")]
    [InlineData("Authorization: Bearer x")]
    [InlineData("Cookie: a=b")]
    [InlineData("Accept: */*")]
    [InlineData("Connection: x-forwarded-for")]
    [InlineData("Via: 1.1 somewhere")]
    [InlineData("X-HTTP-Method-Override: POST")]
    [InlineData("X-Azure-Functions-InvocationId: 0f8fad5b-d9cb-469f-a165-70867728950e")]
    public async Task OneHeaderMore_IsNotThere(string header) =>
        await AssertNotThereAsync("POST /trigger-relay HTTP/1.1", [.. Headers(), header]);

    [Theory]
    [InlineData("/trigger-relay?")]
    [InlineData("/trigger-relay?code=1")]
    [InlineData("/trigger-relay/")]
    [InlineData("//trigger-relay")]
    [InlineData("/./trigger-relay")]
    [InlineData("/api/../trigger-relay")]
    [InlineData("/api/%2E%2E/trigger-relay")]
    [InlineData("/api/%2e%2e%2ftrigger-relay")]
    [InlineData("/api/%2E%2E%5Ctrigger-relay")]
    [InlineData("/api/%252E%252E/trigger-relay")]
    [InlineData("/trigger%2Drelay")]
    [InlineData("/%74rigger-relay")]
    [InlineData("/Trigger-Relay")]
    [InlineData("/TRIGGER-RELAY")]
    [InlineData("/trigger-relay%20")]
    [InlineData("/trigger-relay;x=1")]
    [InlineData("/trigger-relay%3Fx")]
    [InlineData("/trigger-relay%23x")]
    [InlineData("/trigger-relay%00")]
    [InlineData("http://127.0.0.1/trigger-relay")]
    public async Task AnotherSpellingOfThePath_IsNotThere(string target) => await AssertNotThereAsync($"POST {target} HTTP/1.1", Headers());

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PURGE")]
    public async Task AnotherMethod_IsNotThere(string method) => await AssertNotThereAsync($"{method} /trigger-relay HTTP/1.1", Headers());

    [Theory]
    [InlineData("Host", "datasharing.example")]
    [InlineData("Host", "localhost:PORT")]
    [InlineData("Host", "127.0.0.1:1")]
    [InlineData("User-Agent", null)]
    [InlineData("User-Agent", "curl/8")]
    [InlineData("User-Agent", "x Azure-Functions-Host/4.1")]
    [InlineData("X-Azure-Functions-InvocationId", null)]
    [InlineData("X-Azure-Functions-InvocationId", "spoofed, 0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("X-Azure-Functions-InvocationId", "1")]
    [InlineData("Content-Type", null)]
    [InlineData("Content-Type", "text/plain")]
    [InlineData("Content-Type", "application/x-www-form-urlencoded")]
    public async Task AnOwnHeaderMissingOrOther_IsNotThere(string name, string? value)
    {
        var headers = Headers().Where(h => !h.StartsWith($"{name}:", StringComparison.Ordinal));
        var other = value is null ? [] : new[] { $"{name}: {value.Replace("PORT", $"{Port}", StringComparison.Ordinal)}" };
        await AssertNotThereAsync("POST /trigger-relay HTTP/1.1", [.. other, .. headers]);
    }

    [Fact]
    public async Task LengthInPlaceOfChunks_IsNotThere()
    {
        using var request = FakeFunctionsHost.Request("trigger-relay", "{}");
        request.Headers.TransferEncodingChunked = false;
        using var answer = await platform.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Refused_LooksLikeWhatDoesNotExist()
    {
        var (refused, unknown) = (await ProblemAsync("trigger-events"), await ProblemAsync("trigger-nothing"));
        Assert.Equal(unknown, refused);
    }

    [Fact]
    public async Task Triggers_WithoutTheHost_AreNotMapped()
    {
        await using var alone = await RunningPlatform.StartAsync();
        var endpoints = FunctionFiles.Routes(alone.App).Where(route => route.Contains("trigger", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(endpoints);
        using var request = FakeFunctionsHost.Request("trigger-relay", "{}");
        using var answer = await alone.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<string> ProblemAsync(string function)
    {
        using var request = FakeFunctionsHost.Request(function, "{}");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        using var answer = await platform.Client.SendAsync(request);
        var problem = Assert.IsType<JsonObject>(JsonNode.Parse(await answer.Content.ReadAsStringAsync()));
        Assert.True(problem.Remove("traceId"));
        var headers = answer
            .Headers.Concat(answer.Content.Headers)
            .Where(h => h.Key is not "Date")
            .Select(h => $"{h.Key}={string.Join(',', h.Value)}");
        return $"{(int)answer.StatusCode} {problem.ToJsonString()} {string.Join(';', headers.Order(StringComparer.Ordinal))}";
    }

    private string[] Headers() =>
        [
            $"Host: 127.0.0.1:{Port}",
            "User-Agent: Azure-Functions-Host/4.1054.0",
            $"X-Azure-Functions-InvocationId: {Id}",
            "Content-Type: application/json; charset=utf-8",
            "Transfer-Encoding: chunked",
        ];

    private async Task AssertNotThereAsync(string requestLine, string[] headers)
    {
        var line = await StatusLineAsync(requestLine, headers);
        // 400 is Kestrel's own, for what is not HTTP at all.
        Assert.True(
            line.StartsWith("HTTP/1.1 404 ", StringComparison.Ordinal) || line.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal),
            line
        );
    }

    private async Task<string> StatusLineAsync(string requestLine, IEnumerable<string> headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(platform.Running.Address.Host, Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{requestLine}\r\n{string.Join("\r\n", headers)}\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        return await reader.ReadLineAsync(patience.Token) ?? "";
    }
}
