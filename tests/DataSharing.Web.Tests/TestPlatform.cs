using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests;

/// <summary>The real platform on Kestrel at a free loopback port, over the embedded home in a folder of its own.</summary>
public sealed class TestPlatform : IAsyncDisposable
{
    private readonly DirectoryInfo data;

    private TestPlatform(WebApplication app, DirectoryInfo data)
    {
        App = app;
        this.data = data;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        Address = new Uri(addresses?.Addresses.Single() ?? throw new InvalidOperationException("Kestrel reports no address."));
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
    }

    public WebApplication App { get; }

    public Uri Address { get; }

    /// <summary>A client without a token.</summary>
    public HttpClient Client { get; }

    /// <param name="settings">Configuration over the test defaults.</param>
    /// <param name="configure">Further services: fake time, captured logs.</param>
    /// <param name="map">Further endpoints, for what no endpoint of the product does on purpose (fail, wait).</param>
    public static async Task<TestPlatform> StartAsync(
        IEnumerable<KeyValuePair<string, string?>>? settings = null,
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? map = null
    )
    {
        var folder = Directory.CreateTempSubdirectory("datasharing-web-");
        var builder = PlatformHost.CreateBuilder(["--environment", "Development"]);
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Embedded:DataDirectory"] = folder.FullName,
                // Tests are in a hurry; those of the limits set their own.
                ["Limits:AddressRequestsPerSecond"] = "100000",
                ["Limits:AddressBurstRequests"] = "100000",
                ["Limits:ActorRequestsPerSecond"] = "100000",
                ["Limits:ActorBurstRequests"] = "100000",
                ["Limits:AgencyRequestsPerSecond"] = "100000",
                ["Limits:AgencyBurstRequests"] = "100000",
            }
        );
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        configure?.Invoke(builder);
        var app = PlatformHost.Build(builder);
        map?.Invoke(app);
        await app.StartAsync();
        return new TestPlatform(app, folder);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        data.Delete(recursive: true);
    }
}
