using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure;
using Azure.Security.KeyVault.Secrets;
using DataSharing.Protection;

namespace DataSharing.AzureServices.Keys;

/// <summary>
/// Secrets of 32 bytes, made on first use. Key Vault has no create-only write: several first users may each add a version. So the oldest
/// version counts, always, and whoever meets a young one waits until no other can turn out to be as old. These secrets do not rotate in place.
/// </summary>
internal sealed class VaultSecrets(SecretClient client, TimeProvider time, TimeSpan settling) : IDisposable
{
    private const int Bytes = 32;

    // The vault's clock counts seconds, and ours may differ from it.
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, byte[]> known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim gate = new(1, 1);

    public async ValueTask<byte[]> ReadOrCreateAsync(string name, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(name, out var read))
        {
            return read.ToArray();
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!known.TryGetValue(name, out read))
            {
                read = await VaultCalls.AskAsync(() => SettleAsync(name, cancellationToken), cancellationToken);
                known[name] = read;
            }

            return read.ToArray();
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async ValueTask<byte[]> SettleAsync(string name, CancellationToken cancellationToken)
    {
        var waited = false;
        while (true)
        {
            if (await OldestAsync(name, cancellationToken) is not { } oldest)
            {
                var made = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));
                await client.SetSecretAsync(new KeyVaultSecret(name, made) { Properties = { ContentType = "base64" } }, cancellationToken);
            }
            else if (!waited && time.GetUtcNow() - oldest.CreatedOn < Young)
            {
                // Who wrote within the same second shows by then; who writes later is younger.
                await Task.Delay(settling, time, cancellationToken);
                waited = true;
            }
            else
            {
                var secret = (await client.GetSecretAsync(name, oldest.Version, cancellationToken)).Value;
                var value = new byte[Bytes];
                return Convert.TryFromBase64String(secret.Value, value, out var length) && length == Bytes
                    ? value
                    : throw new KeyRingUnavailableException($"The secret {name} does not hold {Bytes} bytes.");
            }
        }
    }

    private async ValueTask<SecretProperties?> OldestAsync(string name, CancellationToken cancellationToken)
    {
        SecretProperties? oldest = null;
        try
        {
            await foreach (var version in client.GetPropertiesOfSecretVersionsAsync(name, cancellationToken))
            {
                if (oldest is null || IsOlder(version, oldest))
                {
                    oldest = version;
                }
            }
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }

        return oldest;
    }

    private static bool IsOlder(SecretProperties one, SecretProperties other) =>
        one.CreatedOn < other.CreatedOn || (one.CreatedOn == other.CreatedOn && string.CompareOrdinal(one.Version, other.Version) < 0);
}
