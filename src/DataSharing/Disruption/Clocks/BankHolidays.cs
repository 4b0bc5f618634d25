using System.Text.Json;

namespace DataSharing.Disruption;

/// <summary>The bank holidays of England and Wales as a dated pack: a proclaimed holiday changes deadlines, so each deadline names its pack.</summary>
public sealed class BankHolidays
{
    private readonly HashSet<DateOnly> days;

    private BankHolidays(HolidayPackFile file)
    {
        PreparedOn = file.PreparedOn;
        CoversFrom = file.CoversFrom;
        CoversTo = file.CoversTo;
        days = [.. file.Days.Select(day => day.Date)];
    }

    public DateOnly PreparedOn { get; }

    /// <summary>First day that the pack speaks for.</summary>
    public DateOnly CoversFrom { get; }

    /// <summary>Last day that the pack speaks for. What is counted past it is provisional.</summary>
    public DateOnly CoversTo { get; }

    /// <exception cref="PackRefusedException">Not a pack of this schema, or a day out of its range or twice.</exception>
    public static BankHolidays Parse(ReadOnlySpan<byte> json)
    {
        HolidayPackFile? file;
        try
        {
            file = JsonSerializer.Deserialize(json, PackJson.Default.HolidayPackFile);
        }
        catch (JsonException failure)
        {
            throw new PackRefusedException($"The holiday pack cannot be read at {failure.Path}.");
        }

        if (file is not { Schema: "bank-holidays/1", Days.Count: > 0 } || file.CoversTo < file.CoversFrom)
        {
            throw new PackRefusedException("The holiday pack is not of schema bank-holidays/1, or is empty.");
        }

        if (
            file.Days.Any(d => d.Date < file.CoversFrom || d.Date > file.CoversTo)
            || file.Days.DistinctBy(d => d.Date).Count() < file.Days.Count
        )
        {
            throw new PackRefusedException("The holiday pack names a day twice or outside the days it covers.");
        }

        return new BankHolidays(file);
    }

    public bool IsWorkingDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !days.Contains(day);
}

internal sealed record HolidayPackFile(
    string Schema,
    string Division,
    DateOnly PreparedOn,
    string Source,
    DateOnly CoversFrom,
    DateOnly CoversTo,
    IReadOnlyList<HolidayDay> Days
);

internal sealed record HolidayDay(DateOnly Date, string Title);

/// <summary>A data pack cannot be used: the platform does not start with law that it cannot read.</summary>
public sealed class PackRefusedException(string message) : Exception(message);
