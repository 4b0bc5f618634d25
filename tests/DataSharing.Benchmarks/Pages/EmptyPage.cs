namespace DataSharing.Benchmarks.Pages;

/// <summary>What Razor Pages can do at most: a page of one heading in a layout, for anybody, in a process of its own.</summary>
internal static class EmptyPage
{
    public static async Task RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions
            {
                ApplicationName = typeof(EmptyPage).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddRazorPages();
        await using var app = builder.Build();
        app.MapRazorPages();
        await app.RunAsync();
    }
}
