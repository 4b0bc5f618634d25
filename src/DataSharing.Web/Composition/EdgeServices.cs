using System.Globalization;
using DataSharing.Web.Api;
using DataSharing.Web.Edge;
using DataSharing.Web.Triggers;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DataSharing.Web.Composition;

/// <summary>Kestrel and the outermost layer.</summary>
internal static class EdgeServices
{
    /// <summary>Limits of the wire, quiet logs, and the address that the Functions host prescribes where it started us.</summary>
    public static void UseEdge(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(SetLimits);
        // "Request starting" lines hold whole addresses, queries included; no configuration may switch them on. With the category off and no
        // collector, the framework makes neither span nor log scope, 0.8 KB a request.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // It writes an error for every bad token, with parts of the token in it. Such tokens are counted and audited by cause.
        builder.Logging.AddFilter("Microsoft.IdentityModel", LogLevel.None);
        // In detail they hold what forms were filled in with.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Mvc", LogLevel.Warning);
        // It tells at length of each key; what matters of them SessionKeyRing tells.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        // In Development the framework would otherwise look for assets on disk at each request, behind a route that catches everything.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.Configuration["DisableStaticAssetNotFoundRuntimeFallback"] = "true";

        if (builder.Configuration[FunctionsHost.PortKey] is { Length: > 0 } text)
        {
            if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
            {
                throw new StartupRefusedException($"{FunctionsHost.PortKey} must be a port from 1 to 65535.");
            }

            // The host forwards over plain HTTP on the loopback address, and nobody else may reach us there.
            builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        }
    }

    public static IServiceCollection AddEdge(this IServiceCollection services, IHostEnvironment environment)
    {
        services.TryAddSingleton(new SecurityHeaders(strictTransport: !environment.IsDevelopment()));
        services.TryAddSingleton<CursorProtector>();
        // Identity.Web registers it; nothing of ours asks for it, and while it is there every request pays for an async-local.
        services.RemoveAll<IHttpContextAccessor>();
        // A route or query value that cannot be read is answered 400; by default Development would throw instead.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        services.ConfigureHttpJsonOptions(json => PlatformJson.Apply(json.SerializerOptions));
        return services;
    }

    private static void SetLimits(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = BodyBytes.DefaultMaximum;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxConcurrentConnections = 4096;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.Http2.MaxStreamsPerConnection = 100;
    }
}
