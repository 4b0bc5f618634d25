using DataSharing.Identity;
using DataSharing.Partnership;
using Xunit;

namespace DataSharing.Tests.Partnership;

/// <summary>
/// The cases are written from the design's text on identity, not from the code: "the agency directory binds tenant and client to one agency and
/// is the allow-list"; "a token's roles confer power only inside that agency"; "partnership-wide roles are directory rows; the same claim in a
/// token is ignored"; "agency and person status come from the head each time".
/// </summary>
public sealed class CallerResolverTests
{
    private const string Council = "aaaaaaaa-0000-4000-8000-000000000002";
    private const string Police = "aaaaaaaa-0000-4000-8000-000000000003";
    private const string Shared = "aaaaaaaa-0000-4000-8000-00000000000f";
    private const string Stranger = "bbbbbbbb-0000-4000-8000-00000000000b";
    private const string App = "22222222-aaaa-4aaa-8aaa-000000000002";
    private const string OtherApp = "22222222-aaaa-4aaa-8aaa-0000000000ff";
    private const string Amira = "0a000000-0000-4000-8000-000000000011";
    private const string Rhys = "0a000000-0000-4000-8000-000000000013";

    private static readonly PartnershipHead Head = new()
    {
        Agencies =
        [
            new(AgencyId.Parse("council"), "childrens-social-care", false),
            new(AgencyId.Parse("police"), "police", true),
            new(AgencyId.Parse("housing"), "housing", false),
            new(AgencyId.Parse("school"), "education", false),
        ],
        Bindings =
        [
            new("b1", AgencyId.Parse("council"), Council, null, null),
            new("b2", AgencyId.Parse("council"), Council, App, null),
            new("b3", AgencyId.Parse("police"), Police, null, null),
            new("b4", AgencyId.Parse("police"), Police, App, null),
            // A tenant of two agencies: one person each, nobody at large; one application.
            new("b5", AgencyId.Parse("housing"), Shared, null, Amira),
            new("b6", AgencyId.Parse("school"), Shared, null, Rhys),
            new("b7", AgencyId.Parse("school"), Shared, App, null),
            // A person of the council's tenant who works for the school: their own binding goes before the tenant's.
            new("b8", AgencyId.Parse("school"), Council, null, Rhys),
        ],
        RoleGrants =
        [
            new("g1", $"person:{Council}:{Amira}", "partnership.ig", "x", "y"),
            new("g2", $"person:{Shared}:{Rhys}", "panel.chair", "x", "y"),
        ],
        SuspendedActors = [$"person:{Shared}:{Amira}", $"client:{Shared}:{App}"],
    };

    public static TheoryData<string, string, string?, string?, string> Cases =>
        new()
        {
            // tenant, client, person (null: a system), token roles -> answer
            { Council, OtherApp, Amira, "practitioner", "council Practitioner +Ig" },
            { Council, App, null, "agency.system", "council System" },
            { Council, OtherApp, null, "agency.system", "unknown client of council,school" },
            { Council, OtherApp, Rhys, "agency.admin", "school AgencyAdmin" },
            { Council, OtherApp, "0a000000-0000-4000-8000-0000000000aa", "practitioner ig.officer", "council Practitioner, IgOfficer" },
            // No role anywhere.
            { Council, OtherApp, "0a000000-0000-4000-8000-0000000000aa", null, "no role in council" },
            { Council, App, null, null, "no role in council" },
            // A directory role alone is enough.
            { Council, OtherApp, Amira, null, "council None +Ig" },
            // Partnership words in a token are nothing.
            { Council, OtherApp, "0a000000-0000-4000-8000-0000000000aa", "partnership.admin", "no role in council" },
            { Council, OtherApp, "0a000000-0000-4000-8000-0000000000aa", "partnership.admin practitioner", "council Practitioner" },
            { Council, App, null, "partnership.ig agency.system witness", "council System" },
            // Words that nobody knows are nothing.
            { Council, App, null, "Directory.Read.All", "no role in council" },
            // Suspended agency: people and systems.
            { Police, OtherApp, Amira, "practitioner", "agency police suspended" },
            { Police, App, null, "agency.system", "agency police suspended" },
            // A grant is to a person of a tenant: the same object id in another tenant is somebody else.
            { Stranger, OtherApp, Amira, "practitioner", "unknown tenant" },
            { Stranger, App, null, "agency.system", "unknown tenant" },
            // A shared tenant.
            { Shared, OtherApp, Amira, "practitioner", "actor of housing suspended" },
            { Shared, App, null, "agency.system", "actor of school suspended" },
            { Shared, App, Rhys, "practitioner", "school Practitioner +PanelChair" },
            { Shared, App, "0a000000-0000-4000-8000-0000000000aa", "practitioner", "unknown client of housing,school" },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Resolve_FollowsTheDesign(string tenant, string client, string? person, string? roles, string expected)
    {
        var claims = new TokenClaims(tenant, client, person, person is null ? null : "access_as_user", null, roles?.Split(' ') ?? []);
        var token = TokenIdentity.TryFrom(claims);
        Assert.NotNull(token);

        Assert.Equal(expected, Describe(CallerResolver.Resolve(Head, token)));
    }

    [Fact]
    public void Resolve_EmptyHead_KnowsNobody()
    {
        var token = TokenIdentity.TryFrom(new TokenClaims(Council, App, null, null, "app", ["agency.system"]));
        Assert.NotNull(token);

        Assert.IsType<CallerResolution.UnknownTenant>(CallerResolver.Resolve(new PartnershipHead(), token));
    }

    [Fact]
    public void Resolve_BindingToAnAgencyWithoutStanding_Refuses()
    {
        var token = TokenIdentity.TryFrom(new TokenClaims(Council, App, null, null, "app", ["agency.system"]));
        Assert.NotNull(token);

        Assert.IsType<CallerResolution.AgencySuspended>(CallerResolver.Resolve(Head with { Agencies = [] }, token));
    }

    private static string Describe(CallerResolution resolution) =>
        resolution switch
        {
            CallerResolution.Resolved { Caller: var c } => c.PartnershipRoles == PartnershipRoles.None
                ? $"{c.Agency} {c.AgencyRoles}"
                : $"{c.Agency} {c.AgencyRoles} +{c.PartnershipRoles}",
            CallerResolution.UnknownTenant => "unknown tenant",
            CallerResolution.UnknownClient u => $"unknown client of {string.Join(',', u.Agencies)}",
            CallerResolution.AgencySuspended { Caller: var c } => $"agency {c.Agency} suspended",
            CallerResolution.ActorSuspended { Caller: var c } => $"actor of {c.Agency} suspended",
            CallerResolution.NoRole { Caller: var c } => $"no role in {c.Agency}",
            _ => "?",
        };
}
