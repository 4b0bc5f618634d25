using DataSharing.DevIdentity;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Security;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace DataSharing.Web.Tests.Security;

public sealed class ValidatedTokenCacheTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Find_UntilExpiryAndNotAMomentLonger()
    {
        var cache = new ValidatedTokenCache(10);
        var token = Token("a", Now + TimeSpan.FromMinutes(5));
        cache.Add(token);

        Assert.Same(token, cache.Find(token.Hash, Now + TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1)));
        Assert.Null(cache.Find(token.Hash, Now + TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Add_BeyondCapacity_ForgetsTheLeastAskedForAndStaysBounded()
    {
        var cache = new ValidatedTokenCache(100);
        var favourite = Token("favourite", Now + TimeSpan.FromHours(1));
        cache.Add(favourite);
        for (var i = 0; i < 10_000; i++)
        {
            cache.Add(Token($"t{i}", Now + TimeSpan.FromHours(1)));
            Assert.NotNull(cache.Find(favourite.Hash, Now));
            Assert.InRange(cache.Count, 1, 100);
        }

        Assert.Null(cache.Find(TokenHash.Of("t0"), Now));
    }

    [Fact]
    public void Remove_Forgets()
    {
        var cache = new ValidatedTokenCache(10);
        var token = Token("a", Now + TimeSpan.FromMinutes(5));
        cache.Add(token);

        cache.Remove(token.Hash);

        Assert.Null(cache.Find(token.Hash, Now));
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void TokenHash_AnyCharacterCounts()
    {
        Assert.Equal(TokenHash.Of("header.payload.signature"), TokenHash.Of("header.payload.signature"));
        Assert.NotEqual(TokenHash.Of("header.payload.signature"), TokenHash.Of("header.payload.signaturf"));
        Assert.NotEqual(TokenHash.Of("header.payload.signature"), TokenHash.Of("header.payload.signature "));
        Assert.DoesNotContain("header", TokenHash.Of("header").ToString(), StringComparison.Ordinal);
    }

    private static ValidatedToken Token(string text, DateTimeOffset expires) =>
        new(
            TokenHash.Of(text),
            new TokenIdentity(DemoIdentities.CouncilTenant, DemoIdentities.ScriptClientId, null, AgencyRoles.System, false),
            expires,
            "key-1",
            new OpenIdConnectConfiguration()
        );
}
