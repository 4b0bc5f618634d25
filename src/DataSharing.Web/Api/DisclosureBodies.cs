using System.Text.Json;
using DataSharing.Agreements;
using DataSharing.Exchange;
using DataSharing.Identity;

namespace DataSharing.Web.Api;

/// <param name="To">The recipient.</param>
/// <param name="SubjectId">Id of the one subject that it is about.</param>
/// <param name="Purpose">Why it is shared.</param>
/// <param name="Reason">The sender's own words, kept encrypted in the log; 1 to 500 characters.</param>
/// <param name="Content">An object for each category.</param>
/// <param name="Agreement">The agreement to decide under; absent: the platform chooses.</param>
/// <param name="Emergency">
/// Where somebody cannot wait for a permission that is missing. Used only as far as one is missing; another person of the sender's agency reviews it.
/// </param>
public sealed record DisclosureBody(
    AgencyId To,
    Guid SubjectId,
    PurposeCode Purpose,
    string Reason,
    IReadOnlyDictionary<string, JsonElement> Content,
    string? Agreement = null,
    EmergencyBody? Emergency = null
)
{
    public override string ToString() => "DisclosureBody(redacted)";
}

/// <param name="Justification">Who is in danger of what, and why no permission can be waited for; 10 to 1,000 characters.</param>
/// <param name="Recipient">The person or post at the other agency who gets it; 2 to 200 characters.</param>
/// <param name="Hours">How long the other agency may read what rests on it; 1 to 72, and 24 where it is left out.</param>
public sealed record EmergencyBody(string Justification, string Recipient, int? Hours = null)
{
    public override string ToString() => "EmergencyBody(redacted)";
}

/// <param name="Categories">What rests on the emergency.</param>
/// <param name="Until">From then on the recipient reads it only as agreements permit.</param>
/// <param name="ReviewDue">When another person of the sender's agency has to have reviewed it.</param>
/// <param name="State"><c>awaiting</c>, <c>needs-action</c>, <c>upheld</c> or <c>not-upheld</c>.</param>
public sealed record EmergencyOfDisclosure(
    IReadOnlyList<DataCategory> Categories,
    DateTimeOffset Until,
    DateTimeOffset ReviewDue,
    string State
)
{
    public static EmergencyOfDisclosure From(EmergencyShare share)
    {
        ArgumentNullException.ThrowIfNull(share);
        return new EmergencyOfDisclosure(
            share.Categories,
            share.Until,
            share.ReviewDue,
            JsonNamingPolicy.KebabCaseLower.ConvertName(share.State.ToString())
        );
    }
}

/// <summary>A disclosure without its content.</summary>
public sealed record DisclosureResponse(
    string Id,
    AgencyId From,
    AgencyId To,
    string SubjectId,
    SubjectKind SubjectKind,
    PurposeCode Purpose,
    DateTimeOffset MadeAt,
    string? InReplyTo,
    DateTimeOffset? AcknowledgedAt,
    EmergencyOfDisclosure? Emergency,
    DecisionResponse Decision
)
{
    public static DisclosureResponse Of(string id, DisclosureRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new DisclosureResponse(
            id,
            record.From,
            record.To,
            record.SubjectId,
            record.SubjectKind,
            record.Purpose,
            record.MadeAt,
            record.InReplyTo,
            record.AcknowledgedAt,
            record.Emergency is null ? null : EmergencyOfDisclosure.From(record.Emergency),
            DecisionResponse.From(record.Decision)
        );
    }
}

/// <summary>A disclosure as read now.</summary>
/// <param name="Disclosure">What it is.</param>
/// <param name="Content">The permitted categories.</param>
/// <param name="Decision">The decision that this read rests on; null when the sender reads its own words.</param>
public sealed record DisclosureContentResponse(
    DisclosureResponse Disclosure,
    IReadOnlyDictionary<string, JsonElement> Content,
    DecisionResponse? Decision
)
{
    public static DisclosureContentResponse From(ReadDisclosureOutcome.Found found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return new DisclosureContentResponse(
            DisclosureResponse.Of(found.Id, found.Record),
            found.Content.ToDictionary(c => c.Key.Value, c => c.Value, StringComparer.Ordinal),
            found.Decision is null ? null : DecisionResponse.From(RecordedDecision.Of(found.Decision))
        );
    }

    public override string ToString() => "DisclosureContentResponse(redacted)";
}

public sealed record AcknowledgementResponse(DateTimeOffset AcknowledgedAt);

/// <param name="Items">At most a page.</param>
/// <param name="Next">Cursor of the next page; null at the end.</param>
public sealed record ListResponse<T>(IReadOnlyList<T> Items, string? Next);
