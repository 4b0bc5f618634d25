using Microsoft.AspNetCore.Builder;

namespace DataSharing.Web.Tests;

/// <summary>A class fixture around one platform: with further settings, services or endpoints where a test class needs them.</summary>
public class PlatformFixture : IAsyncLifetime
{
    private RunningPlatform? started;

    public RunningPlatform Running => started ?? throw new InvalidOperationException("The platform has not been started.");

    public HttpClient Client => Running.Client;

    public async Task InitializeAsync() => started = await RunningPlatform.StartAsync(Settings, Configure, Map);

    public async Task DisposeAsync()
    {
        if (started is not null)
        {
            await started.DisposeAsync();
        }
    }

    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    protected virtual void Configure(WebApplicationBuilder builder) { }

    protected virtual void Map(WebApplication app) { }
}
