using DataSharing.Testing;

namespace DataSharing.Pages.Tests.Browser;

/// <summary>What every test of pages begins with: somebody at a browser. Nothing that the browser complained of may be left at its end.</summary>
[Collection(PagesCollection.Name)]
public abstract class PageTest(Borough borough) : IAsyncLifetime
{
    private readonly List<Visit> visits = [];

    protected Borough Borough { get; } = borough;

    /// <summary>Somebody signed in, by key: <c>amira</c>, <c>ben</c>, … Null: nobody. Another platform than the shared one has an address of its own, another browser other options.</summary>
    protected async Task<Visit> AsAsync(
        string? user,
        bool script = true,
        Uri? address = null,
        Action<BrowserNewContextOptions>? adjust = null
    )
    {
        var options = new BrowserNewContextOptions
        {
            BaseURL = (address ?? Borough.Platform).ToString(),
            ViewportSize = new() { Width = 1280, Height = 900 },
            JavaScriptEnabled = script,
            Locale = "en-GB",
            StorageState = user is null ? null : await Borough.SessionOfAsync(user),
        };
        adjust?.Invoke(options);
        var context = await Borough.Browser.NewContextAsync(options);
        context.SetDefaultTimeout((float)Eventually.Patience.TotalMilliseconds);
        var visit = new Visit(
            context,
            await context.NewPageAsync(),
            address ?? Borough.Platform,
            await SharedIssuer.AddressAsync(),
            script
        );
        visits.Add(visit);
        return visit;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var visit in visits)
        {
            await visit.DisposeAsync();
        }

        var complaints = string.Join('\n', visits.SelectMany(visit => visit.Complaints));
        Assert.True(complaints.Length == 0, complaints);
    }
}
