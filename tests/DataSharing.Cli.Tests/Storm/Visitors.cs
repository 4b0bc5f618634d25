using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace DataSharing.Cli.Tests.Storm;

/// <summary>
/// Practitioners who keep disclosing and reading while the platform dies and comes back, and who keep every receipt. Where there are several
/// instances, each call goes to any of them.
/// </summary>
internal sealed class Visitors(IReadOnlyList<string> addresses, string council, string police, string subject) : IDisposable
{
    // People think, too: the storm is about kills, not about how much the relay can swallow.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(15) };
    private readonly ConcurrentBag<Acknowledged> acknowledged = [];
    private readonly ConcurrentBag<string> complaints = [];
    private readonly ConcurrentDictionary<string, string> disclosures = new(StringComparer.Ordinal);
    private int number;
    private int calls;

    /// <summary>Every answer that was received whole.</summary>
    public IReadOnlyCollection<Acknowledged> Acknowledged => acknowledged;

    /// <summary>Whatever must not happen: an acknowledged disclosure that is gone, a retry that made a second one.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>The ids of the disclosures that were acknowledged.</summary>
    public IReadOnlyCollection<string> Disclosures => [.. disclosures.Values];

    /// <summary>Calls made, whether they were answered or not.</summary>
    public int Calls => calls;

    public Task WorkAsync(int people, CancellationToken closing) =>
        Task.WhenAll(Enumerable.Range(0, people).Select(_ => WorkAsync(closing)));

    /// <summary>Every acknowledged disclosure, read by its recipient through every instance. Now that nobody is killed each must be answered.</summary>
    public Task ReadAllAsync() =>
        Parallel.ForEachAsync(
            from id in disclosures.Values
            from address in addresses
            select (id, address),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (one, _) =>
            {
                if (!await ReadAsync(one.id, one.address))
                {
                    complaints.Add($"{one.id} could not be read through {one.address}");
                }
            }
        );

    /// <summary>The ids that the recipient finds in its list, through one instance.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string address)
    {
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var after = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            using var request = Stating(new HttpRequestMessage(HttpMethod.Get, $"{address}/api/disclosures?direction=received{after}"));
            var page = JsonNode.Parse((await SendAsync(request, police))?.Body ?? throw new InvalidOperationException("No list came."));
            found.AddRange(page?["items"]?.AsArray().Select(item => item?["id"]?.GetValue<string>() ?? "") ?? []);
            cursor = page?["next"]?.GetValue<string>();
        } while (cursor is not null);

        return found;
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
                await ReadAsync(id, Any());
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
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Any()}/api/disclosures") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        if (await SendAsync(request, council) is not var (answer, receipt))
        {
            return;
        }

        var id = JsonNode.Parse(answer)?["id"]?.GetValue<string>() ?? "";
        acknowledged.Add(new Acknowledged(receipt, id, IsRead: false));
        if (disclosures.GetOrAdd(key, id) != id)
        {
            complaints.Add($"{key} made two disclosures");
        }
    }

    private async Task<bool> ReadAsync(string id, string address)
    {
        using var request = Stating(new HttpRequestMessage(HttpMethod.Get, $"{address}/api/disclosures/{id}"));
        if (await SendAsync(request, police) is not var (_, receipt))
        {
            return false;
        }

        acknowledged.Add(new Acknowledged(receipt, id, IsRead: true));
        return true;
    }

    private string Any() => addresses[Random.Shared.Next(addresses.Count)];

    private static HttpRequestMessage Stating(HttpRequestMessage request)
    {
        request.Headers.Add("Access-Purpose", "safeguarding-children");
        request.Headers.Add("Access-Reason", "Storm");
        return request;
    }

    /// <summary>Body and receipt of a success; null when the platform died under it or says 503.</summary>
    private async Task<(string Body, string Receipt)?> SendAsync(HttpRequestMessage request, string token)
    {
        Interlocked.Increment(ref calls);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var answer = await http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode && answer.Headers.TryGetValues("Audit-Receipt", out var values))
            {
                return (body, values.Single());
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

/// <summary>An answer that was received whole.</summary>
/// <param name="Receipt">As it came.</param>
/// <param name="Id">Of the disclosure.</param>
/// <param name="IsRead">By its recipient; else its sender made it, or asked for the same again.</param>
internal sealed record Acknowledged(string Receipt, string Id, bool IsRead);
