using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace DataSharing.Cli.Tests.Storm;

/// <summary>Practitioners who keep disclosing and reading while the platform dies and comes back, and who keep every receipt.</summary>
internal sealed class Visitors(string address, string council, string police, string subject) : IDisposable
{
    // People think, too: the storm is about kills, not about how much the relay can swallow.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient http = new() { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(5) };
    private readonly ConcurrentBag<string> receipts = [];
    private readonly ConcurrentBag<string> complaints = [];
    private readonly ConcurrentDictionary<string, string> disclosures = new(StringComparer.Ordinal);
    private int number;

    /// <summary>Of every answer that was received whole.</summary>
    public IReadOnlyCollection<string> Receipts => receipts;

    /// <summary>Whatever must not happen: an acknowledged disclosure that is gone, a retry that made a second one.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>How many disclosures were acknowledged.</summary>
    public int Disclosures => disclosures.Count;

    public Task WorkAsync(int people, CancellationToken closing) =>
        Task.WhenAll(Enumerable.Range(0, people).Select(_ => WorkAsync(closing)));

    /// <summary>Every acknowledged disclosure, read by its recipient.</summary>
    public async Task ReadAllAsync()
    {
        foreach (var id in disclosures.Values)
        {
            await ReadAsync(id);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task WorkAsync(CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            var key = $"storm-{Interlocked.Increment(ref number):D8}";
            // Twice under one key: whether the first answer arrived or not, there must be one disclosure.
            await DiscloseAsync(key);
            await DiscloseAsync(key);
            if (disclosures.TryGetValue(key, out var id))
            {
                await ReadAsync(id);
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private async Task DiscloseAsync(string key)
    {
        var body = new JsonObject
        {
            ["to"] = "eastmere-police",
            ["subjectId"] = subject,
            ["purpose"] = "safeguarding-children",
            ["reason"] = "Storm",
            ["content"] = new JsonObject { ["risk"] = new JsonObject { ["note"] = key } },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/disclosures") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        if (await SendAsync(request, council) is not { } answer)
        {
            return;
        }

        var id = JsonNode.Parse(answer)?["id"]?.GetValue<string>() ?? "";
        if (disclosures.GetOrAdd(key, id) != id)
        {
            complaints.Add($"{key} made two disclosures");
        }
    }

    private async Task ReadAsync(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/disclosures/{id}");
        request.Headers.Add("Access-Purpose", "safeguarding-children");
        request.Headers.Add("Access-Reason", "Storm");
        await SendAsync(request, police);
    }

    /// <summary>The body of a success; null when the platform died under it or says 503.</summary>
    private async Task<string?> SendAsync(HttpRequestMessage request, string token)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var answer = await http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            if (answer.Headers.TryGetValues("Audit-Receipt", out var values))
            {
                receipts.Add(values.Single());
            }

            if (answer.IsSuccessStatusCode)
            {
                return body;
            }

            if ((int)answer.StatusCode != 503)
            {
                complaints.Add($"{request.Method} {request.RequestUri?.OriginalString} answered {(int)answer.StatusCode}: {body}");
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            // Killed under it: nothing was acknowledged, nothing is promised.
            await Task.Delay(50);
        }

        return null;
    }
}
