using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace DataSharing.DevIdentity;

/// <summary>Where the issuer really listens. With port 0 that is known only once it has started, and every <c>iss</c> must say it.</summary>
public sealed class DevAddress(IServer server)
{
    private string? known;

    /// <summary>Scheme, host and port, without a closing slash.</summary>
    /// <exception cref="InvalidOperationException">Asked before the server started.</exception>
    public string Value =>
        known ??=
            server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/')
            ?? throw new InvalidOperationException("The issuer has no address before it has started.");

    /// <summary>The <c>iss</c> claim of a tenant's tokens.</summary>
    public string IssuerOf(string tenantId) => $"{Value}/{tenantId}/v2.0";
}
