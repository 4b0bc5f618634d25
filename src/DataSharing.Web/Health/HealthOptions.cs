using System.ComponentModel.DataAnnotations;

namespace DataSharing.Web.Health;

/// <summary>When the platform counts as ready. Section <c>Health</c>.</summary>
public sealed class HealthOptions
{
    public const string Section = "Health";

    /// <summary>An entry may wait this long for the log, an event for its carrier, and the relay may be silent this long. Seconds.</summary>
    [Range(1, 3_600)]
    public int RelayLagSeconds { get; set; } = 30;

    /// <summary>The store and the key ring must answer within this time. Milliseconds.</summary>
    [Range(10, 60_000)]
    public int ProbeMilliseconds { get; set; } = 2_000;

    /// <summary>An answer is given again for this long, so that asking often costs nothing. Milliseconds.</summary>
    [Range(0, 60_000)]
    public int RememberMilliseconds { get; set; } = 1_000;
}
