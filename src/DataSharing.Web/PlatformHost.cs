using DataSharing.Web.Api;
using DataSharing.Web.Composition;
using DataSharing.Web.Edge;
using DataSharing.Web.Limits;
using DataSharing.Web.Telemetry;
using DataSharing.Web.Triggers;

namespace DataSharing.Web;

/// <summary>The composition root: what the platform is made of, and in which order a request passes through it.</summary>
public static class PlatformHost
{
    /// <exception cref="StartupRefusedException">The configuration cannot work.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                // Pages and their files are found by it, whichever program hosts the platform.
                ApplicationName = typeof(PlatformHost).Assembly.GetName().Name,
                // The settings lie beside the program, wherever it is started from.
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.UseEdge();
        return builder;
    }

    /// <exception cref="StartupRefusedException">The configuration cannot work.</exception>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        AddPlatform(builder);
        var app = builder.Build();
        UsePlatform(app);
        return app;
    }

    /// <summary>Every service; apart from <see cref="Build"/> so that a host may put a layer of its own around one.</summary>
    /// <exception cref="StartupRefusedException">The configuration cannot work.</exception>
    public static void AddPlatform(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.AddSingleton(TimeProvider.System);
        builder.AddTelemetry();
        services.AddHome(configuration);
        services.AddAudit(configuration);
        services.AddIdentity(configuration);
        services.AddLimits(configuration);
        services.AddAgreements();
        services.AddEntities();
        services.AddExchange();
        services.AddDisruption(configuration);
        services.AddPanels();
        services.AddDisposal(configuration);
        services.AddHealth(configuration);
        services.AddTriggers(configuration);
        services.AddApiDescription();
        services.AddPages(configuration, builder.Environment);
        services.AddEdge(builder.Environment);
    }

    /// <summary>The way of a request, outermost layer first, and every endpoint.</summary>
    public static void UsePlatform(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        // Nobody asks for it; its gauges exist from here on.
        app.Services.GetRequiredService<PlatformTelemetry>();
        app.UseMiddleware<EdgeMiddleware>();
        app.UseRequestIds();
        app.UsePublicAddress();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseCallerIdentification();
        // Between finding out who asks and turning them away, so that failed sign-ins are limited too.
        app.UseMiddleware<LimitMiddleware>();
        app.UseCallerGate();

        Map(app);
    }

    private static void Map(WebApplication app)
    {
        var api = app.MapGroup("/api");
        api.MapHealth();
        api.MapPartnership();
        api.MapAgreements();
        api.MapSubjects();
        api.MapItems();
        api.MapConsents();
        api.MapDisclosures();
        api.MapPreview();
        api.MapEmergencies();
        api.MapRequests();
        api.MapPanels();
        api.MapMeetings();
        api.MapAgenda();
        api.MapPanelActions();
        api.MapTactics();
        api.MapDeployments();
        api.MapBoards();
        api.MapDisposals();
        api.MapLegalHolds();
        api.MapAudit();
        api.MapReplay();
        api.MapLookups();
        api.MapExports();
        api.MapLogHealth();
        api.MapDeadLetters();
        api.MapDescription();
        app.MapAccess();
        app.MapLog();
        app.MapLogEntries();
        app.MapTriggers();
        app.MapPages();
    }
}
