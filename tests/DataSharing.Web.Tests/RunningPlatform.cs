using System.Net.Http.Headers;
using DataSharing.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests;

/// <summary>
/// The real platform on Kestrel at a free loopback port, over a home of its own (<see cref="TestHome"/>), taking tokens of the development issuer.
/// </summary>
public sealed class RunningPlatform : IAsyncDisposable
{
    private readonly TestHome home;
    private readonly List<HttpClient> clients = [];

    private readonly bool ownsHome;

    private RunningPlatform(WebApplication app, TestHome home, bool ownsHome)
    {
        App = app;
        this.home = home;
        this.ownsHome = ownsHome;
        Address = new Uri(app.Urls.Single());
        Client = NewClient();
    }

    public WebApplication App { get; }

    public Uri Address { get; }

    /// <summary>A client without a token.</summary>
    public HttpClient Client { get; }

    /// <summary>The layer around the record store, to stop it.</summary>
    public RefusingStore Store => App.Services.GetRequiredService<RefusingStore>();

    /// <summary>What lies on this machine's disk: everything in the embedded home, keys alone in the cloud home.</summary>
    public string DataDirectory => home.Folder;

    /// <summary>All that the platform has stored: files, rows, blobs, and their names.</summary>
    public Task<IReadOnlyList<string>> StoredAsync() => home.StoredAsync();

    /// <param name="settings">Configuration over the test defaults.</param>
    /// <param name="configure">Further services: captured logs and the like.</param>
    /// <param name="map">Further endpoints, for what no endpoint of the product does on purpose (fail, wait).</param>
    /// <param name="isAzure">Over the cloud home, whichever home the other tests run over.</param>
    public static async Task<RunningPlatform> StartAsync(
        IEnumerable<KeyValuePair<string, string?>>? settings = null,
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? map = null,
        bool isAzure = false
    )
    {
        var owned = isAzure ? await TestHome.CloudAsync() : await TestHome.CreateAsync();
        try
        {
            return await StartAsync(owned, ownsHome: true, settings, configure, map);
        }
        catch
        {
            await owned.DisposeAsync();
            throw;
        }
    }

    /// <summary>One of several instances over one home, which outlives them.</summary>
    internal static Task<RunningPlatform> StartOnAsync(
        TestHome home,
        IEnumerable<KeyValuePair<string, string?>>? settings = null,
        Action<WebApplicationBuilder>? configure = null
    ) => StartAsync(home, ownsHome: false, settings, configure, null);

    private static async Task<RunningPlatform> StartAsync(
        TestHome home,
        bool ownsHome,
        IEnumerable<KeyValuePair<string, string?>>? settings,
        Action<WebApplicationBuilder>? configure,
        Action<WebApplication>? map
    )
    {
        var builder = PlatformHost.CreateBuilder(["--environment", "Development"]);
        builder.Configuration.AddInMemoryCollection(Defaults(await SharedIssuer.AddressAsync()));
        builder.Configuration.AddInMemoryCollection(home.Settings);
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.WebHost.UseUrls("http://127.0.0.1:0");

        PlatformHost.AddPlatform(builder);
        builder.Services.Around<IRecordStore, RefusingStore>(store => new RefusingStore(store));
        configure?.Invoke(builder);
        var app = builder.Build();
        PlatformHost.UsePlatform(app);
        map?.Invoke(app);
        await app.StartAsync();
        return new RunningPlatform(app, home, ownsHome);
    }

    /// <summary>A client with the token of a demo person: <c>amira</c>, <c>olwen</c>, …</summary>
    public async Task<HttpClient> ClientOfAsync(string user)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await SharedIssuer.TokenAsync(user));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Store.Stopped = false;
        clients.ForEach(c => c.Dispose());
        await App.StopAsync();
        await App.DisposeAsync();
        if (ownsHome)
        {
            await home.DisposeAsync();
        }
    }

    private static Dictionary<string, string?> Defaults(Uri issuer) =>
        new(StringComparer.Ordinal)
        {
            ["Identity:Instance"] = issuer.ToString(),
            ["Logging:LogLevel:Default"] = "Warning",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
            // Tests are in a hurry; those of the limits set their own.
            ["Limits:AddressRequestsPerSecond"] = "100000",
            ["Limits:AddressBurstRequests"] = "100000",
            ["Limits:ActorRequestsPerSecond"] = "100000",
            ["Limits:ActorBurstRequests"] = "100000",
            ["Limits:AgencyRequestsPerSecond"] = "100000",
            ["Limits:AgencyBurstRequests"] = "100000",
            ["Health:RememberMilliseconds"] = "0",
        };

    private HttpClient NewClient()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        var client = new HttpClient(handler) { BaseAddress = Address };
        clients.Add(client);
        return client;
    }
}
