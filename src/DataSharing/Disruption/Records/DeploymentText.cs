using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataSharing.Disruption;

/// <summary>Everything about a deployment that people wrote in their own words. Sealed at rest as one.</summary>
public sealed record DeploymentText
{
    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);

    public string? Objective { get; init; }

    public string? ImpactOnChild { get; init; }

    public string? Proportionality { get; init; }

    /// <summary>What the lawyer said.</summary>
    public string? LegalAdvice { get; init; }

    public string? Plan { get; init; }

    public string? Venue { get; init; }

    /// <summary>Who served it.</summary>
    public string? ServedBy { get; init; }

    public string? AppealReference { get; init; }

    /// <summary>Which urgent power, and why it could not wait.</summary>
    public string? UrgentPower { get; init; }

    /// <summary>The words of each term, in the order of <see cref="DeploymentRecord.Terms"/>.</summary>
    public IReadOnlyList<string> Terms
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Words by what they belong to: <c>h:3</c> a step, <c>e:2</c> an event, <c>d:1</c> a document's name, <c>l:child-nrm</c> a lifted hold.</summary>
    public IReadOnlyDictionary<string, string> Notes
    {
        get;
        init => field = value ?? None;
    } = None;

    public EffectReview? Review { get; init; }

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, DisruptionJson.Default.DeploymentText);

    internal static DeploymentText Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, DisruptionJson.Default.DeploymentText) ?? new DeploymentText();

    internal DeploymentText Noting(string at, string? words)
    {
        if (words is null)
        {
            return this;
        }

        return this with
        {
            Notes = new Dictionary<string, string>(Notes, StringComparer.Ordinal) { [at] = words },
        };
    }

    public override string ToString() => "DeploymentText(redacted)";
}

/// <summary>What a tactic changed: counts before and after in windows of equal length. Counts, because small numbers cannot show cause.</summary>
/// <param name="WindowDays">28, 90 or 180.</param>
/// <param name="BaselineTo">Last day of the window before.</param>
/// <param name="AfterTo">Last day of the window after.</param>
/// <param name="Measures">1 to 20.</param>
/// <param name="Outcome"><c>reduced</c>, <c>no-change</c>, <c>increased</c>, <c>displaced</c> or <c>unclear</c>.</param>
/// <param name="DisplacedTo">Where and to whom; with <c>displaced</c>.</param>
/// <param name="Attribution"><c>likely</c>, <c>possible</c> or <c>not-attributable</c>.</param>
/// <param name="HarmCaused">To child, family or community, in words; <c>none known</c> is an answer.</param>
public sealed record EffectReview(
    int WindowDays,
    DateOnly BaselineTo,
    DateOnly AfterTo,
    IReadOnlyList<EffectMeasure> Measures,
    string Outcome,
    string? DisplacedTo,
    string Attribution,
    string HarmCaused
)
{
    public override string ToString() => "EffectReview(redacted)";
}

/// <param name="Code">What is counted, such as <c>missing-episodes</c>.</param>
/// <param name="Baseline">Before.</param>
/// <param name="After">After.</param>
public sealed record EffectMeasure(string Code, int Baseline, int After)
{
    /// <summary>Change in whole percent; null where the baseline is below ten, because then only the counts mean anything.</summary>
    [JsonIgnore]
    public int? ChangePercent =>
        Baseline < 10 ? null : (int)Math.Round(100.0 * (After - Baseline) / Baseline, MidpointRounding.AwayFromZero);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(DeploymentRecord))]
[JsonSerializable(typeof(DeploymentLine))]
[JsonSerializable(typeof(DeploymentText))]
[JsonSerializable(typeof(BoardRow))]
[JsonSerializable(typeof(DueRow))]
[JsonSerializable(typeof(SubjectRow))]
internal sealed partial class DisruptionJson : JsonSerializerContext;
