using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace DataSharing.Web.Pages.Find;

/// <summary>
/// The last few searches of a session, encrypted in a cookie, so that "back" from a record returns to its results while the address of the
/// results is a random word and nothing of what was looked for.
/// </summary>
public sealed class SearchTrail(IDataProtectionProvider protection, CookieRules rules)
{
    private const int Kept = 4;

    private readonly IDataProtector protector = protection.CreateProtector("SearchTrail.v1");
    private readonly ChunkingCookieManager cookies = new();

    /// <summary>Keeps a search and gives the word that finds it again in this session.</summary>
    public string Keep(HttpContext context, SubjectLookup lookup)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(lookup);
        var step = new TrailStep(RandomNumberGenerator.GetHexString(8, lowercase: true), lookup.By, lookup.Text, lookup.Kind);
        TrailStep[] steps = [.. Read(context).TakeLast(Kept - 1), step];
        var text = Bound(context).Protect(JsonSerializer.Serialize(steps, TrailJson.Default.TrailStepArray));
        cookies.AppendResponseCookie(context, rules.Name("search"), text, Options(context));
        return step.Word;
    }

    /// <summary>The search that a word stands for; null in another session, or when it is long ago.</summary>
    public SubjectLookup? Find(HttpContext context, string? word)
    {
        ArgumentNullException.ThrowIfNull(context);
        var step = Array.Find(Read(context), kept => string.Equals(kept.Word, word, StringComparison.Ordinal));
        return step is null
            ? null
            : new SubjectLookup
            {
                By = step.By,
                Text = step.Text,
                Kind = step.Kind,
            };
    }

    private TrailStep[] Read(HttpContext context)
    {
        if (cookies.GetRequestCookie(context, rules.Name("search")) is not { } text)
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize(Bound(context).Unprotect(text), TrailJson.Default.TrailStepArray) ?? [];
        }
        catch (CryptographicException)
        {
            // Of an earlier session, or altered: worth nothing.
            return [];
        }
    }

    private IDataProtector Bound(HttpContext context) =>
        protector.CreateProtector(context.User.FindFirst(PageIdentity.SessionId)?.Value ?? "nobody");

    private CookieOptions Options(HttpContext context) =>
        new()
        {
            Path = "/app/find",
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = rules.Secure == CookieSecurePolicy.Always || context.Request.IsHttps,
            IsEssential = true,
        };
}

/// <param name="Word">In the address.</param>
/// <param name="By">A name or a scheme.</param>
/// <param name="Text">What was looked for.</param>
/// <param name="Kind">Of subject.</param>
internal sealed record TrailStep(string Word, string? By, string? Text, string? Kind)
{
    public override string ToString() => "TrailStep(redacted)";
}

[JsonSerializable(typeof(TrailStep[]))]
internal sealed partial class TrailJson : JsonSerializerContext;
