using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DataSharing.Audit;
using DataSharing.DevIdentity;
using DataSharing.Storage;
using DataSharing.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Security;

/// <summary>The whole platform with the development issuer beside it: founded, and nothing else.</summary>
public sealed class PartnershipOverHttp : IAsyncLifetime
{
    private readonly WebApplication issuer = DevIssuer.Build(new DevIssuerOptions { Url = "http://127.0.0.1:0", AllowKeyRoll = true });
    private RunningPlatform? platform;
    private int keys;

    public HttpClient Client => Platform.Client;

    public DevTokens Tokens => issuer.Services.GetRequiredService<DevTokens>();

    public RunningPlatform Platform => platform ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        await issuer.StartAsync();
        platform = await RunningPlatform.StartAsync(
            new Dictionary<string, string?>(BearerHost.Settings(issuer.Services.GetRequiredService<DevAddress>().Value))
            {
                ["Identity:FirstAdministrator"] = DemoIdentities.People["olwen"].ObjectId,
            }
        );
    }

    public async Task DisposeAsync()
    {
        await Platform.DisposeAsync();
        await issuer.DisposeAsync();
    }

    public string TokenOf(string person) => Tokens.For(DemoIdentities.People[person]);

    /// <summary>A token of this person with other roles than their tenant gave them.</summary>
    public string TokenOf(string person, params string[] roles)
    {
        var changed = DemoIdentities.People[person] with { Roles = roles };
        return Tokens.For(changed);
    }

    /// <summary>Sends as a person (by key) or with a token; a POST gets a new Idempotency-Key.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string who,
        object? body = null,
        string? etag = null,
        string? idempotencyKey = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        var token = DemoIdentities.People.ContainsKey(who) ? TokenOf(who) : who;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }

        if (method == HttpMethod.Post)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey ?? $"identity-test-{Interlocked.Increment(ref keys):D6}");
        }

        return await Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string who) => SendAsync(HttpMethod.Get, path, who);

    /// <summary>Registers an agency and binds a tenant's people to it.</summary>
    public async Task JoinAsync(string agency, string kind, string tenant)
    {
        using var registered = await SendAsync(HttpMethod.Post, "/api/agencies", "olwen", Agency(agency, kind));
        Assert.True(registered.IsSuccessStatusCode, await registered.Content.ReadAsStringAsync());
        using var bound = await SendAsync(HttpMethod.Post, $"/api/agencies/{agency}/bindings", "olwen", new { tenantId = tenant });
        Assert.True(bound.IsSuccessStatusCode, await bound.Content.ReadAsStringAsync());
    }

    public static object Agency(string id, string kind) =>
        new
        {
            id,
            name = $"Agency {id}",
            kind,
            icoRegistration = "ZA123456",
            dataProtectionContact = new { name = "Data protection", email = "dpo@example.invalid" },
        };

    public static object Particulars(string kind, string name) =>
        new
        {
            name,
            kind,
            icoRegistration = "ZA123456",
            dataProtectionContact = new { name = "Data protection", email = "dpo@example.invalid" },
        };

    public async Task<(string ETag, JsonElement Body)> AgencyAsync(string id)
    {
        using var response = await GetAsync($"/api/agencies/{id}", "olwen");
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (response.Headers.ETag?.Tag ?? "", body);
    }

    /// <summary>The entries that the relay has brought into the log so far, in order. It runs beside the requests, so look again.</summary>
    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync()
    {
        var services = Platform.App.Services;
        var blobs = services.GetRequiredService<IBlobStore>();
        var entries = new List<AuditEntry>();
        while (await blobs.FindAsync(SequenceFile.Name(entries.Count), CancellationToken.None) is { } blob)
        {
            entries.AddRange(SequenceFile.Parse(entries.Count, blob.Content).Leaves.Select(leaf => AuditEntry.Parse(leaf.Span)));
        }

        return entries;
    }

    /// <summary>Waits until the log holds an entry of this kind.</summary>
    public async Task<AuditEntry> EntryAsync(Func<AuditEntry, bool> wanted)
    {
        AuditEntry? found = null;
        await Eventually.TrueAsync(async () => (found = (await EntriesAsync()).LastOrDefault(wanted)) is not null);
        return found ?? throw new InvalidOperationException("Eventually has failed before.");
    }
}
