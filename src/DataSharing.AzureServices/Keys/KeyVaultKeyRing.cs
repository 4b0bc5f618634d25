using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using DataSharing.Protection;

namespace DataSharing.AzureServices.Keys;

/// <summary>
/// The deployment's keys in Key Vault: an RSA key wraps data keys and never leaves; the seed and the hash secrets, which the vault cannot hold as
/// keys, are its secrets, read with a managed identity.
/// </summary>
/// <remarks>
/// What is wrapped is the key and a digest of its context, 64 bytes, because RSA-OAEP takes no associated data. Wrapping needs only the public
/// half and asks the vault nothing.
/// </remarks>
public sealed partial class KeyVaultKeyRing : IKeyRing, IDisposable
{
    private const int KeyBytes = 32;

    private readonly VaultSecrets secrets;
    private readonly WrappingKeys wrapping;

    /// <param name="options">Where the vault is.</param>
    /// <param name="wrappingKey">The key in it that wraps.</param>
    /// <param name="time">The clock.</param>
    public KeyVaultKeyRing(AzureHomeOptions options, string wrappingKey, TimeProvider time)
        : this(options, wrappingKey, StorageAccount.Credential(options), time, null, TimeSpan.FromSeconds(5)) { }

    /// <param name="options">Where the vault is.</param>
    /// <param name="wrappingKey">The key in it that wraps.</param>
    /// <param name="credential">Who asks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="transport">The way to the vault; null for the usual one.</param>
    /// <param name="settling">See <see cref="VaultSecrets"/>.</param>
    internal KeyVaultKeyRing(
        AzureHomeOptions options,
        string wrappingKey,
        TokenCredential credential,
        TimeProvider time,
        HttpPipelineTransport? transport,
        TimeSpan settling
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var vault = options.KeyVault ?? throw new InvalidOperationException("The options were not validated.");
        secrets = new VaultSecrets(new SecretClient(vault, credential, Set(new SecretClientOptions(), options, transport)), time, settling);
        // NAME.vault.azure.net wants tokens for https://vault.azure.net, and likewise in the sovereign clouds.
        var scope = $"https://{vault.Host[(vault.Host.IndexOf('.', StringComparison.Ordinal) + 1)..]}/.default";
        var pipeline = HttpPipelineBuilder.Build(
            Set(new KeyOptions(), options, transport),
            new BearerTokenAuthenticationPolicy(credential, scope)
        );
        wrapping = new WrappingKeys(vault, wrappingKey, pipeline, time);
    }

    public async ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> key, string context, CancellationToken cancellationToken)
    {
        if (key.Length != KeyBytes)
        {
            throw new ArgumentException("A data key has 32 bytes.", nameof(key));
        }

        var (keyId, bytes) = await wrapping.EncryptAsync([.. key.Span, .. Digest(context)], cancellationToken);
        return new WrappedKey(keyId, bytes);
    }

    public async ValueTask<byte[]> UnwrapAsync(WrappedKey wrapped, string context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        var plain = await wrapping.DecryptAsync(wrapped.KeyId, wrapped.Bytes, cancellationToken);
        return plain.Length == 2 * KeyBytes && CryptographicOperations.FixedTimeEquals(plain.AsSpan(KeyBytes), Digest(context))
            ? plain[..KeyBytes]
            : throw new KeyRingUnavailableException("A wrapped key belongs elsewhere.");
    }

    public ValueTask<byte[]> SecretAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        return SecretName().IsMatch(name)
            ? secrets.ReadOrCreateAsync($"secret-{name}", cancellationToken)
            : throw new ArgumentException("A secret's name is 1 to 64 of a-z 0-9 -.", nameof(name));
    }

    public ValueTask<byte[]> SigningSeedAsync(int number, CancellationToken cancellationToken) =>
        secrets.ReadOrCreateAsync(
            number == 1 ? "signing-seed" : string.Create(CultureInfo.InvariantCulture, $"signing-seed-{number:d4}"),
            cancellationToken
        );

    public void Dispose() => secrets.Dispose();

    private static byte[] Digest(string context) => SHA256.HashData(Encoding.UTF8.GetBytes(context));

    private static T Set<T>(T clientOptions, AzureHomeOptions options, HttpPipelineTransport? transport)
        where T : ClientOptions
    {
        clientOptions.Transport = transport ?? clientOptions.Transport;
        clientOptions.Retry.NetworkTimeout = TimeSpan.FromSeconds(options.TrySeconds);
        clientOptions.Retry.Delay = TimeSpan.FromMilliseconds(200);
        clientOptions.Diagnostics.IsLoggingEnabled = false;
        clientOptions.Diagnostics.IsTelemetryEnabled = false;
        return clientOptions;
    }

    private sealed class KeyOptions : ClientOptions;

    [GeneratedRegex("^[a-z0-9-]{1,64}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretName();
}
