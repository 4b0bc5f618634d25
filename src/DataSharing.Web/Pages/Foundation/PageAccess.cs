using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Pages;

/// <summary>
/// Why a person looks, as they stated it: a purpose and a reason for one scope (<c>subject:{id}</c>, <c>exchange</c>, …), good for a quarter of an
/// hour. Kept encrypted in a cookie of its own, bound to the session; a page without one asks first.
/// </summary>
public sealed partial class PageAccess(
    IDataProtectionProvider protection,
    CookieRules rules,
    IOptions<PageSessionOptions> session,
    TimeProvider time
)
{
    /// <summary>The older ones go first; a cookie has to fit the headers.</summary>
    private const int MaximumGrants = 6;

    private readonly IDataProtector protector = protection.CreateProtector("PageAccess.v1");
    private readonly ChunkingCookieManager cookies = new();

    /// <summary>What was stated for this scope, or null: then return <see cref="Ask"/>.</summary>
    public StatedAccess? For(HttpContext context, string scope) => Find(context, scope)?.Access;

    /// <summary>The same with its end, for the banner.</summary>
    public AccessGrant? Find(HttpContext context, string scope)
    {
        ArgumentNullException.ThrowIfNull(context);
        var grant = Read(context).Find(g => string.Equals(g.Scope, scope, StringComparison.Ordinal));
        context.Items[typeof(AccessGrant)] = grant;
        return grant;
    }

    /// <summary>Sends the browser to the question, and back here afterwards.</summary>
    /// <param name="context">The request; its path and query are come back to unless <paramref name="returnTo"/> says otherwise.</param>
    /// <param name="scope">What the answer will open.</param>
    /// <param name="returnTo">A path of these pages.</param>
    public static RedirectResult Ask(HttpContext context, string scope, string? returnTo = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var back = returnTo ?? context.Request.Path + context.Request.QueryString;
        return new RedirectResult($"/app/access?scope={Uri.EscapeDataString(scope)}&next={Uri.EscapeDataString(LocalPath.OrHome(back))}");
    }

    public void State(HttpContext context, string scope, StatedAccess access)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(access);
        var until = time.GetUtcNow() + TimeSpan.FromMinutes(session.Value.AccessMinutes);
        var others = Read(context).Where(g => !string.Equals(g.Scope, scope, StringComparison.Ordinal)).TakeLast(MaximumGrants - 1);
        Write(context, [.. others, new AccessGrant(scope, access.Purpose.Value, access.Reason, until)]);
    }

    public void Stop(HttpContext context, string scope) =>
        Write(context, [.. Read(context).Where(g => !string.Equals(g.Scope, scope, StringComparison.Ordinal))]);

    public void Forget(HttpContext context) => cookies.DeleteCookie(context, rules.Name("access"), Options(context));

    public static bool IsScope(string? scope) => scope is not null && Scope().IsMatch(scope);

    private List<AccessGrant> Read(HttpContext context)
    {
        if (cookies.GetRequestCookie(context, rules.Name("access")) is not { } text)
        {
            return [];
        }

        try
        {
            var kept = JsonSerializer.Deserialize(Bound(context).Unprotect(text), AccessJson.Default.AccessGrantArray) ?? [];
            return [.. kept.Where(grant => grant.Until > time.GetUtcNow())];
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Of an earlier session, or altered: worth nothing.
            return [];
        }
    }

    private void Write(HttpContext context, AccessGrant[] grants)
    {
        var text = Bound(context).Protect(JsonSerializer.Serialize(grants, AccessJson.Default.AccessGrantArray));
        cookies.AppendResponseCookie(context, rules.Name("access"), text, Options(context));
    }

    // A new sign-in, the same person's too, opens nothing that an earlier one stated a reason for.
    private IDataProtector Bound(HttpContext context) =>
        protector.CreateProtector(context.User.FindFirst(PageIdentity.SessionId)?.Value ?? "nobody");

    private CookieOptions Options(HttpContext context) =>
        new()
        {
            Path = "/",
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = rules.Secure == CookieSecurePolicy.Always || context.Request.IsHttps,
            IsEssential = true,
        };

    [GeneratedRegex("^(?:search|board|exchange|(?:subject|meeting|deployment):[0-9a-f-]{36})$", RegexOptions.None, 1000)]
    private static partial Regex Scope();
}

/// <param name="Scope">What it opens.</param>
/// <param name="Purpose">The purpose stated.</param>
/// <param name="Reason">In the person's own words.</param>
/// <param name="Until">When it ends.</param>
public sealed record AccessGrant(string Scope, string Purpose, string Reason, DateTimeOffset Until)
{
    [JsonIgnore]
    public StatedAccess Access => new(PurposeCode.Parse(Purpose), Reason);

    public override string ToString() => $"AccessGrant({Purpose})";
}

[JsonSerializable(typeof(AccessGrant[]))]
internal sealed partial class AccessJson : JsonSerializerContext;
