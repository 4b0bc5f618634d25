using DataSharing.Identity;
using DataSharing.Partnership;
using Xunit;

namespace DataSharing.Tests.Partnership;

public sealed class PartnershipFounderTests
{
    [Fact]
    public async Task Found_EmptyStore_OneAdministratorOfTheOfficeAndAnEntry()
    {
        await using var world = await DirectoryWorld.FoundedAsync();

        var olwen = await world.PersonAsync(DirectoryWorld.OlwensId);
        Assert.Equal(PartnershipFounder.Office, olwen.Agency);
        Assert.Equal(PartnershipRoles.Admin, olwen.PartnershipRoles);
        var entry = Assert.Single(await world.EntriesAsync());
        Assert.Equal("partnership.founded", entry.Act);
        Assert.Equal("platform", entry.Actor);
    }

    [Fact]
    public async Task Found_Again_ChangesNothing()
    {
        await using var world = await DirectoryWorld.FoundedAsync();
        var before = await world.Heads.FindAsync(default);

        var outcome = await world.Founder.FoundAsync(DirectoryWorld.Tenant, DirectoryWorld.PiersId, default);

        Assert.Equal(FoundingOutcome.FoundedBefore, outcome);
        Assert.Equal(before?.Version, (await world.Heads.FindAsync(default))?.Version);
    }

    [Fact]
    public async Task Found_SeveralInstancesAtOnce_OneFounds()
    {
        await using var world = DirectoryWorld.Empty();

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => Task.Run(async () => await world.Founder.FoundAsync(DirectoryWorld.Tenant, DirectoryWorld.OlwensId, default)))
        );

        Assert.Single(outcomes, FoundingOutcome.Founded);
        Assert.Single((await world.HeadAsync()).Bindings);
        Assert.Single(await world.EntriesAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("olwen")]
    public async Task Found_WithoutAnAdministrator_AsksForOne(string? administrator)
    {
        await using var world = DirectoryWorld.Empty();

        Assert.Equal(FoundingOutcome.AdministratorNeeded, await world.Founder.FoundAsync(DirectoryWorld.Tenant, administrator, default));
        Assert.Null(await world.Heads.FindAsync(default));
    }
}
