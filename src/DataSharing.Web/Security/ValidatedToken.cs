using DataSharing.Partnership;
using Microsoft.IdentityModel.Tokens;

namespace DataSharing.Web.Security;

/// <summary>
/// What is remembered of a token that was found good: claims, until when, and under which key. Not the token. The directory's answer is
/// remembered beside it for as long as the head row that it was made from is the current one.
/// </summary>
public sealed class ValidatedToken
{
    private readonly string keyId;
    private volatile BaseConfiguration confirmedBy;
    private volatile Resolution? last;

    public ValidatedToken(TokenHash hash, TokenIdentity identity, DateTimeOffset expires, string keyId, BaseConfiguration confirmedBy)
    {
        Hash = hash;
        Identity = identity;
        Expires = expires;
        this.keyId = keyId;
        this.confirmedBy = confirmedBy;
        Outcome = new TokenOutcome.Valid(this);
    }

    public TokenHash Hash { get; }

    public TokenIdentity Identity { get; }

    /// <summary>Made once, because a hit should allocate nothing.</summary>
    public TokenOutcome.Valid Outcome { get; }

    /// <summary>The <c>exp</c> claim, without any allowance for clocks: past it the token is validated again each time it is shown.</summary>
    public DateTimeOffset Expires { get; }

    /// <summary>Whether the issuer still publishes the key that signed the token.</summary>
    public bool IsSignedUnder(BaseConfiguration current)
    {
        ArgumentNullException.ThrowIfNull(current);
        if (ReferenceEquals(confirmedBy, current))
        {
            return true;
        }

        foreach (var key in current.SigningKeys)
        {
            if (string.Equals(key.KeyId, keyId, StringComparison.Ordinal))
            {
                confirmedBy = current;
                return true;
            }
        }

        return false;
    }

    /// <summary>The directory's answer under this head.</summary>
    public CallerFeature Resolve(ReadHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        var known = last;
        if (known is not null && ReferenceEquals(known.Head, head))
        {
            return known.Feature;
        }

        var made = new Resolution(
            head,
            new CallerFeature(CallerResolver.Resolve(head.Head, Identity), head, Identity.ClaimsPartnershipRole)
        );
        last = made;
        return made.Feature;
    }

    private sealed record Resolution(ReadHead Head, CallerFeature Feature);
}
