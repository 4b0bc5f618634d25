using System.ComponentModel.DataAnnotations;

namespace DataSharing.Audit;

/// <summary>The log that this deployment keeps. Section <c>Log</c>.</summary>
public sealed class LogOptions
{
    public const string Section = "Log";

    /// <summary>The log's name in receipts and checkpoints; fixed for the life of a log. Printable ASCII without blanks or '+'.</summary>
    [Required]
    [RegularExpression("^[!-*,-~]{1,120}$", ErrorMessage = "Log:Origin must be 1 to 120 printable ASCII characters without blanks or '+'.")]
    public string Origin { get; set; } = "";

    /// <summary>Within how many hours an entry is promised to be in the log.</summary>
    [Range(1, 168)]
    public int PromiseHours { get; set; } = 24;

    /// <summary>The relay waits this long between two sweeps, so that it takes entries by the batch. Milliseconds.</summary>
    [Range(1, 1_000)]
    public int RelayPaceMilliseconds { get; set; } = 25;

    /// <summary>The relay sweeps this often without being told of a commit. Milliseconds.</summary>
    [Range(50, 60_000)]
    public int RelaySweepMilliseconds { get; set; } = 1_000;

    /// <summary>Between two checkpoints at least this long: under load many entries share one. Milliseconds.</summary>
    [Range(1, 60_000)]
    public int CheckpointMilliseconds { get; set; } = 500;

    /// <summary>The number of the key that signs receipts and checkpoints.</summary>
    [Range(1, 9_999)]
    public int SigningKey { get; set; } = 1;

    /// <summary>During a rotation, the number of the key that signs checkpoints beside it: the next one, then the last one. 0 for none.</summary>
    [Range(0, 9_999)]
    public int SecondSigningKey { get; set; }

    /// <summary>After a loss: the origin that this one takes over from. A statement signed for both is published. Empty for none.</summary>
    [RegularExpression("^[!-*,-~]{0,120}$", ErrorMessage = "Log:PreviousOrigin must be an origin or empty.")]
    public string PreviousOrigin { get; set; } = "";
}
