using DataSharing.Web.Edge;
using DataSharing.Web.Limits;
using DataSharing.Web.Pages;
using DataSharing.Web.Pages.Find;
using DataSharing.Web.Pages.Subjects;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Composition;

/// <summary>The pages for people: sign-in, sessions, forms, and the files they load.</summary>
internal static class PageServices
{
    public static IServiceCollection AddPages(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddSignIn(configuration, environment);
        services.AddSessionKeys();
        services.AddAntiforgery();
        services
            .AddOptions<AntiforgeryOptions>()
            .Configure<CookieRules>(
                (forms, rules) =>
                {
                    forms.FormFieldName = "_form";
                    forms.Cookie.Name = rules.Name("form");
                    forms.Cookie.SecurePolicy = rules.Secure;
                    forms.Cookie.SameSite = SameSiteMode.Strict;
                    forms.Cookie.Path = "/";
                    // frame-ancestors says it already.
                    forms.SuppressXFrameOptionsHeader = true;
                }
            );
        services.AddSingleton<PagePolicy>();
        services.AddSingleton<PageAccess>();
        services.AddSingleton<OnceKey>();
        services.AddSingleton<AgencyNames>();
        services.AddSingleton<Pages.Panels.Seats>();
        services.AddSingleton<PurposesInForce>();
        services.AddSingleton<Pages.Agreements.AgreementPapers>();
        services.AddSingleton<PageNavigation>();
        services.AddSingleton<SearchTrail>();
        services.AddSingleton<SubjectServices>();
        services.AddSingleton<Pages.Audit.EntryServices>();
        services.AddSingleton(BaseMapFile.Read(configuration, AppContext.BaseDirectory));
        services.AddSingleton<DecisionViews>();
        services.AddSingleton<Pages.Requests.RequestReader>();
        services.AddRazorPages(pages =>
        {
            pages.Conventions.Add(new PageRoles());
            pages.Conventions.Add(new PageAddresses());
            pages.Conventions.ConfigureFilter(new BodySizeFilter());
        });
        // Of the texts of a form, not of its shape: an empty box is an empty text, and the journey says what is missing.
        services.Configure<Microsoft.AspNetCore.Mvc.MvcOptions>(mvc =>
            mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true
        );
        return services;
    }

    /// <summary>Addresses that the platform gives to browsers (after signing in, for one) are those that browsers reach it under.</summary>
    public static void UsePublicAddress(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<PageSessionOptions>>().Value.PublicAddress is { } address)
        {
            var host = HostString.FromUriComponent(address);
            app.Use(
                (context, next) =>
                {
                    if (PageMessages.AreFor(context))
                    {
                        (context.Request.Scheme, context.Request.Host) = (address.Scheme, host);
                    }

                    return next(context);
                }
            );
        }
    }

    public static void MapPages(this WebApplication app)
    {
        var assets = app.MapStaticAssets();
        assets.AllowAnonymous().WithMetadata(UnlimitedMetadata.Instance);
        assets.Finally(LetCache);
        app.MapGet("/", () => TypedResults.Redirect(LocalPath.Home)).AllowAnonymous().ExcludeFromDescription();
        app.MapSignIn();
        app.MapRazorPages().WithStaticAssets();
    }

    // They say themselves how long they may be kept: for ever under a fingerprinted name. Everything else of the platform says no-store.
    private static void LetCache(EndpointBuilder asset)
    {
        if (asset.RequestDelegate is { } send)
        {
            asset.RequestDelegate = context =>
            {
                context.Response.Headers.CacheControl = default;
                return send(context);
            };
        }
    }
}
