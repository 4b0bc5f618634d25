using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;

namespace DataSharing.AzureServices.Tests.Keys;

/// <summary>
/// As much of Key Vault's REST interface as the key ring uses (learn.microsoft.com/rest/api/keyvault): secrets with versions whose times are whole
/// seconds and no create-only write; an RSA key whose private half stays inside.
/// </summary>
internal sealed class VaultPeer(TimeProvider time) : HttpMessageHandler
{
    public static readonly Uri Address = new("https://eastmere.vault.azure.net/");

    private readonly Lock gate = new();
    private readonly Dictionary<string, List<(string Version, string Value, long Created)>> secrets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Version, RSA Key)>> keys = new(StringComparer.Ordinal)
    {
        ["wrapping"] = [("00000000000000000000000000000001", RSA.Create(2048))],
        ["session-key-wrap"] = [("00000000000000000000000000000001", RSA.Create(2048))],
    };

    public ConcurrentBag<string> Requests { get; } = [];

    /// <summary>Every first version of a secret is written this many times, as by instances that all found none.</summary>
    public int RacingWriters { get; set; } = 1;

    public HttpStatusCode? Refuses { get; set; }

    public void Rotate()
    {
        lock (gate)
        {
            keys["wrapping"].Add(($"{keys["wrapping"].Count + 1:d32}", RSA.Create(2048)));
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Authorization is null)
        {
            var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent("{}") };
            challenge.Headers.WwwAuthenticate.Add(
                new AuthenticationHeaderValue(
                    "Bearer",
                    "authorization=\"https://login.microsoftonline.com/aaaaaaaa-0000-4000-8000-000000000001\", resource=\"https://vault.azure.net\""
                )
            );
            return challenge;
        }

        var path = (request.RequestUri?.AbsolutePath ?? "").Trim('/').Split('/');
        Requests.Add($"{request.Method} {string.Join('/', path)}");
        var body = request.Content is null ? null : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken));
        if (Refuses is { } status)
        {
            return Error(status);
        }

        lock (gate)
        {
            return (request.Method.Method, path) switch
            {
                ("GET", ["secrets", var name, "versions"]) => Json(Versions(name)),
                ("GET", ["secrets", var name, var version]) => Secret(name, version),
                ("PUT", ["secrets", var name]) => Set(name, (string?)body?["value"] ?? ""),
                ("GET", ["keys", var name]) when keys.ContainsKey(name) => Json(Public(name)),
                ("POST", ["keys", var name, var version, "unwrapkey"]) when keys.ContainsKey(name) => Unwrap(name, version, body),
                _ => Error(HttpStatusCode.NotFound),
            };
        }
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var (_, key) in keys.Values.SelectMany(versions => versions))
        {
            key.Dispose();
        }

        base.Dispose(disposing);
    }

    private HttpResponseMessage Set(string name, string value)
    {
        var present = secrets.TryGetValue(name, out var known) ? known : secrets[name] = [];
        var times = present.Count == 0 ? RacingWriters : 1;
        for (var i = 0; i < times; i++)
        {
            // The others' values differ from ours, and all may fall into one second.
            var text = i == times - 1 ? value : Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
            present.Add((Guid.NewGuid().ToString("N"), text, time.GetUtcNow().ToUnixTimeSeconds()));
        }

        return Json(Bundle(name, present[^1]));
    }

    private HttpResponseMessage Secret(string name, string version) =>
        secrets.GetValueOrDefault(name)?.Find(s => s.Version == version) is { Version: not null } found
            ? Json(Bundle(name, found))
            : Error(HttpStatusCode.NotFound);

    private JsonObject Versions(string name) =>
        new()
        {
            // The service promises no order.
            ["value"] = new JsonArray([
                .. (secrets.GetValueOrDefault(name) ?? []).AsEnumerable().Reverse().Select(s => (JsonNode)Properties(name, s)),
            ]),
        };

    private static JsonObject Bundle(string name, (string Version, string Value, long Created) secret)
    {
        var bundle = Properties(name, secret);
        bundle["value"] = secret.Value;
        return bundle;
    }

    private static JsonObject Properties(string name, (string Version, string Value, long Created) secret) =>
        new()
        {
            ["id"] = $"{Address}secrets/{name}/{secret.Version}",
            ["attributes"] = new JsonObject
            {
                ["enabled"] = true,
                ["created"] = secret.Created,
                ["updated"] = secret.Created,
            },
        };

    private JsonObject Public(string name)
    {
        var (version, key) = keys[name][^1];
        var half = key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["key"] = new JsonObject
            {
                ["kid"] = $"{Address}keys/{name}/{version}",
                ["kty"] = "RSA",
                ["n"] = Encode(half.Modulus),
                ["e"] = Encode(half.Exponent),
            },
        };
    }

    private HttpResponseMessage Unwrap(string name, string version, JsonNode? body)
    {
        if (keys[name].Find(k => k.Version == version).Key is not { } key)
        {
            return Error(HttpStatusCode.NotFound);
        }

        try
        {
            var text = (string?)body?["value"] ?? "";
            var plain = key.Decrypt(System.Buffers.Text.Base64Url.DecodeFromChars(text), RSAEncryptionPadding.OaepSHA256);
            return (string?)body?["alg"] == "RSA-OAEP-256"
                ? Json(new JsonObject { ["kid"] = $"{Address}keys/{name}/{version}", ["value"] = Encode(plain) })
                : Error(HttpStatusCode.BadRequest);
        }
        catch (CryptographicException)
        {
            return Error(HttpStatusCode.BadRequest);
        }
    }

    private static string Encode(byte[]? bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static HttpResponseMessage Error(HttpStatusCode status) =>
        new(status)
        {
            Content = Body(
                new JsonObject
                {
                    ["error"] = new JsonObject { ["code"] = $"{status}", ["message"] = "refused" },
                }
            ),
        };

    private static HttpResponseMessage Json(JsonObject body) => new(HttpStatusCode.OK) { Content = Body(body) };

    private static StringContent Body(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");
}

internal sealed class AnyToken : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new("token", DateTimeOffset.MaxValue);

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}
