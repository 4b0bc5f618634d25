using DataSharing.Audit;
using DataSharing.Storage;

namespace DataSharing.Web.Api;

/// <summary>The two headers that data carries on its way out.</summary>
public static class ResponseHeaders
{
    public const string AuditReceipt = "Audit-Receipt";

    /// <summary>A strong ETag: the version of the row behind the representation (RFC 9110 section 8.8.3).</summary>
    public static void SetETag(this HttpResponse response, RowVersion version) => response.Headers.ETag = $"\"{version.Value}\"";

    /// <summary>The signed promise that the act is, or will be, in the log.</summary>
    public static void SetAuditReceipt(this HttpResponse response, AuditReceipt receipt) => response.Headers[AuditReceipt] = receipt.Text;
}
