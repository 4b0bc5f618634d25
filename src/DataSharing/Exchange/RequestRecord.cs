using System.Text.Json.Serialization;
using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>The <c>request:{id}</c> row: one agency asks another for categories of data about one subject.</summary>
public sealed record RequestRecord
{
    internal static readonly RowFormat<RequestRecord> Format = new(1, ExchangeJson.Default.RequestRecord);

    public required AgencyId From { get; init; }

    public required AgencyId To { get; init; }

    public required string SubjectId { get; init; }

    public required SubjectKind SubjectKind { get; init; }

    public required PurposeCode Purpose { get; init; }

    public required IReadOnlyList<DataCategory> Wanted { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required string MadeBy { get; init; }

    public required DateTimeOffset RespondBy { get; init; }

    /// <summary>Whether the holder may answer at all, as decided when it was asked; decided again at the answer.</summary>
    public required RecordedDecision Answerable { get; init; }

    /// <summary>Whether the particulars sent along (who it is about) may be disclosed; null where none were sent.</summary>
    public RecordedDecision? Particulars { get; init; }

    /// <summary>Sealed: the reason in the asker's words, and the particulars by category.</summary>
    public required byte[] Ask { get; init; }

    public required RequestState State { get; init; }

    /// <summary>The disclosure that answered it.</summary>
    public string? AnswerId { get; init; }

    public RefusalGround? Ground { get; init; }

    /// <summary>Sealed under the holder's key: the refusal in the holder's words.</summary>
    public byte[]? Explanation { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? EndedBy { get; init; }

    /// <summary>Whom it was about was disposed of, and what was said of them with them; that it was made remains.</summary>
    [JsonIgnore]
    public bool IsDisposed => SubjectId == DataKeyId.Nobody;

    public static string RowKey(string id) => $"request:{id}";

    public override string ToString() => $"RequestRecord({From} to {To}, {State})";
}

[JsonConverter(typeof(JsonStringEnumConverter<RequestState>))]
public enum RequestState
{
    [JsonStringEnumMemberName("open")]
    Open,

    [JsonStringEnumMemberName("answered")]
    Answered,

    [JsonStringEnumMemberName("refused")]
    Refused,
}
