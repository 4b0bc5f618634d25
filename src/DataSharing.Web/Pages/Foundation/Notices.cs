using DataSharing.Web.Security;
using Microsoft.AspNetCore.DataProtection;

namespace DataSharing.Web.Pages;

/// <summary>One sentence that the next page shows once: "The share was sent". Fixed sentences of ours; encrypted all the same.</summary>
internal static class Notices
{
    public static void Leave(HttpContext context, string text) =>
        context.Response.Cookies.Append(Name(context), Protector(context).Protect(text), Options(context));

    public static string? Take(HttpContext context)
    {
        if (context.Request.Cookies[Name(context)] is not { Length: < 2000 } text)
        {
            return null;
        }

        context.Response.Cookies.Delete(Name(context), Options(context));
        try
        {
            return Protector(context).Unprotect(text);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static string Name(HttpContext context) => Rules(context).Name("notice");

    private static CookieRules Rules(HttpContext context) => context.RequestServices.GetRequiredService<CookieRules>();

    private static IDataProtector Protector(HttpContext context) =>
        context
            .RequestServices.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("Notices.v1", context.User.FindFirst(PageIdentity.SessionId)?.Value ?? "nobody");

    private static CookieOptions Options(HttpContext context) =>
        new()
        {
            Path = "/",
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = Rules(context).Secure == CookieSecurePolicy.Always || context.Request.IsHttps,
            IsEssential = true,
        };
}
