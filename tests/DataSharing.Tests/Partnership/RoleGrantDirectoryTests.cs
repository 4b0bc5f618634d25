using DataSharing.Identity;
using DataSharing.Partnership;
using Xunit;
using static DataSharing.Tests.Partnership.DirectoryWorld;

namespace DataSharing.Tests.Partnership;

public sealed class RoleGrantDirectoryTests
{
    [Fact]
    public async Task Confirm_FoundingGranteeWhileThereIsOneAdministrator_IsEnough()
    {
        await using var world = await FoundedAsync();

        var (_, piers) = await world.TwoAdministratorsAsync();

        Assert.True(piers.Has(PartnershipRoles.Admin));
    }

    [Fact]
    public async Task Confirm_GranteeOnceThereAreTwoAdministrators_Refuses()
    {
        await using var world = await FoundedAsync();
        // Both proposed while there was one administrator; only the first can use the exception.
        var olwen = await world.PersonAsync(OlwensId);
        var forInes = await world.ProposeAsync(olwen, "partnership.admin", InesId);
        await world.TwoAdministratorsAsync();

        var outcome = await world.Grants.ConfirmAsync(await world.PersonAsync(InesId), forInes.Record.Id, Version(forInes), default);

        Assert.Equal(DirectoryConflict.SecondPersonNeeded, Conflict(outcome));
        Assert.False((await world.PersonAsync(InesId)).Has(PartnershipRoles.Admin));
    }

    [Theory]
    [InlineData("partnership.ig")]
    [InlineData("panel.chair")]
    [InlineData("witness")]
    public async Task Confirm_GranteeOfAnotherRole_RefusesEvenAtTheFounding(string role)
    {
        await using var world = await FoundedAsync();
        var proposed = await world.ProposeAsync(await world.PersonAsync(OlwensId), role, InesId);

        var outcome = await world.Grants.ConfirmAsync(await world.PersonAsync(InesId), proposed.Record.Id, Version(proposed), default);

        Assert.Equal(DirectoryConflict.SecondPersonNeeded, Conflict(outcome));
    }

    [Fact]
    public async Task Confirm_Proposer_Refuses()
    {
        await using var world = await FoundedAsync();
        var (olwen, _) = await world.TwoAdministratorsAsync();
        var proposed = await world.ProposeAsync(olwen, "partnership.ig", InesId);

        Assert.Equal(
            DirectoryConflict.SecondPersonNeeded,
            Conflict(await world.Grants.ConfirmAsync(olwen, proposed.Record.Id, Version(proposed), default))
        );
    }

