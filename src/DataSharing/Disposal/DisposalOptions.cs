using System.ComponentModel.DataAnnotations;

namespace DataSharing.Disposal;

/// <summary>How erasures are carried out. Section <c>Disposal</c>.</summary>
public sealed class DisposalOptions
{
    public const string Section = "Disposal";

    /// <summary>How long copies of the store are kept, in days: certificates promise that by then no copy of a destroyed key is left.</summary>
    [Range(0, 3_650)]
    public int BackupRetentionDays { get; set; } = 35;

    /// <summary>
    /// How long after the confirmation the last look round is taken, in seconds. Longer than any request lasts: what one of them wrote that
    /// began before the confirmation is swept up, too.
    /// </summary>
    [Range(0, 3_600)]
    public int SettleSeconds { get; set; } = 120;

    /// <summary>How often work that is not done is looked for, in seconds.</summary>
    [Range(1, 3_600)]
    public int SweepSeconds { get; set; } = 60;
}
