using Azure;
using Azure.Core;

namespace DataSharing.AzureServices.Tests.Messaging;

/// <summary>Issues the same token each time, with a life of its own from the moment it is asked for.</summary>
internal sealed class FixedCredential(string token, TimeSpan life) : TokenCredential
{
    private int issued;

    public int Issued => issued;

    /// <summary>The identity service is away: asking for a token fails.</summary>
    public bool IsAway { get; set; }

    public IReadOnlyList<string> Scopes { get; private set; } = [];

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        if (IsAway)
        {
            throw new RequestFailedException("The identity service is away.");
        }

        Interlocked.Increment(ref issued);
        Scopes = requestContext.Scopes;
        return new AccessToken(token, DateTimeOffset.UtcNow + life);
    }

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}
