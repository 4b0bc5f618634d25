using System.Security.Cryptography;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using DataSharing.Protection;

namespace DataSharing.AzureServices.Keys;

/// <summary>
/// The RSA key in Key Vault, over its REST interface (version 7.4; learn.microsoft.com/rest/api/keyvault/keys). What its public half can do is
/// done here; only what needs the private half is asked of the vault, which never gives it out.
/// </summary>
internal sealed partial class WrappingKeys(Uri vault, string name, HttpPipeline pipeline, TimeProvider time)
{
    private const string Algorithm = "RSA-OAEP-256";
    private const string Api = "7.4";

    // So long a rotated key may go on wrapping.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private (string Version, RSAParameters Public, long Read)? newest;

    public async ValueTask<(string KeyId, byte[] Bytes)> EncryptAsync(byte[] plain, CancellationToken cancellationToken)
    {
        var (version, half) = await NewestAsync(cancellationToken);
        using var rsa = RSA.Create(half);
        return ($"{name}:{version}", rsa.Encrypt(plain, RSAEncryptionPadding.OaepSHA256));
    }

    /// <exception cref="KeyRingUnavailableException">No such key, not encrypted under it, or no answer.</exception>
    public async ValueTask<byte[]> DecryptAsync(string keyId, byte[] bytes, CancellationToken cancellationToken)
    {
        if (!KeyIdShape().IsMatch(keyId) || bytes.Length is < 256 or > 1024)
        {
            throw new KeyRingUnavailableException("A wrapped key is not of this key ring's making.");
        }

        var asked = new KeyOperation(Algorithm, Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
        var answer = await SendAsync(
            RequestMethod.Post,
            $"keys/{keyId.Replace(':', '/')}/unwrapkey",
            BinaryData.FromObjectAsJson(asked, VaultJson.Default.Options),
            cancellationToken
        );
        return FromBase64Url(answer.ToObjectFromJson(VaultJson.Default.KeyOperationResult)?.Value);
    }

    private async ValueTask<(string Version, RSAParameters Public)> NewestAsync(CancellationToken cancellationToken)
    {
        if (newest is { } known && time.GetElapsedTime(known.Read) < Remembered)
        {
            return (known.Version, known.Public);
        }

        var read = time.GetTimestamp();
        var answer = await SendAsync(RequestMethod.Get, $"keys/{name}", null, cancellationToken);
        var key = answer.ToObjectFromJson(VaultJson.Default.KeyBundle)?.Key;
        if (key is not { Kty: "RSA" or "RSA-HSM", Kid: { } kid } || !KeyIdShape().IsMatch($"{name}:{kid[(kid.LastIndexOf('/') + 1)..]}"))
        {
            throw new KeyRingUnavailableException("The wrapping key in the vault is not an RSA key.");
        }

        var half = new RSAParameters { Modulus = FromBase64Url(key.N), Exponent = FromBase64Url(key.E) };
        newest = (kid[(kid.LastIndexOf('/') + 1)..], half, read);
        return (newest.Value.Version, half);
    }

    private async ValueTask<BinaryData> SendAsync(RequestMethod method, string path, BinaryData? body, CancellationToken cancellationToken)
    {
        using var message = pipeline.CreateMessage();
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(new Uri(vault, $"{path}?api-version={Api}"));
        request.Headers.Add(HttpHeader.Names.Accept, "application/json");
        if (body is not null)
        {
            request.Headers.Add(HttpHeader.Names.ContentType, "application/json");
            request.Content = RequestContent.Create(body);
        }

        await VaultCalls.AskAsync(() => pipeline.SendAsync(message, cancellationToken), cancellationToken);
        return message.Response.Status == 200
            ? message.Response.Content
            : throw new KeyRingUnavailableException($"The vault answered {message.Response.Status} about the wrapping key.");
    }

    private static byte[] FromBase64Url(string? text)
    {
        if (!System.Buffers.Text.Base64Url.IsValid(text))
        {
            throw new KeyRingUnavailableException("The vault's answer cannot be read.");
        }

        return System.Buffers.Text.Base64Url.DecodeFromChars(text);
    }

    [GeneratedRegex("^[0-9A-Za-z-]{1,127}:[0-9a-zA-Z]{1,64}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyIdShape();
}

internal sealed record KeyBundle(JsonWebKeyPart? Key);

internal sealed record JsonWebKeyPart(string? Kid, string? Kty, string? N, string? E);

internal sealed record KeyOperation(string Alg, string Value);

internal sealed record KeyOperationResult(string? Value);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeyBundle))]
[JsonSerializable(typeof(KeyOperation))]
[JsonSerializable(typeof(KeyOperationResult))]
internal sealed partial class VaultJson : JsonSerializerContext;
