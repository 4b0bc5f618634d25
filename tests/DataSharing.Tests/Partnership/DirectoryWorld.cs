using System.Text;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.Tests.Partnership;

/// <summary>A founded partnership over the embedded home: Olwen administers it, and everybody of her tenant belongs to its office.</summary>
internal sealed class DirectoryWorld : IAsyncDisposable
{
    public const string Tenant = "aaaaaaaa-0000-4000-8000-000000000001";
    public const string OlwensId = "0a000000-0000-4000-8000-000000000001";
    public const string PiersId = "0a000000-0000-4000-8000-000000000002";
    public const string InesId = "0a000000-0000-4000-8000-000000000003";

    private int keys;

    private DirectoryWorld()
    {
        Heads = new PartnershipHeadRow(Platform.Records);
        var writer = new DirectoryWriter(Platform.Records, Heads, Platform.Journal, Platform.Idempotency);
        Agencies = new AgencyDirectory(writer, Platform.CreationIds, Platform.Clock);
        Bindings = new BindingDirectory(writer, Platform.CreationIds, Platform.Clock);
        Grants = new RoleGrantDirectory(writer, Platform.CreationIds, Platform.Clock);
        Suspensions = new ActorSuspensions(writer, Platform.Clock);
        Founder = new PartnershipFounder(Heads, Platform.Journal, Platform.Clock);
    }

    public TestPlatform Platform { get; } = new();

    public PartnershipHeadRow Heads { get; }

    public AgencyDirectory Agencies { get; }

    public BindingDirectory Bindings { get; }

    public RoleGrantDirectory Grants { get; }

    public ActorSuspensions Suspensions { get; }

    public PartnershipFounder Founder { get; }

    public static async Task<DirectoryWorld> FoundedAsync()
    {
        var world = new DirectoryWorld();
        Assert.Equal(FoundingOutcome.Founded, await world.Founder.FoundAsync(Tenant, OlwensId, default));
        return world;
    }

    public static DirectoryWorld Empty() => new();

    /// <summary>A person of the office, with the roles that the directory gives them now.</summary>
    public async Task<Caller> PersonAsync(string personId)
    {
        var head = await HeadAsync();
        var token = new TokenIdentity(Tenant, "33333333-aaaa-4aaa-8aaa-000000000001", personId, AgencyRoles.AgencyAdmin, false);
        return Assert.IsType<CallerResolution.Resolved>(CallerResolver.Resolve(head, token)).Caller;
    }

    public async Task<PartnershipHead> HeadAsync() => Assert.IsType<ReadHead>(await Heads.FindAsync(default)).Head;

    /// <summary>A new request each time: its own key.</summary>
    public RetryKey Once(string body = "{}") => new($"test-key-{++keys:D4}", Encoding.UTF8.GetBytes(body));

    public async Task<DirectoryOutcome<GrantRecord>.Done> ProposeAsync(Caller caller, string role, string personId) =>
        Assert.IsType<DirectoryOutcome<GrantRecord>.Done>(
            await Grants.ProposeAsync(caller, new GrantRequest(role, Tenant, personId), Once(), default)
        );

    /// <summary>Olwen and Piers: from here on the founding's exception is over.</summary>
    public async Task<(Caller Olwen, Caller Piers)> TwoAdministratorsAsync()
    {
        var proposed = await ProposeAsync(await PersonAsync(OlwensId), "partnership.admin", PiersId);
        Assert.IsType<DirectoryOutcome<GrantRecord>.Done>(
            await Grants.ConfirmAsync(await PersonAsync(PiersId), proposed.Record.Id, Version(proposed), default)
        );
        return (await PersonAsync(OlwensId), await PersonAsync(PiersId));
    }

    public static Storage.RowVersion Version<T>(DirectoryOutcome<T>.Done done)
        where T : class => Assert.IsType<Storage.RowVersion>(done.Version);

    public static AgencyParticulars Particulars(string kind = "police", string name = "Eastmere Police") =>
        new()
        {
            Name = name,
            Kind = kind,
            IcoRegistration = Ico("Z1234567"),
            DataProtectionContact = new Contact("Data protection", "dpo@example.invalid", "01632 960001"),
        };

    public static IcoRegistrationNumber Ico(string text) =>
        IcoRegistrationNumber.TryParse(text, out var parsed) ? parsed : throw new FormatException();

    /// <summary>The acts in the log so far, in order.</summary>
    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync()
    {
        await Platform.RelayAsync();
        return [.. (await Platform.LogAsync()).Select(leaf => AuditEntry.Parse(leaf.Span))];
    }

    public ValueTask DisposeAsync() => Platform.DisposeAsync();
}
