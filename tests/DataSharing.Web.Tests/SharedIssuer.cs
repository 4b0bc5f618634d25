using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using DataSharing.DevIdentity;

namespace DataSharing.Web.Tests;

/// <summary>One development issuer for all tests of this process: it takes a while to start, and its tokens are good for every platform.</summary>
internal static class SharedIssuer
{
    private static readonly Lazy<Task<Uri>> Started = new(StartAsync);
    private static readonly ConcurrentDictionary<string, Task<string>> Tokens = new(StringComparer.Ordinal);

    public static Task<Uri> AddressAsync() => Started.Value;

    /// <summary>An access token of a demo person, by key: <c>amira</c>, <c>ben</c>, …</summary>
    public static Task<string> TokenAsync(string user) => Tokens.GetOrAdd(user, AskAsync);

    private static async Task<Uri> StartAsync()
    {
        var app = DevIssuer.Build(new DevIssuerOptions { Url = "http://127.0.0.1:0" });
        await app.StartAsync();
        return new Uri(app.Urls.Single());
    }

    private static async Task<string> AskAsync(string user)
    {
        using var client = new HttpClient { BaseAddress = await AddressAsync() };
        using var response = await client.PostAsJsonAsync("/dev/token", new { user });
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.GetProperty("access_token").GetString() ?? throw new InvalidOperationException("The issuer gave no token.");
    }
}
