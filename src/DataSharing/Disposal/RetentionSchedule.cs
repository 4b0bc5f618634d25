using DataSharing.Identity;
using DataSharing.Protection;

namespace DataSharing.Disposal;

/// <summary>How long what was said in an agency's month is kept, from the month's end.</summary>
/// <param name="Months">Of agencies that have no time of their own.</param>
/// <param name="OfAgencies">What single agencies, each its own controller, have set.</param>
internal sealed record RetentionSchedule(int Months, IReadOnlyDictionary<AgencyId, int> OfAgencies)
{
    public const int Shortest = 1;
    public const int Longest = 1_200;

    public int MonthsOf(AgencyId agency) => OfAgencies.GetValueOrDefault(agency, Months);

    public DateTimeOffset OverAt(AgencyMonth month) => month.EndsAt.AddMonths(MonthsOf(month.Agency));

    public bool IsOver(AgencyMonth month, DateTimeOffset now) => OverAt(month) <= now;
}
