using DataSharing.DevIdentity;
using DataSharing.Testing;

namespace DataSharing.Web.Tests.Security;

public sealed class RememberedTokenTests : IAsyncLifetime
{
    private static readonly DemoPerson Amira = DemoIdentities.People["amira"];

    private readonly BearerHost host = new();

    public Task InitializeAsync() => host.InitializeAsync();

    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Show_SameTokenAgain_IsNotValidatedAgain()
    {
        var token = host.Tokens.For(Amira);

        for (var i = 0; i < 5; i++)
        {
            Assert.StartsWith("valid", await host.ShowTokenAsync(token), StringComparison.Ordinal);
        }

        Assert.Equal(1, host.Validations);
        Assert.Equal(1, host.Cache.Count);
    }

    [Fact]
    public async Task Show_AfterExpiry_IsRefusedThoughRemembered()
    {
        var token = host.Tokens.For(Amira);
        await host.ShowTokenAsync(token);

        host.Clock.Advance(DevTokens.Lifetime - TimeSpan.FromSeconds(1));
        Assert.StartsWith("valid", await host.ShowTokenAsync(token), StringComparison.Ordinal);
        Assert.Equal(1, host.Validations);

        // Within the allowance for clocks it is still good, but each time by validation.
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.StartsWith("valid", await host.ShowTokenAsync(token), StringComparison.Ordinal);
        Assert.StartsWith("valid", await host.ShowTokenAsync(token), StringComparison.Ordinal);
        Assert.Equal(3, host.Validations);

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("Expired", await host.ShowTokenAsync(token));
    }

    [Fact]
    public async Task Show_AfterTheKeyWasRolled_DropsTheRememberedTokenAndTakesTheNewKeys()
    {
        var old = host.Tokens.For(Amira);
        Assert.StartsWith("valid", await host.ShowTokenAsync(old), StringComparison.Ordinal);

        using var rolled = await host.Issuer.PostAsync(new Uri("/dev/roll-key", UriKind.Relative), null);
        var renewed = host.Tokens.For(Amira);

        // The unknown key makes the platform read the keys again, beside the request that brought it.
        await Eventually.TrueAsync(async () => (await host.ShowTokenAsync(renewed)).StartsWith("valid", StringComparison.Ordinal));
        Assert.Equal("WrongSignature", await host.ShowTokenAsync(old));
    }
}
