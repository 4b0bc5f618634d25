using DataSharing.Web.Pages.Parts;

namespace DataSharing.Web.Tests.Pages.Parts;

public sealed class ClockTimeTests
{
    [Theory]
    [InlineData("14:30", 14, 30)]
    [InlineData("2:30pm", 14, 30)]
    [InlineData(" 2.30 PM ", 14, 30)]
    [InlineData("1430", 14, 30)]
    [InlineData("9am", 9, 0)]
    [InlineData("midday", 12, 0)]
    [InlineData("midnight", 0, 0)]
    public void TryRead_WhatPeopleWrite_IsATime(string text, int hour, int minute)
    {
        Assert.True(ClockTime.TryRead(text, out var time));
        Assert.Equal(new TimeOnly(hour, minute), time);
    }

    [Theory]
    [InlineData("25:00")]
    [InlineData("half two")]
    [InlineData("14:60")]
    public void TryRead_WhatIsNoTime_IsRefused(string text)
    {
        Assert.False(ClockTime.TryRead(text, out var time));
        Assert.Null(time);
    }

    [Fact]
    public void TryRead_EveryTimeThatPagesWrite_ReadsAsItself()
    {
        var day = new DateOnly(2026, 7, 1);
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            var clock = TimeOnly.MinValue.AddMinutes(minute);
            Assert.True(ClockTime.TryRead(ClockTime.At(day, clock).UkTime(), out var read));
            Assert.Equal(clock, read);
        }
    }

    [Theory]
    [InlineData("2026-03-29T00:30", "2026-03-29T00:30:00Z")]
    // Skipped: the clock went from 01:00 to 02:00.
    [InlineData("2026-03-29T01:30", "2026-03-29T01:30:00Z")]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:30:00Z")]
    // Shown twice: the second is meant.
    [InlineData("2026-10-25T01:30", "2026-10-25T01:30:00Z")]
    [InlineData("2026-07-01T00:00", "2026-06-30T23:00:00Z")]
    public void At_DaysWhenTheClockChanges_IsTheMomentInLondon(string local, string moment)
    {
        var at = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        var expected = DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(expected, ClockTime.At(DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at)));
    }
}