    [Fact]
    public async Task Confirm_SecondAdministrator_GrantsFromTheNextRequestOn()
    {
        await using var world = await FoundedAsync();
        var (olwen, piers) = await world.TwoAdministratorsAsync();
        var proposed = await world.ProposeAsync(olwen, "partnership.ig", InesId);
        Assert.False((await world.PersonAsync(InesId)).Has(PartnershipRoles.Ig));

        var outcome = await world.Grants.ConfirmAsync(piers, proposed.Record.Id, Version(proposed), default);

        Assert.IsType<DirectoryOutcome<GrantRecord>.Done>(outcome);
        Assert.True((await world.PersonAsync(InesId)).Has(PartnershipRoles.Ig));
        Assert.Equal(
            ["partnership.founded", "role-grant.confirmed", "role-grant.confirmed", "role-grant.proposed", "role-grant.proposed"],
            (await world.EntriesAsync()).Select(e => e.Act).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Confirm_Twice_OrUnderAnOldVersion_Refuses()
    {
        await using var world = await FoundedAsync();
        var (olwen, piers) = await world.TwoAdministratorsAsync();
        var proposed = await world.ProposeAsync(olwen, "partnership.ig", InesId);
        var done = Assert.IsType<DirectoryOutcome<GrantRecord>.Done>(
            await world.Grants.ConfirmAsync(piers, proposed.Record.Id, Version(proposed), default)
        );

        Assert.IsType<DirectoryOutcome<GrantRecord>.PreconditionFailed>(
            await world.Grants.ConfirmAsync(piers, proposed.Record.Id, Version(proposed), default)
        );
        Assert.Equal(
            DirectoryConflict.AlreadyConfirmed,
            Conflict(await world.Grants.ConfirmAsync(piers, done.Record.Id, Version(done), default))
        );
    }

    [Fact]
    public async Task Confirm_Bystander_FindsNothing()
    {
        await using var world = await FoundedAsync();
        var proposed = await world.ProposeAsync(await world.PersonAsync(OlwensId), "partnership.admin", PiersId);

        var outcome = await world.Grants.ConfirmAsync(await world.PersonAsync(InesId), proposed.Record.Id, Version(proposed), default);

        Assert.IsType<DirectoryOutcome<GrantRecord>.NotFound>(outcome);
    }

    [Fact]
    public async Task Propose_ForOneself_OrForSomebodyNoAgencyKnows_Refuses()
    {
        await using var world = await FoundedAsync();
        var olwen = await world.PersonAsync(OlwensId);

        Assert.Equal(
            DirectoryConflict.SecondPersonNeeded,
            Conflict(await world.Grants.ProposeAsync(olwen, new GrantRequest("partnership.ig", Tenant, OlwensId), world.Once(), default))
        );
        Assert.Equal(
            DirectoryConflict.PersonNotBound,
            Conflict(
                await world.Grants.ProposeAsync(
                    olwen,
                    new GrantRequest("partnership.ig", "bbbbbbbb-0000-4000-8000-00000000000b", InesId),
                    world.Once(),
                    default
                )
            )
        );
    }

    [Fact]
    public async Task Propose_TheSameAgain_Refuses_AndARetryFindsTheFirst()
    {
        await using var world = await FoundedAsync();
        var olwen = await world.PersonAsync(OlwensId);
        var request = new GrantRequest("partnership.ig", Tenant, InesId);
        var retry = world.Once();
        var first = Assert.IsType<DirectoryOutcome<GrantRecord>.Done>(await world.Grants.ProposeAsync(olwen, request, retry, default));

        var again = Assert.IsType<DirectoryOutcome<GrantRecord>.Done>(await world.Grants.ProposeAsync(olwen, request, retry, default));

        Assert.Equal(first.Record.Id, again.Record.Id);
        Assert.Single(await world.Grants.ListAsync(olwen, default), g => g.Record.Role == "partnership.ig");
        Assert.Equal(DirectoryConflict.AlreadyGranted, Conflict(await world.Grants.ProposeAsync(olwen, request, world.Once(), default)));
        Assert.IsType<DirectoryOutcome<GrantRecord>.KeyReused>(
            await world.Grants.ProposeAsync(olwen, request, retry with { Body = "{ }"u8.ToArray() }, default)
        );
    }

    [Theory]
    [InlineData("practitioner", Tenant, InesId, "/role")]
    [InlineData("partnership.root", Tenant, InesId, "/role")]
    [InlineData("partnership.ig", "office", InesId, "/tenantId")]
    [InlineData("partnership.ig", Tenant, "ines", "/personId")]
    public async Task Propose_Malformed_NamesTheField(string role, string tenant, string person, string pointer)
    {
        await using var world = await FoundedAsync();

        var outcome = await world.Grants.ProposeAsync(
            await world.PersonAsync(OlwensId),
            new GrantRequest(role, tenant, person),
            world.Once(),
            default
        );

        Assert.Equal(pointer, Assert.IsType<DirectoryOutcome<GrantRecord>.Invalid>(outcome).Fault.JsonPointer);
    }

    [Fact]
    public async Task ProposeAndRevoke_WithoutTheRole_AreForbidden()
    {
        await using var world = await FoundedAsync();
        var piers = await world.PersonAsync(PiersId);

        Assert.IsType<DirectoryOutcome<GrantRecord>.Forbidden>(
            await world.Grants.ProposeAsync(piers, new GrantRequest("partnership.ig", Tenant, InesId), world.Once(), default)
        );
        Assert.IsType<DirectoryOutcome<GrantRecord>.Forbidden>(
            await world.Grants.RevokeAsync(piers, (await world.HeadAsync()).RoleGrants[0].Id, default)
        );
    }

    [Fact]
    public async Task Revoke_LeavesTwoAdministratorsAtLeast_SoTheExceptionNeverComesBack()
    {
        await using var world = await FoundedAsync();
        var (olwen, piers) = await world.TwoAdministratorsAsync();
        var piersGrant = (await world.HeadAsync()).RoleGrants[1].Id;
        Assert.Equal(DirectoryConflict.AdministratorsNeeded, Conflict(await world.Grants.RevokeAsync(olwen, piersGrant, default)));

        var third = await world.ProposeAsync(olwen, "partnership.admin", InesId);
        await world.Grants.ConfirmAsync(piers, third.Record.Id, Version(third), default);

        Assert.IsType<DirectoryOutcome<GrantRecord>.Done>(await world.Grants.RevokeAsync(olwen, piersGrant, default));
        Assert.False((await world.PersonAsync(PiersId)).Has(PartnershipRoles.Admin));
    }

    [Fact]
    public async Task Revoke_LastAdministrator_Refuses()
    {
        await using var world = await FoundedAsync();

        var outcome = await world.Grants.RevokeAsync(
            await world.PersonAsync(OlwensId),
            (await world.HeadAsync()).RoleGrants[0].Id,
            default
        );

        Assert.Equal(DirectoryConflict.AdministratorsNeeded, Conflict(outcome));
    }

    [Fact]
    public async Task Revoke_Proposal_TakesItBack()
    {
        await using var world = await FoundedAsync();
        var olwen = await world.PersonAsync(OlwensId);
        var proposed = await world.ProposeAsync(olwen, "partnership.admin", PiersId);

        Assert.IsType<DirectoryOutcome<GrantRecord>.Done>(await world.Grants.RevokeAsync(olwen, proposed.Record.Id, default));

        Assert.IsType<DirectoryOutcome<GrantRecord>.NotFound>(
            await world.Grants.ConfirmAsync(await world.PersonAsync(PiersId), proposed.Record.Id, Version(proposed), default)
        );
    }

    [Fact]
    public async Task List_Others_SeeTheirOwnOnly()
    {
        await using var world = await FoundedAsync();
        var olwen = await world.PersonAsync(OlwensId);
        await world.ProposeAsync(olwen, "partnership.admin", PiersId);
        await world.ProposeAsync(olwen, "partnership.ig", InesId);

        Assert.Equal(3, (await world.Grants.ListAsync(olwen, default)).Count);
        var own = Assert.Single(await world.Grants.ListAsync(await world.PersonAsync(PiersId), default));
        Assert.EndsWith(PiersId, own.Record.Actor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_TwoGranteesAtOnceAtTheFounding_OnlyOneBecomesTheSecondAdministrator()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var world = await FoundedAsync();
            var olwen = await world.PersonAsync(OlwensId);
            var forPiers = await world.ProposeAsync(olwen, "partnership.admin", PiersId);
            var forInes = await world.ProposeAsync(olwen, "partnership.admin", InesId);
            var (piers, ines) = (await world.PersonAsync(PiersId), await world.PersonAsync(InesId));

            var outcomes = await Task.WhenAll(
                Task.Run(async () => await world.Grants.ConfirmAsync(piers, forPiers.Record.Id, Version(forPiers), default)),
                Task.Run(async () => await world.Grants.ConfirmAsync(ines, forInes.Record.Id, Version(forInes), default))
            );

            Assert.Single(outcomes.OfType<DirectoryOutcome<GrantRecord>.Done>());
            Assert.Equal(2, (await world.HeadAsync()).RoleGrants.Count);
        }
    }

    private static DirectoryConflict Conflict(DirectoryOutcome<GrantRecord> outcome) =>
        Assert.IsType<DirectoryOutcome<GrantRecord>.Conflict>(outcome).Reason;
}
