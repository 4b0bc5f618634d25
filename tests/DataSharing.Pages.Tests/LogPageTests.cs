using DataSharing.TransparencyLog;

namespace DataSharing.Pages.Tests;

/// <summary>How the log and its witnesses stand, and an entry with its proof, which the browser computes for itself.</summary>
[Collection(LogCollection.Name)]
public sealed class LogPageTests(WitnessedBorough borough) : PageTest(borough)
{
    [Fact]
    public async Task Log_WithWitnesses_SaysHowEachStandsAndHowToCheck()
    {
        await borough.WatchAsync();
        var joan = await AsAsync("joan");
        await joan.UntilAsync(
            "/app/audit/log",
            "Cosigns",
            "What it cosigned is not the beginning of this log",
            "Does not answer",
            "The first "
        );
        var text = await joan.TextAsync();
        Assert.Contains("A witness says that the history of this log was changed", text, StringComparison.Ordinal);
        Assert.Contains("datasharing log fetch --to FOLDER", text, StringComparison.Ordinal);
        Assert.Contains("--witness witness.example/northgate+", text, StringComparison.Ordinal);
        Assert.Contains("--quorum 1", text, StringComparison.Ordinal);
        await joan.LooksRightAsync("audit-log");

        var amira = await AsAsync("amira");
        Assert.Equal(403, (await amira.GoAsync("/app/audit/log"))?.Status);
    }

    [Fact]
    public async Task Entry_WithItsProof_IsCheckedInTheBrowserAndOutsideIt()
    {
        await borough.WatchAsync();
        var index = await OwnEntryAsync();
        var joan = await AsAsync("joan");
        await joan.UntilAsync($"/app/audit/entry/{index}", "cosigned this checkpoint");
        Assert.Contains(
            $"datasharing verify proof --proof proof-{index} --entry entry-{index}",
            await joan.TextAsync(),
            StringComparison.Ordinal
        );
        await joan.Page.Locator("details").EvaluateAsync("details => details.open = true");
        await joan.LooksRightAsync("audit-entry-proof");
        await joan.PressAsync("Check it in this browser");
        await joan.Page.GetByText("It fits: from the entry and the path").WaitForAsync();
        await joan.LooksRightAsync("audit-entry-proof-checked");

        // Another path does not lead to the root.
        await joan.Page.Locator("#proof-path li").First.EvaluateAsync("line => line.textContent = '00'.repeat(32)");
        await joan.PressAsync("Check it in this browser");
        await joan.Page.GetByText("This does not fit: the path").WaitForAsync();
        // Nor is another fingerprint that of the entry.
        await joan.Page.Locator("#proof-leaf").EvaluateAsync("leaf => leaf.textContent = '00'.repeat(32)");
        await joan.PressAsync("Check it in this browser");
        await joan.Page.GetByText("This does not fit: the entry").WaitForAsync();

        // What the links give is what the command takes.
        var leaf = await joan.Context.APIRequest.GetAsync($"/app/audit/entry/{index}?handler=Leaf");
        var proof = await joan.Context.APIRequest.GetAsync($"/app/audit/entry/{index}?handler=Proof");
        Assert.True(InclusionProof.TryParse(await proof.TextAsync(), out var parsed));
        Assert.True(SignedNote.TryParse(parsed.Note, out var note) && Checkpoint.TryParse(note.Text, out _));
        _ = Checkpoint.TryParse(note.Text, out var checkpoint);
        Assert.NotNull(checkpoint);
        Assert.True(parsed.Shows(MerkleTree.LeafHash(await leaf.BodyAsync()), checkpoint));
    }

    [Fact]
    public async Task Entry_WithoutScript_ShowsItsProofAndOffersNoCheckThatCannotRun()
    {
        var index = await OwnEntryAsync();
        var joan = await AsAsync("joan", script: false);
        await joan.UntilAsync($"/app/audit/entry/{index}", "Place in the log");
        Assert.False(await joan.Page.Locator("#proof-check").IsVisibleAsync());
        Assert.Contains("datasharing verify proof", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.LooksRightAsync("audit-entry-no-script");
    }

    [Fact]
    public async Task Entry_OfOthers_IsNotHandedOut()
    {
        var index = await OwnEntryAsync();
        var una = await AsAsync("una");
        Assert.Equal(404, (await una.GoAsync($"/app/audit/entry/{index}"))?.Status);
        var leaf = await una.Context.APIRequest.GetAsync($"/app/audit/entry/{index}?handler=Leaf");
        Assert.Equal(404, leaf.Status);
    }

    /// <summary>An entry of the council's own, that no other agency may read.</summary>
    private async Task<string> OwnEntryAsync()
    {
        var amira = await AsAsync("amira");
        var reason = $"Reading for the log {Guid.NewGuid():N}";
        await amira.GoStatingAsync($"/app/subjects/{Borough.Id("aisha-penrow")}", reason);
        var joan = await AsAsync("joan");
        await joan.UntilAsync($"/app/audit?About={Borough.Id("aisha-penrow")}", reason);
        var href = await joan.Page.Locator("tr", new() { HasText = reason }).GetByRole(AriaRole.Link).First.GetAttributeAsync("href");
        return href?.Split('/')[^1] ?? throw new InvalidOperationException("It was found.");
    }
}
