using DataSharing.Identity;
using DataSharing.Partnership;
using Xunit;
using static DataSharing.Tests.Partnership.DirectoryWorld;

namespace DataSharing.Tests.Partnership;

public sealed class BindingDirectoryTests
{
    private const string Tenant2 = "aaaaaaaa-0000-4000-8000-000000000002";
    private const string App = "22222222-aaaa-4aaa-8aaa-000000000002";

    private static readonly AgencyId Council = AgencyId.Parse("council");
    private static readonly AgencyId School = AgencyId.Parse("school");

    [Theory]
    [InlineData(null, null)]
    [InlineData(App, null)]
    [InlineData(null, InesId)]
    public async Task Add_SameCallersTwice_ConflictsWhateverTheAgency(string? client, string? person)
    {
        await using var world = await WithTwoAgenciesAsync();
        var request = new BindingRequest(Tenant2, client, person);
        await AddAsync(world, Council, request);

        foreach (var agency in new[] { Council, School })
        {
            var outcome = await world.Bindings.AddAsync(await world.PersonAsync(OlwensId), agency, request, world.Once(), default);

            Assert.Equal(DirectoryConflict.AlreadyBound, Assert.IsType<DirectoryOutcome<BindingRecord>.Conflict>(outcome).Reason);
        }
    }

    [Fact]
    public async Task Add_TenantPersonAndApplication_StandBesideEachOther()
    {
        await using var world = await WithTwoAgenciesAsync();
        await AddAsync(world, Council, new BindingRequest(Tenant2, null, null));
        await AddAsync(world, School, new BindingRequest(Tenant2, null, InesId));
        await AddAsync(world, School, new BindingRequest(Tenant2.ToUpperInvariant(), App.ToUpperInvariant(), null));

        Assert.Equal(4, (await world.HeadAsync()).Bindings.Count);
        var listed = await world.Bindings.ListAsync(await world.PersonAsync(OlwensId), School, default);
        Assert.NotNull(listed);
        Assert.Equal(2, listed.Count);
        Assert.Single(listed, b => b.Record.Binding.ClientId == App && b.Record.Binding.TenantId == Tenant2);
    }

    [Theory]
    [InlineData("council.example", null, null, "/tenantId")]
    [InlineData(Tenant2, "app", null, "/clientId")]
    [InlineData(Tenant2, null, "ines", "/personId")]
    [InlineData(Tenant2, App, InesId, "/personId")]
    public async Task Add_Malformed_NamesTheField(string tenant, string? client, string? person, string pointer)
    {
        await using var world = await WithTwoAgenciesAsync();

        var outcome = await world.Bindings.AddAsync(
            await world.PersonAsync(OlwensId),
            Council,
            new BindingRequest(tenant, client, person),
            world.Once(),
            default
        );

        Assert.Equal(pointer, Assert.IsType<DirectoryOutcome<BindingRecord>.Invalid>(outcome).Fault.JsonPointer);
    }

    [Fact]
    public async Task Add_UnknownAgency_FindsNothing_AndOthersAreForbidden()
    {
        await using var world = await WithTwoAgenciesAsync();
        var request = new BindingRequest(Tenant2, null, null);

        Assert.IsType<DirectoryOutcome<BindingRecord>.NotFound>(
            await world.Bindings.AddAsync(await world.PersonAsync(OlwensId), AgencyId.Parse("nobody"), request, world.Once(), default)
        );
        Assert.IsType<DirectoryOutcome<BindingRecord>.Forbidden>(
            await world.Bindings.AddAsync(
                Testing.TestPlatform.Caller("council", AgencyRoles.AgencyAdmin),
                Council,
                request,
                world.Once(),
                default
            )
        );
    }

    [Fact]
    public async Task Remove_TakesItOutOfTheHead_AndARetriedAddDoesNotBringItBack()
    {
        await using var world = await WithTwoAgenciesAsync();
        var olwen = await world.PersonAsync(OlwensId);
        var retry = world.Once();
        var request = new BindingRequest(Tenant2, App, null);
        var added = Assert.IsType<DirectoryOutcome<BindingRecord>.Done>(
            await world.Bindings.AddAsync(olwen, Council, request, retry, default)
        );
        var id = added.Record.Binding.Id;

        Assert.IsType<DirectoryOutcome<BindingRecord>.NotFound>(await world.Bindings.RemoveAsync(olwen, School, id, default));
        Assert.IsType<DirectoryOutcome<BindingRecord>.Done>(await world.Bindings.RemoveAsync(olwen, Council, id, default));

        Assert.Single((await world.HeadAsync()).Bindings);
        Assert.IsType<DirectoryOutcome<BindingRecord>.NotFound>(await world.Bindings.RemoveAsync(olwen, Council, id, default));
        Assert.IsType<DirectoryOutcome<BindingRecord>.NotFound>(await world.Bindings.AddAsync(olwen, Council, request, retry, default));
        Assert.Single((await world.HeadAsync()).Bindings);
    }

    [Fact]
    public async Task Remove_TheBindingThatLetsTheAdministratorIn_Refuses()
    {
        await using var world = await FoundedAsync();
        var own = (await world.HeadAsync()).Bindings[0];

        var outcome = await world.Bindings.RemoveAsync(await world.PersonAsync(OlwensId), own.Agency, own.Id, default);

        Assert.Equal(DirectoryConflict.AdministratorsNeeded, Assert.IsType<DirectoryOutcome<BindingRecord>.Conflict>(outcome).Reason);
    }

    [Fact]
    public async Task List_OtherAgencysAdministrator_SeesNothing()
    {
        await using var world = await WithTwoAgenciesAsync();

        Assert.NotNull(await world.Bindings.ListAsync(Testing.TestPlatform.Caller("council", AgencyRoles.AgencyAdmin), Council, default));
        Assert.Null(await world.Bindings.ListAsync(Testing.TestPlatform.Caller("school", AgencyRoles.AgencyAdmin), Council, default));
        Assert.Null(await world.Bindings.ListAsync(Testing.TestPlatform.Caller("council"), Council, default));
    }

    private static async Task<DirectoryWorld> WithTwoAgenciesAsync()
    {
        var world = await FoundedAsync();
        foreach (var agency in new[] { Council, School })
        {
            Assert.IsType<DirectoryOutcome<AgencyRecord>.Done>(
                await world.Agencies.RegisterAsync(
                    await world.PersonAsync(OlwensId),
                    agency,
                    Particulars("education"),
                    world.Once(),
                    default
                )
            );
        }

        return world;
    }

    private static async Task AddAsync(DirectoryWorld world, AgencyId agency, BindingRequest request) =>
        Assert.IsType<DirectoryOutcome<BindingRecord>.Done>(
            await world.Bindings.AddAsync(await world.PersonAsync(OlwensId), agency, request, world.Once(), default)
        );
}
