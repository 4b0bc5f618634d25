using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataSharing.Benchmarks;

/// <summary>One line of a bench's output.</summary>
/// <param name="Bench">The bench's name.</param>
/// <param name="Case">Which load, such as <c>c=32</c>.</param>
/// <param name="Unit">Of <paramref name="Ours"/> and <paramref name="Theirs"/>.</param>
/// <param name="Ours">Median of the rounds.</param>
/// <param name="Peer">What stands beside it; null when nothing does.</param>
/// <param name="Theirs">The peer's median of the rounds, run alternately with ours.</param>
/// <param name="Ratio">Larger is better, always.</param>
/// <param name="Target">The floor of the ratio; null when there is none.</param>
/// <param name="P50Ms">Ours, milliseconds.</param>
/// <param name="P99Ms">Ours, milliseconds.</param>
/// <param name="CpuUsPerOp">Ours: processor microseconds for each operation, user and system.</param>
/// <param name="RssMb">Ours: resident memory after the last round, MiB.</param>
/// <param name="Rounds">How many rounds the medians are of.</param>
internal sealed record BenchLine(
    string Bench,
    string Case,
    string Unit,
    double Ours,
    string? Peer,
    double? Theirs,
    double? Ratio,
    double? Target,
    double P50Ms,
    double P99Ms,
    double CpuUsPerOp,
    double RssMb,
    int Rounds
)
{
    /// <summary>Exit code: every line with a target meets it.</summary>
    public const int Met = 0;

    /// <summary>Exit code: a target was missed.</summary>
    public const int Missed = 1;

    /// <summary>Exit code: there are no figures.</summary>
    public const int CouldNotRun = 2;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Appends of 64 KiB with a sync that the disk made a second; null where the disk does not matter.</summary>
    [JsonPropertyName("fsyncs_per_s")]
    public double? FsyncsPerSecond { get; init; }

    /// <summary>Bytes allocated for one operation of ours; null where they are not counted.</summary>
    public double? BytesPerOp { get; init; }

    /// <summary>Calls of the storage seam that one operation makes; null where they are not counted.</summary>
    public long? StorageCalls { get; init; }

    /// <summary>What of it happens at the storage services; null where that is not counted.</summary>
    public Cloud.WireFigures? Wire { get; init; }

    /// <summary>Null when there is no target.</summary>
    [JsonPropertyName("met")]
    public bool? MeetsTarget => Target is null ? null : Ratio >= Target;

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return Math.Round(sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, 3);
    }
}

/// <summary>A peer did not start, an answer was wrong, a tool is missing: there is nothing to report.</summary>
internal sealed class BenchCouldNotRunException(string message) : Exception(message);
