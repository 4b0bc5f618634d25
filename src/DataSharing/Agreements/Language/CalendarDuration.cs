using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DataSharing.Agreements;

/// <summary>
/// An ISO 8601 duration such as <c>P1Y</c>, <c>P6M</c>, <c>P2W</c> or <c>PT24H</c>. Not a <see cref="TimeSpan"/>: a month has no fixed length
/// until it has a start. Components are positive and without leading zeros; seconds are not used.
/// </summary>
public sealed partial record CalendarDuration
{
    private readonly int months;
    private readonly TimeSpan fixedPart;

    private CalendarDuration(string text, int months, TimeSpan fixedPart)
    {
        Text = text;
        this.months = months;
        this.fixedPart = fixedPart;
    }

    /// <summary>As the document has it.</summary>
    public string Text { get; }

    /// <summary>The same for every text of the same length: P12M and P1Y.</summary>
    internal string Length => string.Create(CultureInfo.InvariantCulture, $"{months} months {fixedPart}");

    public static bool TryParse(string? text, [NotNullWhen(true)] out CalendarDuration? parsed)
    {
        parsed = null;
        var match = Shape().Match(text ?? "");
        if (text is null || !match.Success)
        {
            return false;
        }

        var wholeMonths = (12 * Number(match, "y")) + Number(match, "mo");
        var days = (7 * Number(match, "w")) + Number(match, "d");
        var span = new TimeSpan(days, Number(match, "h"), Number(match, "mi"), 0);
        parsed = new CalendarDuration(text, wholeMonths, span);
        return true;
    }

    /// <summary>The moment this long after <paramref name="from"/>: calendar months first, then the rest.</summary>
    public DateTimeOffset After(DateTimeOffset from) => from.AddMonths(months).Add(fixedPart);

    public override string ToString() => Text;

    internal static CalendarDuration? Shorter(CalendarDuration? left, CalendarDuration? right, DateTimeOffset from)
    {
        if (left is null || right is null)
        {
            return left ?? right;
        }

        // Ties (P12M, P1Y) fall to the ordinal text, so that the order of the rules never shows.
        var order = left.After(from).CompareTo(right.After(from));
        return order < 0 || (order == 0 && string.CompareOrdinal(left.Text, right.Text) <= 0) ? left : right;
    }

    /// <summary>Whether one is no longer than the other whatever moment both are counted from: a month and 30 days are not.</summary>
    internal static bool AreInOrder(CalendarDuration one, CalendarDuration other) =>
        one.months.CompareTo(other.months) * one.fixedPart.CompareTo(other.fixedPart) >= 0;

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @"^P(?=[1-9T])((?<w>[1-9][0-9]{0,2})W|((?<y>[1-9][0-9]?)Y)?((?<mo>[1-9][0-9]{0,2})M)?((?<d>[1-9][0-9]{0,3})D)?(T(?=[1-9])((?<h>[1-9][0-9]{0,3})H)?((?<mi>[1-9][0-9]{0,3})M)?)?)\z",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Shape();
}
