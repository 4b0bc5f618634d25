using System.Globalization;
using System.Text;

namespace DataSharing.Agreements;

/// <summary>Numbers as ECMAScript's Number::toString writes them (ECMA-262 §6.1.6.1.20), which RFC 8785 §3.2.2.3 asks for.</summary>
internal static class CanonicalNumber
{
    /// <exception cref="FormatException">Infinite or not a number: JSON has no word for it.</exception>
    public static string Format(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new FormatException("A number is out of range.");
        }

        if (value == 0)
        {
            return "0";
        }

        // .NET and ECMAScript agree on the shortest digits that read back; they differ in where the point and the exponent go.
        var (digits, point) = Digits(Math.Abs(value));
        var text = new StringBuilder(value < 0 ? "-" : "");
        if (point is > 0 and <= 21)
        {
            _ =
                digits.Length <= point
                    ? text.Append(digits).Append('0', point - digits.Length)
                    : text.Append(digits.AsSpan(0, point)).Append('.').Append(digits.AsSpan(point));
        }
        else if (point is > -6 and <= 0)
        {
            _ = text.Append("0.").Append('0', -point).Append(digits);
        }
        else
        {
            _ = text.Append(digits[0]);
            if (digits.Length > 1)
            {
                _ = text.Append('.').Append(digits.AsSpan(1));
            }

            var exponent = point - 1;
            _ = text.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>The significant digits without zeros at either end, and where the point stands: value = 0.digits × 10^point.</summary>
    private static (string Digits, int Point) Digits(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = 0;
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        if (mark >= 0)
        {
            exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var point = dot < 0 ? text.Length : dot;
        var all = text.Replace(".", "", StringComparison.Ordinal);
        var leading = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), point - leading + exponent);
    }
}
