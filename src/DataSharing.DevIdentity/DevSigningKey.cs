using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace DataSharing.DevIdentity;

/// <summary>The RSA key that signs. Made anew with each process, so that no key of a development machine is worth keeping.</summary>
public sealed class DevSigningKey
{
    private volatile SigningCredentials current = Create();

    public SigningCredentials Current => current;

    /// <summary>Replaces the key at once, as Entra does in an emergency: the old one leaves the published set.</summary>
    public void Roll() => current = Create();

    private static SigningCredentials Create()
    {
        // Not disposed: a token may be being signed with it, and there are only as many as tests roll.
        var rsa = RSA.Create(2048);
        return new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = Guid.NewGuid().ToString("N") }, SecurityAlgorithms.RsaSha256);
    }
}
