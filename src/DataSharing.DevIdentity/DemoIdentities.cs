using System.Collections.Frozen;

namespace DataSharing.DevIdentity;

/// <summary>The synthetic people and systems of the demonstration partnership "Eastmere". None of them exists.</summary>
public static class DemoIdentities
{
    /// <summary>The audience of every token: the client id that the platform is registered under.</summary>
    public const string ApiClientId = "11111111-aaaa-4aaa-8aaa-000000000001";

    /// <summary>The public client that <c>POST /dev/token</c> speaks for.</summary>
    public const string ScriptClientId = "33333333-aaaa-4aaa-8aaa-000000000001";

    /// <summary>The secret of every demo system. Worth nothing outside the development issuer.</summary>
    public const string SystemSecret = "dev-secret";

    public const string OperatorTenant = "aaaaaaaa-0000-4000-8000-000000000001";
    public const string CouncilTenant = "aaaaaaaa-0000-4000-8000-000000000002";
    public const string PoliceTenant = "aaaaaaaa-0000-4000-8000-000000000003";
    public const string LicensingTenant = "aaaaaaaa-0000-4000-8000-000000000004";
    public const string HealthTenant = "aaaaaaaa-0000-4000-8000-000000000005";

    public const string HousingTenant = "aaaaaaaa-0000-4000-8000-000000000006";
    public const string FireTenant = "aaaaaaaa-0000-4000-8000-000000000007";
    public const string YouthJusticeTenant = "aaaaaaaa-0000-4000-8000-000000000008";

    /// <summary>A tenant that the directory does not know.</summary>
    public const string UnknownTenant = "bbbbbbbb-0000-4000-8000-00000000000b";

    // The operator's people carry an agency role too, because a caller without any role is refused; what they may do across the
    // partnership comes from the directory alone.
    public static FrozenDictionary<string, DemoPerson> People { get; } =
        new DemoPerson[]
        {
            new("olwen", "Olwen Prosser", "0a000000-0000-4000-8000-000000000001", OperatorTenant, ["agency.admin"]),
            new("piers", "Piers Adeyemi", "0a000000-0000-4000-8000-000000000002", OperatorTenant, ["agency.admin"]),
            new("ines", "Ines Calder", "0a000000-0000-4000-8000-000000000003", OperatorTenant, ["ig.officer"]),
            new("amira", "Amira Solanki", "0a000000-0000-4000-8000-000000000011", CouncilTenant, ["practitioner", "panel.member"]),
            new("joan", "Joan Whitlock", "0a000000-0000-4000-8000-000000000012", CouncilTenant, ["ig.officer"]),
            new("rhys", "Rhys Tudor", "0a000000-0000-4000-8000-000000000013", CouncilTenant, ["agency.admin"]),
            new("nia", "Nia Bevan", "0a000000-0000-4000-8000-000000000014", CouncilTenant, ["practitioner", "panel.member"]),
            new("ffion", "Ffion Castell", "0a000000-0000-4000-8000-000000000015", CouncilTenant, ["practitioner", "panel.member"]),
            new("idris", "Idris Okafor", "0a000000-0000-4000-8000-000000000016", CouncilTenant, ["practitioner", "panel.member"]),
            new("mira", "Mira Stanhope", "0a000000-0000-4000-8000-000000000017", CouncilTenant, ["practitioner", "ig.officer"]),
            new("ben", "Ben Oduya", "0a000000-0000-4000-8000-000000000021", PoliceTenant, ["practitioner", "panel.member"]),
            new("kath", "Kath Varley", "0a000000-0000-4000-8000-000000000022", PoliceTenant, ["ig.officer"]),
            new("lena", "Lena Marsh", "0a000000-0000-4000-8000-000000000023", PoliceTenant, ["agency.admin"]),
            new("marcus", "Marcus Thorne", "0a000000-0000-4000-8000-000000000024", PoliceTenant, ["practitioner", "panel.member"]),
            new("colm", "Colm Reyes", "0a000000-0000-4000-8000-000000000031", LicensingTenant, ["practitioner", "panel.member"]),
            new("una", "Una Price", "0a000000-0000-4000-8000-000000000032", LicensingTenant, ["ig.officer"]),
            new("tess", "Tess Hallam", "0a000000-0000-4000-8000-000000000033", LicensingTenant, ["agency.admin"]),
            new("sana", "Sana Iqbal", "0a000000-0000-4000-8000-000000000041", HealthTenant, ["practitioner", "panel.member"]),
            new("greta", "Greta Lund", "0a000000-0000-4000-8000-000000000042", HealthTenant, ["ig.officer"]),
            new("femi", "Femi Ward", "0a000000-0000-4000-8000-000000000043", HealthTenant, ["agency.admin"]),
            new("gita", "Gita Rahman", "0a000000-0000-4000-8000-000000000051", HousingTenant, ["practitioner", "panel.member"]),
            new("oscar", "Oscar Dunne", "0a000000-0000-4000-8000-000000000052", HousingTenant, ["ig.officer"]),
            new("wendy", "Wendy Achebe", "0a000000-0000-4000-8000-000000000053", HousingTenant, ["agency.admin"]),
            new("rosa", "Rosa Lindqvist", "0a000000-0000-4000-8000-000000000061", FireTenant, ["practitioner", "panel.member"]),
            new("pavel", "Pavel Hurst", "0a000000-0000-4000-8000-000000000062", FireTenant, ["ig.officer"]),
            new("hazel", "Hazel Quaye", "0a000000-0000-4000-8000-000000000063", FireTenant, ["agency.admin"]),
            new("tariq", "Tariq Bellamy", "0a000000-0000-4000-8000-000000000071", YouthJusticeTenant, ["practitioner", "panel.member"]),
            new("elin", "Elin Fairweather", "0a000000-0000-4000-8000-000000000072", YouthJusticeTenant, ["ig.officer"]),
            new("moss", "Moss Hadley", "0a000000-0000-4000-8000-000000000073", YouthJusticeTenant, ["agency.admin"]),
            new("mallory", "Mallory Stone", "0b000000-0000-4000-8000-000000000001", UnknownTenant, ["practitioner"]),
        }.ToFrozenDictionary(p => p.Key, StringComparer.Ordinal);

