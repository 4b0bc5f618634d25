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
public sealed record DisclosureBody(
    AgencyId To,
    Guid SubjectId,
    PurposeCode Purpose,
    string Reason,
    IReadOnlyDictionary<string, JsonElement> Content,
    string? Agreement = null
)
{
    public override string ToString() => "DisclosureBody(redacted)";
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
