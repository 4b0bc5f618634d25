using DataSharing.Identity;
using DataSharing.Partnership;
using Xunit;
using static DataSharing.Tests.Partnership.DirectoryWorld;

namespace DataSharing.Tests.Partnership;

public sealed class AgencyDirectoryTests
{
    private static readonly AgencyId Police = AgencyId.Parse("eastmere-police");

    [Fact]
    public async Task Register_NewAgency_StandsInTheHeadAndInTheLog()
    {
        await using var world = await FoundedAsync();

        var done = await RegisterAsync(world);

        Assert.Equal(new AgencyStanding(Police, "police", false), (await world.HeadAsync()).Agencies[1]);
        Assert.Equal(done.Version, (await world.Agencies.FindAsync(Police, default))?.Version);
        var entry = Assert.Single(await world.EntriesAsync(), e => e.Act == "agency.registered");
        Assert.Equal(["agency:eastmere-police"], entry.Records);
        Assert.Equal([Police], entry.Counterparts);
    }

    [Theory]
    [InlineData("eastmere-police")]
    [InlineData("partnership-office")]
    [InlineData("platform")]
    public async Task Register_IdTaken_Conflicts(string id)
    {
        await using var world = await FoundedAsync();
        await RegisterAsync(world);

        var outcome = await world.Agencies.RegisterAsync(
            await world.PersonAsync(OlwensId),
            AgencyId.Parse(id),
            Particulars(),
            world.Once(),
            default
        );

        Assert.Equal(DirectoryConflict.AgencyExists, Conflict(outcome));
    }

    [Fact]
    public async Task Register_Retry_FindsTheFirst_OtherBodyRefuses()
    {
        await using var world = await FoundedAsync();
        var olwen = await world.PersonAsync(OlwensId);
        var retry = world.Once();
        var first = Assert.IsType<DirectoryOutcome<AgencyRecord>.Done>(
            await world.Agencies.RegisterAsync(olwen, Police, Particulars(), retry, default)
        );

        var again = Assert.IsType<DirectoryOutcome<AgencyRecord>.Done>(
            await world.Agencies.RegisterAsync(olwen, Police, Particulars(), retry, default)
        );

        Assert.Equal(first.Version, again.Version);
        Assert.IsType<DirectoryOutcome<AgencyRecord>.KeyReused>(
            await world.Agencies.RegisterAsync(olwen, Police, Particulars(), retry with { Body = "[]"u8.ToArray() }, default)
        );
    }

    [Fact]
    public async Task Update_OwnAdministrator_MayNotBecomeAnotherKindOfAgency()
    {
        await using var world = await FoundedAsync();
        var done = await RegisterAsync(world);
        var lena = Lena(AgencyRoles.AgencyAdmin);

        Assert.IsType<DirectoryOutcome<AgencyRecord>.Forbidden>(
            await world.Agencies.UpdateAsync(lena, Police, Particulars("housing"), Version(done), default)
        );
        var renamed = Assert.IsType<DirectoryOutcome<AgencyRecord>.Done>(
            await world.Agencies.UpdateAsync(lena, Police, Particulars(name: "Eastmere Constabulary"), Version(done), default)
        );
        Assert.Equal("Eastmere Constabulary", renamed.Record.Particulars?.Name);
        Assert.Equal(
            Version(renamed),
            Assert
                .IsType<DirectoryOutcome<AgencyRecord>.PreconditionFailed>(
                    await world.Agencies.UpdateAsync(lena, Police, Particulars(), Version(done), default)
                )
                .Current
        );
    }

    [Fact]
    public async Task Update_OthersPractitionersAndStrangers_AreForbidden()
    {
        await using var world = await FoundedAsync();
        var done = await RegisterAsync(world);
        var rhys = Lena(AgencyRoles.AgencyAdmin) with { Agency = AgencyId.Parse("eastmere-council") };

        foreach (var caller in new[] { rhys, Lena(AgencyRoles.Practitioner) })
        {
            Assert.IsType<DirectoryOutcome<AgencyRecord>.Forbidden>(
                await world.Agencies.UpdateAsync(caller, Police, Particulars(), Version(done), default)
            );
            Assert.IsType<DirectoryOutcome<AgencyRecord>.Forbidden>(
                await world.Agencies.SuspendAsync(caller, Police, "because", Version(done), default)
            );
        }
    }

