using System.Globalization;
using System.Net;

namespace DataSharing.Web.Tests.Exchange;

/// <summary>The questions beyond the list: refusals, the whole partnership, and an operator's rebuilding.</summary>
internal static class AuditWalk
{
    public static async Task RunAsync(
        Eastmere e,
        string subject,
        string reason,
        Func<Task<HttpResponseMessage>, Task<HttpResponseMessage>> heard
    )
    {
        var today = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var counted = await heard(e.GetAsync("joan", $"/api/audit/refusals?from={today}&to={today}", reason: reason));
        Assert.Equal(HttpStatusCode.OK, counted.StatusCode);
        await heard(e.GetAsync("joan", "/api/audit/refusals?from=yesterday", reason: reason));
        await heard(e.GetAsync("joan", "/api/audit/refusals", reason: reason));
        await heard(e.GetAsync("ben", $"/api/audit/refusals?from={today}&to={today}", reason: reason));
        using var across = await heard(e.GetAsync("ines", $"/api/audit/partnership/entries?day={today}", reason: reason));
        Assert.Equal(HttpStatusCode.OK, across.StatusCode);
        await heard(e.GetAsync("ines", $"/api/audit/partnership/entries?subject={subject}", reason: reason));
        await heard(e.GetAsync("ines", "/api/audit/partnership/entries/0", reason: reason));
        await heard(e.GetAsync("ines", "/api/audit/partnership/entries/999999999", reason: reason));
        await heard(e.GetAsync("joan", $"/api/audit/partnership/entries?day={today}", reason: reason));
        await heard(e.PostAsync("olwen", "/api/audit/lookup-rebuild", null));
        await heard(e.PostAsync("olwen", "/api/audit/lookup-rebuild?cursor=Quillfeather", null));
        await heard(e.PostAsync("joan", "/api/audit/lookup-rebuild", null));
    }
}
