namespace DataSharing.Pages.Tests;

/// <summary>Agencies, who speaks for them, and partnership roles given by two people.</summary>
public sealed class AdministratorTests(Borough borough) : PageTest(borough)
{
    private const string Tenant = "cccccccc-0000-4000-8000-00000000000c";

    [Fact]
    public async Task Agency_RegisteredEditedAndBound_ByAPartnershipAdministrator()
    {
        var olwen = await AsAsync("olwen");
        await olwen.GoAsync("/app/agencies");
        await olwen.PressAsync("Register an agency");
        await olwen.PressAsync("Register the agency");
        Assert.Contains("Enter the agency’s name", await olwen.TextAsync(), StringComparison.Ordinal);
        await olwen.LooksRightAsync("agency-new-errors");

        await olwen.Page.FillAsync("#Id", "eastmere-wardens");
        await olwen.Page.FillAsync("#Form-Name", "Eastmere Hospital at Home");
        await olwen.Page.SelectOptionAsync("#Form-Kind", "nhs-trust");
        await olwen.Page.FillAsync("#Form-IcoRegistration", "ZA654321");
        await olwen.Page.FillAsync("#Form-DataProtection-Name", "Data protection officer");
        await olwen.Page.FillAsync("#Form-DataProtection-Email", "dpo@example.org");
        await olwen.PressAsync("Register the agency");
        // Health must name who guards what patients say.
        Assert.Contains("Health and social care must record this", await olwen.TextAsync(), StringComparison.Ordinal);
        await olwen.Page.SelectOptionAsync("#Form-Kind", "community-safety");
        await olwen.PressAsync("Register the agency");
        Assert.Contains("The agency is registered", await olwen.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Nobody yet", await olwen.TextAsync(), StringComparison.Ordinal);

        await olwen.PressAsync("Let them speak for it");
        await olwen.LooksRightAsync("agency-bind-errors");
        await olwen.Page.GetByLabel("A system").CheckAsync();
        await olwen.Page.FillAsync("#TenantId", Tenant);
        await olwen.PressAsync("Let them speak for it");
        Assert.Contains("Enter the id of the application or person", await olwen.TextAsync(), StringComparison.Ordinal);
        await olwen.Page.FillAsync("#OtherId", "dddddddd-0000-4000-8000-00000000000d");
        await olwen.PressAsync("Let them speak for it");
        Assert.Contains(Tenant, await olwen.TextAsync(), StringComparison.Ordinal);
        await olwen.LooksRightAsync("agency-bindings");
        await olwen.Page.GetByLabel("Everybody of a tenant").CheckAsync();
        await olwen.Page.FillAsync("#TenantId", DevIdentity.DemoIdentities.CouncilTenant);
        await olwen.PressAsync("Let them speak for it");
        Assert.Contains("They already speak for an agency", await olwen.TextAsync(), StringComparison.Ordinal);
        await olwen.ClickAsync(olwen.Page.Locator("button", new() { HasText = "Take away" }));
        Assert.Contains("Nobody yet", await olwen.TextAsync(), StringComparison.Ordinal);

        await olwen.GoAsync("/app/agencies/edit/eastmere-wardens");
        Assert.Equal("Eastmere Hospital at Home", await olwen.Page.InputValueAsync("#Form-Name"));
        var second = await AsAsync("olwen");
        await second.GoAsync("/app/agencies/edit/eastmere-wardens");
        await second.Page.FillAsync("#Form-Name", "Eastmere Community Safety");
        await second.PressAsync("Save");
        Assert.Contains("The details are saved.", await second.TextAsync(), StringComparison.Ordinal);
        await olwen.Page.FillAsync("#Form-Name", "Eastmere Wardens");
        await olwen.PressAsync("Save");
        Assert.Contains("Somebody changed this since you opened it", await olwen.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("How it stands now", await olwen.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("Eastmere Wardens", await olwen.Page.InputValueAsync("#Form-Name"));
        await olwen.LooksRightAsync("agency-edit-changed");
        await olwen.PressAsync("Save");
        Assert.Equal("Eastmere Wardens", await olwen.HeadingAsync());
    }

    [Fact]
    public async Task Agency_ItsOwnAdministrator_EditsItAndNoOther()
    {
        var rhys = await AsAsync("rhys");
        Assert.Equal(200, (await rhys.GoAsync("/app/agencies/edit/eastmere-council"))?.Status);
        Assert.Equal(200, (await rhys.GoAsync("/app/agencies/bindings/eastmere-council"))?.Status);
        Assert.Equal(0, await rhys.Page.Locator("#TenantId").CountAsync());
        Assert.Equal(403, (await rhys.GoAsync("/app/agencies/edit/eastmere-police"))?.Status);
        Assert.Equal(404, (await rhys.GoAsync("/app/agencies/bindings/eastmere-police"))?.Status);
        Assert.Equal(403, (await rhys.GoAsync("/app/agencies/new"))?.Status);
    }

    [Fact]
    public async Task Role_ProposedByOneConfirmedByAnother_IsInForceAndTakenAway()
    {
        await Borough.SessionOfAsync("tess");
        var person = DevIdentity.DemoIdentities.People["tess"];
        var olwen = await AsAsync("olwen");
        await olwen.GoAsync($"/app/people/one/person:{person.TenantId}:{person.ObjectId}");
        await olwen.FollowAsync("Propose a partnership role");
        await olwen.PressAsync("Propose the role");
        Assert.Contains("Choose a role", await olwen.TextAsync(), StringComparison.Ordinal);
        await olwen.LooksRightAsync("role-propose-errors");
        await olwen.Page.GetByLabel("Panel chair").CheckAsync();
        await olwen.PressAsync("Propose the role");
        var line = olwen.Page.Locator("tr", new() { HasText = "Tess Hallam" });
        Assert.Contains("Waits for a second person", await line.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await line.Locator("button", new() { HasText = "Confirm" }).CountAsync());

        // The second administrator; whoever receives it is none.
        var tess = await AsAsync("tess");
        await tess.GoAsync("/app/roles");
        await tess.ClickAsync(tess.Page.Locator("button", new() { HasText = "Confirm" }));
        Assert.Contains("A second administrator has to do this", await tess.TextAsync(), StringComparison.Ordinal);
        var piers = await AsAsync("piers");
        await piers.GoAsync("/app/roles");
        await piers.LooksRightAsync("roles");
        await piers.ClickAsync(
            piers.Page.Locator("tr", new() { HasText = "Tess Hallam" }).Locator("button", new() { HasText = "Confirm" })
        );
        Assert.Contains("confirmed and in force", await piers.TextAsync(), StringComparison.Ordinal);
        await tess.GoAsync("/app");
        Assert.Contains("panel chair", await tess.TextAsync(), StringComparison.OrdinalIgnoreCase);

        await piers.GoAsync("/app/roles");
        await piers.ClickAsync(
            piers.Page.Locator("tr", new() { HasText = "Tess Hallam" }).Locator("button", new() { HasText = "Take away" })
        );
        Assert.Contains("The role is taken away.", await piers.TextAsync(), StringComparison.Ordinal);
    }
}
