using System.Security.Cryptography;
using System.Text;
using DataSharing.Audit;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.DataProtection;

namespace DataSharing.Web.Pages;

/// <summary>
/// The idempotency key of a form that creates something: made when the form is shown, sealed for this session and page, and sent back with it, so
/// that a form posted twice creates once.
/// </summary>
public sealed class OnceKey(IDataProtectionProvider protection)
{
    public const string Field = "_once";

    private readonly IDataProtector protector = protection.CreateProtector("OnceKey.v1");

    /// <summary>For a hidden field of the form.</summary>
    public string Make(HttpContext context) => Bound(context).Protect(Guid.NewGuid().ToString("N"));

    /// <summary>The key, with what the form said; null where the form is not of this session and page: <see cref="PageMessage.FormNotValid"/>.</summary>
    public RetryKey? Read(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Request.HasFormContentType || context.Request.Form[Field] is not [{ Length: < 1000 } sealedKey])
        {
            return null;
        }

        try
        {
            return new RetryKey(Bound(context).Unprotect(sealedKey), Said(context.Request.Form));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // The form's own fields, in order: what makes a second sending the same one. The anti-forgery token differs each time it is shown.
    private static byte[] Said(IFormCollection form) =>
        Encoding.UTF8.GetBytes(
            string.Join(
                '\n',
                form.Where(field => !field.Key.StartsWith('_'))
                    .OrderBy(field => field.Key, StringComparer.Ordinal)
                    .SelectMany(field => field.Value.Select(value => $"{field.Key}\0{value}"))
            )
        );

    private IDataProtector Bound(HttpContext context) =>
        protector.CreateProtector(context.User.FindFirst(PageIdentity.SessionId)?.Value ?? "nobody", context.Request.Path.Value ?? "");
}
