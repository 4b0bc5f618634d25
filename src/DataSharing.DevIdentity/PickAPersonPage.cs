using System.Net;
using System.Text;
using OpenIddict.Abstractions;

namespace DataSharing.DevIdentity;

/// <summary>The sign-in page: no password, one button a person.</summary>
internal static class PickAPersonPage
{
    public static string Render(OpenIddictRequest request)
    {
        var html = new StringBuilder(
            "<!doctype html><html lang=\"en\"><title>Development sign-in</title><h1>Development sign-in: pick a person</h1><form method=\"post\">"
        );
        foreach (var (name, value) in request.GetParameters())
        {
            html.Append(
                $"<input type=\"hidden\" name=\"{WebUtility.HtmlEncode(name)}\" value=\"{WebUtility.HtmlEncode(value.ToString())}\">"
            );
        }

        foreach (var person in DemoIdentities.People.Values.OrderBy(p => p.ObjectId, StringComparer.Ordinal))
        {
            var label = WebUtility.HtmlEncode($"{person.Name}: {string.Join(", ", person.Roles)}");
            html.Append($"<p><button name=\"dev_user\" value=\"{person.Key}\">{label}</button></p>");
        }

        return html.Append("</form></html>").ToString();
    }
}
