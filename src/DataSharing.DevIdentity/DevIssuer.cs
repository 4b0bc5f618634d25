using System.Text.RegularExpressions;
using Microsoft.AspNetCore.HostFiltering;

namespace DataSharing.DevIdentity;

/// <summary>
/// A development issuer of Entra-shaped tokens. It asks nobody for a password, so it listens on loopback only and is never deployed.
/// </summary>
public static partial class DevIssuer
{
    /// <exception cref="ArgumentException">The address is not http on loopback.</exception>
    public static WebApplication Build(DevIssuerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (
            !Uri.TryCreate(options.Url, UriKind.Absolute, out var url)
            || !url.IsLoopback
            || !string.Equals(url.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal)
        )
        {
            throw new ArgumentException("The development issuer listens on loopback over http only.", nameof(options));
        }

        // No arguments and no configuration files: nothing but the options may move its address.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseKestrelCore().UseUrls(options.Url);
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options.Time);
        builder.Services.AddSingleton<DevSigningKey>().AddSingleton<DevAddress>().AddSingleton<DevTokens>();
        // A web page in a developer's browser must not reach it under a name of its own (DNS rebinding).
        builder.Services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = ["127.0.0.1", "localhost", "[::1]"]);
        builder.AddOpenIddictServer();

        var app = builder.Build();
        app.UseHostFiltering();
        app.Use(MoveTenantToPathBase);
        app.UseRouting();
        app.UseAuthentication();
        app.MapSignIn();
        app.MapDevelopmentDoors(options);
        return app;
    }

    // Entra's addresses begin with the tenant; OpenIddict serves relative to the path base.
    private static Task MoveTenantToPathBase(HttpContext context, RequestDelegate next)
    {
        var match = TenantPath().Match(context.Request.Path.Value ?? "");
        if (match.Success)
        {
            context.Request.PathBase = match.Groups["base"].Value;
            context.Request.Path = match.Groups["rest"].Value;
        }

        return next(context);
    }

    [GeneratedRegex(
        @"^(?<base>/(?:[0-9a-f-]{36}|organizations)/v2\.0)(?<rest>/.*)$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex TenantPath();
}
