using System.Globalization;
using System.Text.Json;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Protection;

namespace DataSharing.Exchange;

/// <summary>What a disclosure keeps of the emergency it rests on, and how entries speak of it.</summary>
public sealed class EmergencyShares(DataKeys keys)
{
    internal async ValueTask<EmergencyShare> OpenAsync(
        string disclosureId,
        string subjectId,
        AgencyId sender,
        EmergencyPlea plea,
        SharingDecision decision,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var key = await keys.FindOrCreateAsync(DataKeyId.OfSubject(subjectId, sender), cancellationToken);
        return new EmergencyShare
        {
            Until = now.AddHours(plea.Hours),
            ReviewDue = now.AddHours(EmergencyShare.ReviewWithinHours),
            Categories = [.. decision.EmergencyCategories],
            Plea = key.SealContent(
                JsonSerializer.SerializeToUtf8Bytes(plea, ExchangeJson.Default.EmergencyPlea),
                PleaContext(disclosureId)
            ),
        };
    }

    internal static string PleaContext(string disclosureId) => $"{DisclosureRecord.RowKey(disclosureId)}:emergency";

    internal static string ReasonsContext(string disclosureId, int review) =>
        string.Create(CultureInfo.InvariantCulture, $"{DisclosureRecord.RowKey(disclosureId)}:emergency-review:{review}");

    /// <summary>The entry of the share itself: flagged, with the plea among its words.</summary>
    internal static AuditAct Mark(AuditAct act, EmergencyPlea plea, EmergencyShare share) =>
        act with
        {
            Justification = $"{act.Justification}\nEmergency: {plea.Justification}\nFor: {plea.Recipient}",
            Details = new Dictionary<string, string>(act.Details, StringComparer.Ordinal)
            {
                [EntryFeatures.EmergencyDetail] = "share",
                ["emergency-until"] = Text(share.Until),
                ["review-due"] = Text(share.ReviewDue),
            },
        };

    /// <summary>The entry of a read: flagged where what is read rests on the emergency.</summary>
    internal static AuditAct Mark(AuditAct act, SharingDecision decision) =>
        decision.RestsOnEmergency
            ? act with
            {
                Details = new Dictionary<string, string>(act.Details, StringComparer.Ordinal) { [EntryFeatures.EmergencyDetail] = "read" },
            }
            : act;

    private static string Text(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
