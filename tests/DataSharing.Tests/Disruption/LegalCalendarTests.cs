using System.Globalization;
using DataSharing.Disruption;
using Xunit;

namespace DataSharing.Tests.Disruption;

public sealed class LegalCalendarTests
{
    // Moments as London's clocks show them; the ends were counted by hand on a calendar.
    [Theory]
    // A closure notice: 48 hours pass by night and at weekends.
    [InlineData("2026-04-14T10:00+01:00", 48, PeriodUnit.ElapsedHours, "2026-04-16T10:00+01:00")]
    // Clocks go back on 25 October 2026: 48 hours later the clock shows an hour less.
    [InlineData("2026-10-24T10:00+01:00", 48, PeriodUnit.ElapsedHours, "2026-10-26T09:00+00:00")]
    // Police protection over Easter.
    [InlineData("2026-04-02T18:00+01:00", 72, PeriodUnit.ElapsedHours, "2026-04-05T18:00+01:00")]
    // A summary review on the Thursday before Good Friday: Friday to Monday do not count.
    [InlineData("2026-04-02T12:00+01:00", 48, PeriodUnit.WorkingHours, "2026-04-08T12:00+01:00")]
    // Applied for on a Saturday: counting begins on Monday.
    [InlineData("2026-11-21T12:00+00:00", 48, PeriodUnit.WorkingHours, "2026-11-25T00:00+00:00")]
    // Five working days over Christmas 2026: 24, 29, 30, 31 December and 4 January.
    [InlineData("2026-12-23T09:00+00:00", 5, PeriodUnit.WorkingDays, "2027-01-04T23:59:59+00:00")]
    // Twenty working days from 27 April 2026, over the early May and spring holidays.
    [InlineData("2026-04-27T12:00+01:00", 20, PeriodUnit.WorkingDays, "2026-05-27T23:59:59+01:00")]
    [InlineData("2026-05-11T12:00+01:00", 5, PeriodUnit.WorkingDays, "2026-05-18T23:59:59+01:00")]
    // Representations close: 28 days after 30 March.
    [InlineData("2026-03-30T12:00+01:00", 28, PeriodUnit.CalendarDays, "2026-04-27T23:59:59+01:00")]
    // 21 days to appeal from 20 May.
    [InlineData("2026-05-20T12:00+01:00", 21, PeriodUnit.CalendarDays, "2026-06-10T23:59:59+01:00")]
    // The corresponding date, and where there is none the last day of the month (Dodds v Walker).
    [InlineData("2026-01-31T12:00+00:00", 1, PeriodUnit.Months, "2026-02-28T23:59:59+00:00")]
    [InlineData("2026-02-28T12:00+00:00", 1, PeriodUnit.Months, "2026-03-28T23:59:59+00:00")]
    [InlineData("2026-09-30T12:00+01:00", 6, PeriodUnit.Months, "2027-03-30T23:59:59+01:00")]
    [InlineData("2024-02-29T12:00+00:00", 1, PeriodUnit.Years, "2025-02-28T23:59:59+00:00")]
    [InlineData("2024-02-29T12:00+00:00", 4, PeriodUnit.Years, "2028-02-29T23:59:59+00:00")]
    // Late in the evening of UTC it is tomorrow in London's summer.
    [InlineData("2026-06-30T23:30+00:00", 1, PeriodUnit.CalendarDays, "2026-07-02T23:59:59+01:00")]
    public void After_KnownPeriods_EndWhenTheCalendarSays(string start, int amount, PeriodUnit unit, string end)
    {
        var deadline = Packs.Calendar.After(At(start), new LegalPeriod(amount, unit));
        Assert.Equal(At(end), deadline.At);
        Assert.Equal((amount, unit), (deadline.Amount, deadline.Unit));
        Assert.False(deadline.IsProvisional);
    }

    [Fact]
    public void After_WorkingTime_NamesTheHolidayPack()
    {
        Assert.Equal(
            new DateOnly(2026, 11, 23),
            Packs.Calendar.After(At("2026-05-11T12:00+01:00"), new(5, PeriodUnit.WorkingDays)).HolidayPack
        );
        Assert.Null(Packs.Calendar.After(At("2026-05-11T12:00+01:00"), new(5, PeriodUnit.CalendarDays)).HolidayPack);
    }

    [Fact]
    public void After_BeyondTheHolidayPack_IsProvisional() =>
        Assert.True(Packs.Calendar.After(At("2028-12-30T12:00+00:00"), new(5, PeriodUnit.WorkingDays)).IsProvisional);

    // gov.uk/bank-holidays, England and Wales.
    [Theory]
    [InlineData("2025-04-18")]
    [InlineData("2025-08-25")]
    [InlineData("2026-04-03")]
    [InlineData("2026-12-28")]
    [InlineData("2027-03-29")]
    [InlineData("2027-12-27")]
    public void IsWorkingDay_PublishedHolidays_AreNone(string day) =>
        Assert.False(Packs.Holidays.IsWorkingDay(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("PT48H", 48, PeriodUnit.ElapsedHours)]
    [InlineData("P28D", 28, PeriodUnit.CalendarDays)]
    [InlineData("P6W", 42, PeriodUnit.CalendarDays)]
    [InlineData("P6M", 6, PeriodUnit.Months)]
    [InlineData("P15Y", 15, PeriodUnit.Years)]
    public void TryParse_CatalogueDurations_KeepTheirUnit(string text, int amount, PeriodUnit unit)
    {
        Assert.True(LegalPeriod.TryParse(text, out var period));
        Assert.Equal(new LegalPeriod(amount, unit), period);
    }

    [Theory]
    [InlineData("P0D")]
    [InlineData("P1Y6M")]
    [InlineData("48H")]
    [InlineData("")]
    [InlineData(null)]
    public void TryParse_AnythingElse_IsRefused(string? text) => Assert.False(LegalPeriod.TryParse(text, out _));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
