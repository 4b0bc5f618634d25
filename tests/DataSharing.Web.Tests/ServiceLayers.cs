using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests;

/// <summary>Puts a layer of a test's own around a service that the platform registered; the real one stays beneath.</summary>
internal static class ServiceLayers
{
    public static void Around<TService, TLayer>(this IServiceCollection services, Func<TService, TLayer> layer)
        where TService : class
        where TLayer : class, TService
    {
        var registered = services.Last(s => s.ServiceType == typeof(TService) && !s.IsKeyedService);
        services.Remove(registered);
        services.AddSingleton(provider => layer(Create<TService>(registered, provider)));
        services.AddSingleton<TService>(provider => provider.GetRequiredService<TLayer>());
    }

    private static TService Create<TService>(ServiceDescriptor registered, IServiceProvider provider)
        where TService : class
    {
        var made =
            registered.ImplementationInstance
            ?? registered.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, registered.ImplementationType ?? typeof(TService));
        return Assert.IsAssignableFrom<TService>(made);
    }
}
