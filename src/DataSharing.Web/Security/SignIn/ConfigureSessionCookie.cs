using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Security;

/// <summary>The session: encrypted in its cookie, over after a quiet time and in any case after a working day.</summary>
internal sealed class ConfigureSessionCookie(IOptions<PageSessionOptions> session, CookieRules rules, TimeProvider time)
    : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    public const string Started = "started";

    // Renewing with every request would seal a cookie each time; renewing at half time, the default, would end sessions early.
    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(1);

    public void Configure(CookieAuthenticationOptions options) => Configure(CookieAuthenticationDefaults.AuthenticationScheme, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        if (!string.Equals(name, CookieAuthenticationDefaults.AuthenticationScheme, StringComparison.Ordinal))
        {
            return;
        }

        var idle = TimeSpan.FromMinutes(session.Value.IdleMinutes);
        var absolute = TimeSpan.FromHours(session.Value.AbsoluteHours);
        options.Cookie.Name = rules.Name("session");
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = rules.Secure;
        options.TimeProvider = time;
        options.ExpireTimeSpan = idle;
        options.SlidingExpiration = true;
        options.Events.OnCheckSlidingExpiration = context =>
        {
            context.ShouldRenew = context.ElapsedTime > RenewAfter;
            return Task.CompletedTask;
        };
        options.Events.OnValidatePrincipal = context =>
        {
            var began =
                context.Properties.Items.TryGetValue(Started, out var text)
                && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : DateTimeOffset.MinValue;
            if (time.GetUtcNow() - began >= absolute)
            {
                context.RejectPrincipal();
            }

            return Task.CompletedTask;
        };
    }

    /// <summary>Marks the moment of signing in.</summary>
    public static void Begin(AuthenticationProperties properties, DateTimeOffset now)
    {
        properties.IsPersistent = false;
        properties.Items[Started] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
    }
}