    [Fact]
    public async Task SuspendAndResume_BindTheHead()
    {
        await using var world = await FoundedAsync();
        var olwen = await world.PersonAsync(OlwensId);
        var done = await RegisterAsync(world);

        var suspended = Assert.IsType<DirectoryOutcome<AgencyRecord>.Done>(
            await world.Agencies.SuspendAsync(olwen, Police, "Lost laptop, Alexandra Kerr informed", Version(done), default)
        );

        Assert.True((await world.HeadAsync()).Agencies[1].Suspended);
        Assert.Equal(
            DirectoryConflict.AlreadySuspended,
            Conflict(await world.Agencies.SuspendAsync(olwen, Police, "x", Version(suspended), default))
        );
        var resumed = Assert.IsType<DirectoryOutcome<AgencyRecord>.Done>(
            await world.Agencies.ResumeAsync(olwen, Police, Version(suspended), default)
        );
        Assert.False((await world.HeadAsync()).Agencies[1].Suspended);
        Assert.Equal(DirectoryConflict.NotSuspended, Conflict(await world.Agencies.ResumeAsync(olwen, Police, Version(resumed), default)));
        // The reason is sealed: no leaf of the log shows it.
        await world.EntriesAsync();
        Assert.All(await world.Platform.LogAsync(), leaf => Assert.Equal(-1, leaf.Span.IndexOf("Kerr"u8)));
    }

    [Fact]
    public async Task Suspend_TheOfficeThatAdministers_Refuses()
    {
        await using var world = await FoundedAsync();
        var office = await world.Agencies.FindAsync(PartnershipFounder.Office, default);
        Assert.NotNull(office);

        var outcome = await world.Agencies.SuspendAsync(
            await world.PersonAsync(OlwensId),
            PartnershipFounder.Office,
            "x",
            office.Version,
            default
        );

        Assert.Equal(DirectoryConflict.AdministratorsNeeded, Conflict(outcome));
    }

    [Fact]
    public async Task Change_ManyAtOnce_AllHappenOnce()
    {
        await using var world = await FoundedAsync();
        var olwen = await world.PersonAsync(OlwensId);
        var retries = Enumerable.Range(0, 12).Select(i => (Id: AgencyId.Parse($"agency-{i}"), Retry: world.Once())).ToArray();

        var outcomes = await Task.WhenAll(
            retries.Select(r => Task.Run(async () => await world.Agencies.RegisterAsync(olwen, r.Id, Particulars(), r.Retry, default)))
        );

        Assert.All(outcomes, o => Assert.IsType<DirectoryOutcome<AgencyRecord>.Done>(o));
        Assert.Equal(13, (await world.HeadAsync()).Agencies.Count);
        Assert.Equal(13, (await world.Agencies.ListAsync(default)).Count);
    }

    [Fact]
    public async Task SuspendActor_IsRefusedUntilResumed_ButNeverTheLastAdministrator()
    {
        await using var world = await FoundedAsync();
        var olwen = await world.PersonAsync(OlwensId);
        var piers = $"person:{Tenant}:{PiersId}";

        Assert.IsType<DirectoryOutcome<ActorSuspensionRecord>.Done>(await world.Suspensions.SuspendAsync(olwen, piers, "x", default));
        var token = new TokenIdentity(Tenant, "33333333-aaaa-4aaa-8aaa-000000000001", PiersId, AgencyRoles.AgencyAdmin, false);
        Assert.IsType<CallerResolution.ActorSuspended>(CallerResolver.Resolve(await world.HeadAsync(), token));
        Assert.Single(await world.Suspensions.ListAsync(default));

        Assert.IsType<DirectoryOutcome<ActorSuspensionRecord>.Done>(await world.Suspensions.ResumeAsync(olwen, piers, default));
        await world.PersonAsync(PiersId);
        Assert.Equal(
            DirectoryConflict.AdministratorsNeeded,
            Assert
                .IsType<DirectoryOutcome<ActorSuspensionRecord>.Conflict>(
                    await world.Suspensions.SuspendAsync(olwen, olwen.Actor, "x", default)
                )
                .Reason
        );
        Assert.IsType<DirectoryOutcome<ActorSuspensionRecord>.NotFound>(
            await world.Suspensions.SuspendAsync(olwen, "person:Piers Adeyemi", "x", default)
        );
    }

    private static async Task<DirectoryOutcome<AgencyRecord>.Done> RegisterAsync(DirectoryWorld world) =>
        Assert.IsType<DirectoryOutcome<AgencyRecord>.Done>(
            await world.Agencies.RegisterAsync(await world.PersonAsync(OlwensId), Police, Particulars(), world.Once(), default)
        );

    private static Caller Lena(AgencyRoles roles) => Testing.TestPlatform.Caller("eastmere-police", roles);

    private static DirectoryConflict Conflict(DirectoryOutcome<AgencyRecord> outcome) =>
        Assert.IsType<DirectoryOutcome<AgencyRecord>.Conflict>(outcome).Reason;
}
