using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DataSharing.Identity;

namespace DataSharing.Disposal;

/// <summary>How erasures are carried out. Section <c>Disposal</c>.</summary>
public sealed class DisposalOptions : IValidatableObject
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

    /// <summary>
    /// How long the reasons of looks, and what was asked for, are kept, in months from the end of the month in which they were given. Then the key of
    /// agency and month is destroyed.
    /// </summary>
    /// <remarks>
    /// UK GDPR Art 5(1)(e) wants a limit and names none. Six years is how long an act or a refusal can be sued over (Limitation Act 1980 ss 2 and 9:
    /// tort, and sums due under a statute, such as compensation by DPA 2018 s 168). The seventh year, for claims that are made at the very end, is our
    /// choice. A claim of somebody who was a child runs from their eighteenth birthday (s 28): a controller with such records sets a longer time.
    /// </remarks>
    [Range(RetentionSchedule.Shortest, RetentionSchedule.Longest)]
    public int MonthRetentionMonths { get; set; } = 84;

    /// <summary>Agencies whose time is another, each as <c>agency=months</c>, with ';' between two of them.</summary>
    [StringLength(16_384)]
    public string MonthRetentionOfAgencies { get; set; } = "";

    /// <summary>How often months whose time is over are looked for, in seconds.</summary>
    [Range(1, 86_400)]
    public int MonthLookSeconds { get; set; } = 3_600;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (OfAgencies() is null)
        {
            yield return new ValidationResult(
                $"Disposal:{nameof(MonthRetentionOfAgencies)}: not of the form agency=months;agency=months, each agency once, "
                    + $"{RetentionSchedule.Shortest} to {RetentionSchedule.Longest} months.",
                [nameof(MonthRetentionOfAgencies)]
            );
        }
    }

    /// <exception cref="InvalidOperationException">The options were not validated.</exception>
    internal RetentionSchedule Schedule() =>
        new(MonthRetentionMonths, OfAgencies() ?? throw new InvalidOperationException("The retention times of agencies cannot be read."));

    private Dictionary<AgencyId, int>? OfAgencies()
    {
        var times = new Dictionary<AgencyId, int>();
        foreach (var part in MonthRetentionOfAgencies.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (
                part.Split('=', StringSplitOptions.TrimEntries) is not [var name, var text]
                || !AgencyId.TryParse(name, out var agency)
                || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var months)
                || months is < RetentionSchedule.Shortest or > RetentionSchedule.Longest
                || !times.TryAdd(agency, months)
            )
            {
                return null;
            }
        }

        return times;
    }
}
