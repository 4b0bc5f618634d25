using System.Text.Json.Serialization;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>The <c>export:{agency}:{id}</c> row: a question with its answer's bound fixed, and how far it was last taken out.</summary>
public sealed record ExportRecord
{
    internal static readonly RowFormat<ExportRecord> Format = new(1, ExportJson.Default.ExportRecord);

    public required string Id { get; init; }

    public required AgencyId Agency { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ExportKind Kind { get; init; }

    /// <summary>With <see cref="AuditSearch.Before"/> at most <see cref="CompleteTo"/>, so that every taking out finds the same entries.</summary>
    public required AuditSearch Question { get; init; }

    /// <summary>Every entry that the question asks for and that was committed before this is in it.</summary>
    public required DateTimeOffset CompleteTo { get; init; }

    /// <summary>The last time that it was taken out; null: never yet.</summary>
    public ExportRun? Run { get; init; }

    internal static string Prefix(AgencyId agency) => $"export:{agency}:";

    internal static string RowKey(AgencyId agency, string id) => Prefix(agency) + id;
}

/// <summary>One taking out, as far as it has come.</summary>
/// <param name="Id">Random; tells one run from another beside it.</param>
/// <param name="By">Who.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Entries">Written so far.</param>
/// <param name="FinishedAt">When the last entry was written; null: it goes on, or was broken off.</param>
/// <param name="FileHash">SHA-256 of the file, lower-case hex, once it is finished.</param>
public sealed record ExportRun(
    string Id,
    string By,
    DateTimeOffset StartedAt,
    long Entries,
    DateTimeOffset? FinishedAt = null,
    string? FileHash = null
);

/// <summary>The formats of an export.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExportKind>))]
public enum ExportKind
{
    /// <summary>RFC 4180, for spreadsheets.</summary>
    [JsonStringEnumMemberName("csv")]
    Csv,

    /// <summary>One JSON object a line, everything that the API tells.</summary>
    [JsonStringEnumMemberName("jsonl")]
    JsonLines,

    /// <summary>HL7 FHIR R4 (4.0.1) AuditEvent, one a line.</summary>
    [JsonStringEnumMemberName("fhir")]
    Fhir,

    /// <summary>OCSF 1.3.0 API Activity, one a line.</summary>
    [JsonStringEnumMemberName("ocsf")]
    Ocsf,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ExportRecord))]
internal sealed partial class ExportJson : JsonSerializerContext;