    public static FrozenDictionary<string, DemoSystem> Systems { get; } =
        new DemoSystem[]
        {
            new("22222222-aaaa-4aaa-8aaa-000000000002", "0c000000-0000-4000-8000-000000000002", CouncilTenant, ["agency.system"]),
            new("22222222-aaaa-4aaa-8aaa-000000000003", "0c000000-0000-4000-8000-000000000003", PoliceTenant, ["agency.system"]),
            new("22222222-aaaa-4aaa-8aaa-000000000004", "0c000000-0000-4000-8000-000000000004", LicensingTenant, ["agency.system"]),
            new("22222222-aaaa-4aaa-8aaa-000000000005", "0c000000-0000-4000-8000-000000000005", HealthTenant, ["agency.system"]),
            new("22222222-aaaa-4aaa-8aaa-000000000006", "0c000000-0000-4000-8000-000000000006", HousingTenant, ["agency.system"]),
            new("22222222-aaaa-4aaa-8aaa-000000000007", "0c000000-0000-4000-8000-000000000007", FireTenant, ["agency.system"]),
            new("22222222-aaaa-4aaa-8aaa-000000000008", "0c000000-0000-4000-8000-000000000008", YouthJusticeTenant, ["agency.system"]),
            new("22222222-bbbb-4aaa-8aaa-00000000000b", "0c000000-0000-4000-8000-00000000000b", UnknownTenant, ["agency.system"]),
        }.ToFrozenDictionary(s => s.ClientId, StringComparer.Ordinal);
}

/// <param name="Key">The short name that scripts use.</param>
/// <param name="Name">Synthetic.</param>
/// <param name="ObjectId">The <c>oid</c> claim.</param>
/// <param name="TenantId">The <c>tid</c> claim.</param>
/// <param name="Roles">The <c>roles</c> claim, as the tenant's administrator would have assigned it.</param>
public sealed record DemoPerson(string Key, string Name, string ObjectId, string TenantId, IReadOnlyList<string> Roles);

/// <param name="ClientId">The <c>azp</c> claim.</param>
/// <param name="ObjectId">The <c>oid</c> of the service principal: Entra puts one into app tokens too.</param>
/// <param name="TenantId">The only tenant that issues for it.</param>
/// <param name="Roles">The <c>roles</c> claim.</param>
public sealed record DemoSystem(string ClientId, string ObjectId, string TenantId, IReadOnlyList<string> Roles);
