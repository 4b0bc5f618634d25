using System.Security.Cryptography;
using System.Text;
using DataSharing.Identity;
using DataSharing.Protection;

namespace DataSharing.Audit;

/// <summary>
/// Ids of what requests create: UUIDv8 (RFC 9562 §5.8) = HMAC-SHA256(id secret, agency, client, route, Idempotency-Key). A retry computes the
/// same id, so it finds its own partition and the <c>idem</c> row that committed with the state. Keyed, so nobody can test a guess.
/// </summary>
public sealed class CreationId(IKeyRing ring)
{
    private byte[]? secret;

    public async ValueTask<string> ForAsync(Caller caller, string route, string idempotencyKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var key = secret ??= await ring.SecretAsync("id", cancellationToken);
        // The person belongs to it where there is one: two people of one client must not answer for each other's keys.
        var message = string.Join('\0', caller.Agency.Value, caller.ClientId, caller.PersonId, route, idempotencyKey);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(message), hash);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString("D");
    }
}
