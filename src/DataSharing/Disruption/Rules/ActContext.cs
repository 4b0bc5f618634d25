using DataSharing.Entities;
using DataSharing.Identity;

namespace DataSharing.Disruption;

/// <summary>What the rules may know when they judge an act: nothing is read while they judge.</summary>
/// <param name="Caller">Who acts.</param>
/// <param name="Now">The clock.</param>
/// <param name="Calendar">How legal time is counted.</param>
/// <param name="People">What is recorded of each subject that is a person.</param>
internal sealed record ActContext(
    Caller Caller,
    DateTimeOffset Now,
    LegalCalendar Calendar,
    IReadOnlyDictionary<string, PersonFacts> People
)
{
    public DateOnly Today { get; } = LondonCalendar.DateOf(Now);
}

/// <summary>What the guards need to know of a person. Internal to the rules: it never leaves with an answer.</summary>
/// <param name="DateOfBirth">Null where not recorded.</param>
/// <param name="HasSuspectRole">Suspected in some recorded event.</param>
/// <param name="HasVictimRole">Harmed in some recorded event.</param>
/// <param name="OpenStatuses"><c>nrm</c>, <c>section-45</c>, <c>abe</c>.</param>
internal sealed record PersonFacts(DateOnly? DateOfBirth, bool HasSuspectRole, bool HasVictimRole, IReadOnlyList<string> OpenStatuses)
{
    public override string ToString() => "PersonFacts(redacted)";

    /// <summary>Age in whole years; null where the date of birth is not recorded.</summary>
    public int? AgeOn(DateOnly day)
    {
        if (DateOfBirth is not { } born)
        {
            return null;
        }

        var age = day.Year - born.Year;
        return day < Birthday(born, age) ? age - 1 : age;
    }

    /// <summary>The first day of an age (Family Law Reform Act 1969 s.9: the start of the anniversary; 1 March for who was born on 29 February).</summary>
    public DateOnly? Reaches(int age) => DateOfBirth is { } born ? Birthday(born, age) : null;

    private static DateOnly Birthday(DateOnly born, int age)
    {
        var year = born.Year + age;
        return born is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year)
            ? new DateOnly(year, 3, 1)
            : new DateOnly(year, born.Month, born.Day);
    }
}
