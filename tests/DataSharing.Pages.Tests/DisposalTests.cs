namespace DataSharing.Pages.Tests;

/// <summary>An officer proposes an erasure, another confirms it, and the certificate is there to print; without script, too.</summary>
public sealed class DisposalTests(Borough borough) : PageTest(borough)
{
    private string Record => Borough.Id("dorian-sleight");

    [Fact]
    public async Task Disposal_ProposedAndDeclined_NeedsAnotherOfficer()
    {
        var mira = await AsAsync("mira");
        await mira.GoAsync("/app/audit/disposals");
        await mira.LooksRightAsync("audit-disposals");
        await mira.PressAsync("Propose the disposal");
        Assert.Contains("Enter an id as it stands", await mira.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Choose a ground", await mira.TextAsync(), StringComparison.Ordinal);
        await mira.LooksRightAsync("audit-disposals-errors");
        await ProposeAsync(mira, Guid.NewGuid().ToString());
        Assert.Contains("Your agency has recorded nothing under this id", await mira.TextAsync(), StringComparison.Ordinal);

        // The police's own record is not there for the council.
        await ProposeAsync(mira, Record);
        Assert.Contains("Your agency has recorded nothing under this id", await mira.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposal_ConfirmedByAnother_ShowsTheCertificate()
    {
        var id = await RegisterAsync("Paige Turner-Erased");
        var mira = await AsAsync("mira");
        await mira.GoAsync("/app/audit/disposals");
        await ProposeAsync(mira, id);
        Assert.Contains("another officer has to confirm it", await mira.TextAsync(), StringComparison.Ordinal);
        await mira.LooksRightAsync("audit-disposal-own");
        var path = new Uri(mira.Page.Url).AbsolutePath;

        var joan = await AsAsync("joan", script: false);
        await joan.GoAsync(path);
        Assert.Contains("Confirming erases at once and for good.", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.PressAsync("Record the decision");
        Assert.Contains("Choose what to do", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.Page.CheckAsync("input[name=Decision][value=confirmed]");
        await joan.PressAsync("Record the decision");
        Assert.Contains("It is erased. This is the certificate.", await joan.TextAsync(), StringComparison.Ordinal);
        await mira.GoAsync(path);
        Assert.Contains("Certificate of disposal", await mira.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("It was sent to no other agency.", await mira.TextAsync(), StringComparison.Ordinal);
        await mira.LooksRightAsync("audit-disposal-certificate");
        await mira.GoAsync("/app/audit/disposals");
        await mira.LooksRightAsync("audit-disposals-list");

        var una = await AsAsync("una");
        Assert.Equal(404, (await una.GoAsync(path))?.Status);
    }

    private static async Task ProposeAsync(Visit visit, string record)
    {
        await visit.Page.FillAsync("input[name=Record]", record);
        await visit.Page.SelectOptionAsync("select[name=Ground]", "retention-ended");
        await visit.Page.FillAsync("textarea[name=Reason]", "The retention period ended last month.");
        await visit.PressAsync("Propose the disposal");
    }

    private async Task<string> RegisterAsync(string name)
    {
        var body = new System.Text.Json.Nodes.JsonObject { ["kind"] = "person", ["name"] = name };
        using var made = await Borough.PostAsync("amira", "/api/subjects", body);
        return (await Eastmere.JsonAsync(made)).GetProperty("id").GetString() ?? "";
    }
}
