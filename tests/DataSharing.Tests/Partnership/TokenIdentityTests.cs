using DataSharing.Identity;
using DataSharing.Partnership;
using Xunit;

namespace DataSharing.Tests.Partnership;

public sealed class TokenIdentityTests
{
    private const string Tenant = "aaaaaaaa-0000-4000-8000-000000000002";
    private const string Client = "22222222-aaaa-4aaa-8aaa-000000000002";
    private const string Object = "0a000000-0000-4000-8000-000000000011";

    [Theory]
    // A delegated token has a scope and a person.
    [InlineData("access_as_user", Object, null, true)]
    [InlineData("access_as_user", Object, "user", true)]
    // Whatever says "app", or has no scope, or has no person, is a system.
    [InlineData("access_as_user", Object, "app", false)]
    [InlineData(null, Object, "app", false)]
    [InlineData(null, Object, null, false)]
    [InlineData("", Object, null, false)]
    [InlineData("access_as_user", null, null, false)]
    [InlineData(null, null, null, false)]
    public void TryFrom_TellsPeopleFromSystems(string? scope, string? objectId, string? identityType, bool isPerson)
    {
        var token = TokenIdentity.TryFrom(new TokenClaims(Tenant, Client, objectId, scope, identityType, []));

        Assert.NotNull(token);
        Assert.Equal(isPerson ? Object : null, token.PersonId);
        Assert.Equal(isPerson ? $"person:{Tenant}:{Object}" : $"client:{Tenant}:{Client}", token.Actor);
    }

    [Theory]
    [InlineData(null, Client, Object)]
    [InlineData("contoso.example", Client, Object)]
    [InlineData("00000000-0000-0000-0000-000000000000", Client, Object)]
    [InlineData("{aaaaaaaa-0000-4000-8000-000000000002}", Client, Object)]
    [InlineData(Tenant, null, Object)]
    [InlineData(Tenant, "my-app", Object)]
    [InlineData(Tenant, Client, "somebody")]
    public void TryFrom_NotGuids_IsNobody(string? tenant, string? client, string? objectId) =>
        Assert.Null(TokenIdentity.TryFrom(new TokenClaims(tenant, client, objectId, "access_as_user", null, [])));

    [Fact]
    public void TryFrom_UpperCaseIds_AreTheSameActor()
    {
        var token = TokenIdentity.TryFrom(
            new TokenClaims(Tenant.ToUpperInvariant(), Client.ToUpperInvariant(), Object.ToUpperInvariant(), "s", null, [])
        );

        Assert.Equal($"person:{Tenant}:{Object}", token?.Actor);
    }

    [Theory]
    [InlineData("agency.system", AgencyRoles.System, false)]
    [InlineData(
        "practitioner panel.member ig.officer agency.admin",
        AgencyRoles.Practitioner | AgencyRoles.PanelMember | AgencyRoles.IgOfficer | AgencyRoles.AgencyAdmin,
        false
    )]
    [InlineData("Practitioner AGENCY.ADMIN", AgencyRoles.None, false)]
    [InlineData("partnership.admin", AgencyRoles.None, true)]
    [InlineData("practitioner witness", AgencyRoles.Practitioner, true)]
    public void TryFrom_Roles_AgencyWordsCountPartnershipWordsAreNoted(string roles, AgencyRoles expected, bool noted)
    {
        var token = TokenIdentity.TryFrom(new TokenClaims(Tenant, Client, Object, "s", null, roles.Split(' ')));

        Assert.Equal(expected, token?.AgencyRoles);
        Assert.Equal(noted, token?.ClaimsPartnershipRole);
    }
}
