using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace DataSharing.Disruption;

/// <summary>What a legal period is counted in. 48 hours are not two days, and a month has no fixed length: the unit is never converted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PeriodUnit>))]
public enum PeriodUnit
{
    /// <summary>Hours as they pass, day and night (closure notice, police protection).</summary>
    [JsonStringEnumMemberName("elapsed-hours")]
    ElapsedHours,

    /// <summary>Hours of working days, midnight to midnight; other days are disregarded (Licensing Act 2003 s.53A(5)).</summary>
    [JsonStringEnumMemberName("working-hours")]
    WorkingHours,

    /// <summary>Days that are neither weekend, Good Friday, Christmas Day nor bank holiday in England and Wales.</summary>
    [JsonStringEnumMemberName("working-days")]
    WorkingDays,

    [JsonStringEnumMemberName("calendar-days")]
    CalendarDays,

    [JsonStringEnumMemberName("months")]
    Months,

    [JsonStringEnumMemberName("years")]
    Years,
}

/// <summary>A period of the law in its own unit, such as 48 elapsed hours, 20 working days or 6 months.</summary>
/// <param name="Amount">1 or more.</param>
/// <param name="Unit">What is counted.</param>
[JsonConverter(typeof(IsoCodec))]
public sealed partial record LegalPeriod(int Amount, PeriodUnit Unit)
{
    /// <summary>A catalogue's ISO 8601 duration with one component: <c>PT48H</c>, <c>P28D</c>, <c>P6M</c>, <c>P2Y</c>; weeks are seven days.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out LegalPeriod? parsed)
    {
        parsed = null;
        var match = Shape().Match(text ?? "");
        if (match.Success)
        {
            var amount = int.Parse(match.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            parsed = match.Groups["u"].Value switch
            {
                _ when match.Groups["h"].Success => new LegalPeriod(amount, PeriodUnit.ElapsedHours),
                "Y" => new LegalPeriod(amount, PeriodUnit.Years),
                "M" => new LegalPeriod(amount, PeriodUnit.Months),
                "W" => new LegalPeriod(7 * amount, PeriodUnit.CalendarDays),
                _ => new LegalPeriod(amount, PeriodUnit.CalendarDays),
            };
        }

        return parsed is not null;
    }

    /// <summary>In words, for problem details: <c>6 months</c>.</summary>
    public string Words =>
        Unit switch
        {
            PeriodUnit.ElapsedHours => $"{Amount} hours",
            PeriodUnit.WorkingHours => $"{Amount} working hours",
            PeriodUnit.WorkingDays => $"{Amount} working days",
            PeriodUnit.CalendarDays => $"{Amount} days",
            PeriodUnit.Months => $"{Amount} months",
            _ => $"{Amount} years",
        };

    public override string ToString() => Words;

    [GeneratedRegex("^P(?:T(?<n>[1-9][0-9]{0,3})(?<h>H)|(?<n>[1-9][0-9]{0,3})(?<u>[YMWD]))\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();

    internal sealed class IsoCodec : JsonConverter<LegalPeriod>
    {
        public override LegalPeriod Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var parsed)
                ? parsed
                : throw new JsonException("Not a legal period.");

        public override void Write(Utf8JsonWriter writer, LegalPeriod value, JsonSerializerOptions options) =>
            writer.WriteStringValue(
                value.Unit switch
                {
                    PeriodUnit.ElapsedHours => $"PT{value.Amount}H",
                    PeriodUnit.CalendarDays => $"P{value.Amount}D",
                    PeriodUnit.Months => $"P{value.Amount}M",
                    PeriodUnit.Years => $"P{value.Amount}Y",
                    _ => throw new JsonException("ISO 8601 has no working time."),
                }
            );
    }
}
