using System.Text.Json.Serialization;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Consent;

[JsonConverter(typeof(JsonStringEnumConverter<ConsentAnswer>))]
public enum ConsentAnswer
{
    [JsonStringEnumMemberName("given")]
    Given,

    [JsonStringEnumMemberName("refused")]
    Refused,

    [JsonStringEnumMemberName("withdrawn")]
    Withdrawn,

    /// <summary>Nobody was asked, for a reason that is recorded.</summary>
    [JsonStringEnumMemberName("not-sought")]
    NotSought,
}

[JsonConverter(typeof(JsonStringEnumConverter<ConsentSpeaker>))]
public enum ConsentSpeaker
{
    [JsonStringEnumMemberName("subject")]
    Subject,

    /// <summary>Somebody with parental responsibility (Children Act 1989 s.3).</summary>
    [JsonStringEnumMemberName("parent")]
    Parent,

    /// <summary>Somebody else entitled to speak, such as a deputy or attorney; said in words.</summary>
    [JsonStringEnumMemberName("other")]
    Other,
}

/// <summary>What is to be recorded.</summary>
/// <param name="Answer">What was said.</param>
/// <param name="Speaker">Who said it; null where nobody was asked.</param>
/// <param name="Purposes">For which purposes. Consent given names them; a refusal or withdrawal that names none speaks of all.</param>
/// <param name="Recipients">For sharing with whom; likewise.</param>
/// <param name="Words">Why it was not sought, or what was said; null where nothing was noted. At most 2,000 characters.</param>
/// <param name="ExplainedHow">How it was explained, so that it was informed; null where nobody was asked. At most 500 characters.</param>
public sealed record ConsentDraft(
    ConsentAnswer Answer,
    ConsentSpeaker? Speaker,
    IReadOnlyList<PurposeCode> Purposes,
    IReadOnlyList<AgencyId> Recipients,
    string? Words,
    string? ExplainedHow
)
{
    public override string ToString() => "ConsentDraft(redacted)";
}

/// <summary>One record of the ledger, opened.</summary>
public sealed record ConsentEntry
{
    public required string Id { get; init; }

    /// <summary>The agency that recorded it: it speaks of that agency's sharing.</summary>
    public required AgencyId Controller { get; init; }

    public required ConsentAnswer Answer { get; init; }

    public ConsentSpeaker? Speaker { get; init; }

    public required IReadOnlyList<PurposeCode> Purposes { get; init; }

    public required IReadOnlyList<AgencyId> Recipients { get; init; }

    public string? Words { get; init; }

    public string? ExplainedHow { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required string RecordedBy { get; init; }

    public override string ToString() => "ConsentEntry(redacted)";
}

/// <summary>The <c>consent:{subject id}:{milliseconds}:{id}</c> row: written once, never changed.</summary>
/// <param name="Words">Sealed <see cref="ConsentWords"/>, under the key of subject and controller.</param>
internal sealed record ConsentRecord(
    AgencyId Controller,
    ConsentAnswer Answer,
    ConsentSpeaker? Speaker,
    IReadOnlyList<PurposeCode> Purposes,
    IReadOnlyList<AgencyId> Recipients,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    byte[] Words
)
{
    public static readonly RowFormat<ConsentRecord> Format = new(1, ConsentJson.Default.ConsentRecord);

    public override string ToString() => "ConsentRecord(redacted)";
}

internal sealed record ConsentWords(string? Words, string? ExplainedHow)
{
    public override string ToString() => "ConsentWords(redacted)";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ConsentRecord))]
[JsonSerializable(typeof(ConsentWords))]
internal sealed partial class ConsentJson : JsonSerializerContext;
