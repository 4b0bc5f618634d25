using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DataSharing.Identity;

namespace DataSharing.Protection;

/// <summary>An agency and a month of UTC: what was said in it without naming a subject is sealed under one key.</summary>
public sealed record AgencyMonth
{
    internal const string Prefix = "key:month:";

    private const string Format = "yyyy-MM";

    private AgencyMonth(AgencyId agency, DateOnly firstDay) => (Agency, FirstDay) = (agency, firstDay);

    public AgencyId Agency { get; }

    public DateOnly FirstDay { get; }

    public DateOnly LastDay => FirstDay.AddMonths(1).AddDays(-1);

    /// <summary>The first moment of the next month.</summary>
    public DateTimeOffset EndsAt => new(FirstDay.AddMonths(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary><c>2026-11</c></summary>
    public string Month => FirstDay.ToString(Format, CultureInfo.InvariantCulture);

    public DataKeyId KeyId => DataKeyId.OfMonth(new DateTimeOffset(FirstDay.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), Agency);

    public static AgencyMonth Of(DateTimeOffset time, AgencyId agency)
    {
        ArgumentNullException.ThrowIfNull(agency);
        var day = DateOnly.FromDateTime(time.UtcDateTime);
        return new AgencyMonth(agency, day.AddDays(1 - day.Day));
    }

    /// <summary>Which one the row of a key is of.</summary>
    internal static bool TryParse(string rowKey, [NotNullWhen(true)] out AgencyMonth? month)
    {
        month =
            rowKey.StartsWith(Prefix, StringComparison.Ordinal)
            && rowKey[Prefix.Length..].Split(':') is [var text, var agency]
            && DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var firstDay)
            && AgencyId.TryParse(agency, out var parsed)
                ? new AgencyMonth(parsed, firstDay)
                : null;
        return month is not null;
    }

    /// <summary>The keys of months before this day lie in a shard before this key.</summary>
    internal static string Before(DateOnly day) => Prefix + day.ToString(Format, CultureInfo.InvariantCulture);

    public override string ToString() => $"{Agency} {Month}";
}
