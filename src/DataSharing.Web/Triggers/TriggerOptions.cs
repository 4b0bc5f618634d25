using System.ComponentModel.DataAnnotations;

namespace DataSharing.Web.Triggers;

/// <summary>
/// How long a trigger may take. Section <c>Triggers</c>. Always less than <c>functionTimeout</c> in host.json: past that the host kills the process,
/// and with it every request that is being answered.
/// </summary>
public sealed class TriggerOptions
{
    public const string Section = "Triggers";

    /// <summary>The relay must have swept within this time after the timer. Seconds.</summary>
    [Range(1, 110)]
    public int RelaySeconds { get; set; } = 25;

    /// <summary>An event must be delivered within this time; less than the subscription's lock. Seconds.</summary>
    [Range(1, 110)]
    public int EventSeconds { get; set; } = 60;
}
