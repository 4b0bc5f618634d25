using System.Text.Json;
using DataSharing.Exchange;
using DataSharing.Identity;

namespace DataSharing.Web.Api;

/// <param name="To">The agency that may hold it.</param>
/// <param name="SubjectId">Id of the one subject that it is about.</param>
/// <param name="Purpose">Why it is asked.</param>
/// <param name="Reason">The asker's own words; the holder reads them. 1 to 500 characters.</param>
/// <param name="Categories">What is asked for.</param>
/// <param name="Particulars">Who it is about, by category, where the holder cannot know; sent as far as an agreement permits.</param>
/// <param name="RespondWithin">ISO 8601 duration, PT1M to P90D; absent: P5D.</param>
public sealed record RequestBody(
    AgencyId To,
    Guid SubjectId,
    PurposeCode Purpose,
    string Reason,
    IReadOnlyList<DataCategory> Categories,
    IReadOnlyDictionary<string, JsonElement>? Particulars = null,
    TimeSpan? RespondWithin = null
)
{
    public override string ToString() => "RequestBody(redacted)";
}

/// <param name="Reason">Why it is answered so; 1 to 500 characters.</param>
/// <param name="Content">An object for each category, of those asked for.</param>
public sealed record AnswerBody(string Reason, IReadOnlyDictionary<string, JsonElement> Content)
{
    public override string ToString() => "AnswerBody(redacted)";
}

/// <param name="Ground">The recorded ground.</param>
/// <param name="Explanation">For the asking agency; 1 to 500 characters.</param>
public sealed record RefusalBody(RefusalGround Ground, string Explanation)
{
    public override string ToString() => "RefusalBody(redacted)";
}

/// <summary>A request without its private part.</summary>
public sealed record RequestResponse(
    string Id,
    AgencyId From,
    AgencyId To,
    string SubjectId,
    SubjectKind SubjectKind,
    PurposeCode Purpose,
    IReadOnlyList<DataCategory> Categories,
    DateTimeOffset MadeAt,
    DateTimeOffset RespondBy,
    RequestState State,
    string? Answer,
    RefusalGround? Ground,
    DateTimeOffset? EndedAt,
    DecisionResponse Answerable
)
{
    public static RequestResponse Of(string id, RequestRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new RequestResponse(
            id,
            record.From,
            record.To,
            record.SubjectId,
            record.SubjectKind,
            record.Purpose,
            record.Wanted,
            record.MadeAt,
            record.RespondBy,
            record.State,
            record.AnswerId,
            record.Ground,
            record.EndedAt,
            DecisionResponse.From(record.Answerable)
        );
    }
}

public sealed record RequestDetailResponse(
    RequestResponse Request,
    string Reason,
    IReadOnlyDictionary<string, JsonElement> Particulars,
    string? Explanation
)
{
    public static RequestDetailResponse From(ReadRequestOutcome.Found found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return new RequestDetailResponse(RequestResponse.Of(found.Id, found.Record), found.Reason, found.Particulars, found.Explanation);
    }

    public override string ToString() => "RequestDetailResponse(redacted)";
}

/// <param name="Request">As it now stands.</param>
/// <param name="Answer">The disclosure that answers it; null where it was refused.</param>
public sealed record AnswerResponse(RequestResponse Request, DisclosureResponse? Answer)
{
    public static AnswerResponse From(string id, EndRequestOutcome.Ended ended)
    {
        ArgumentNullException.ThrowIfNull(ended);
        var answer = ended.Answer is { } made ? DisclosureResponse.Of(made.Id, made.Record) : null;
        return new AnswerResponse(RequestResponse.Of(id, ended.Record), answer);
    }
}
