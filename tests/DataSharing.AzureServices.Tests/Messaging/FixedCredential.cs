using Azure.Core;

namespace DataSharing.AzureServices.Tests.Messaging;

/// <summary>Issues the same token each time, with a life of its own from the moment it is asked for.</summary>
internal sealed class FixedCredential(string token, TimeSpan life) : TokenCredential
{
    private int issued;

    public int Issued => issued;

    public IReadOnlyList<string> Scopes { get; private set; } = [];

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref issued);
        Scopes = requestContext.Scopes;
        return new AccessToken(token, DateTimeOffset.UtcNow + life);
    }

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}
