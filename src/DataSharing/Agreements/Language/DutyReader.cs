using System.Text.Json;
using System.Text.RegularExpressions;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>Reads the duties of a permission; they may be left out.</summary>
internal static partial class DutyReader
{
    public static Duties Read(StrictObject rule)
    {
        if (rule.Optional("duties") is not { } element)
        {
            return new Duties();
        }

        var duties = new StrictObject(element, rule.PointerTo("duties"), rule.Findings);
        var read = new Duties
        {
            Redact =
            [
                .. StrictList
                    .Distinct(
                        duties.Optional("redact"),
                        duties.PointerTo("redact"),
                        1,
                        64,
                        duties.Findings,
                        (value, at) => FieldPointer(value, at, duties.Findings)
                    )
                    .Order(StringComparer.Ordinal),
            ],
            RetainFor = duties.OptionalDuration("retainFor"),
            AcknowledgeWithin = duties.OptionalDuration("acknowledgeWithin"),
            Onward = Onward(duties),
            NotifySubject = duties.Flag("notifySubject"),
        };
        duties.Close();
        return read;
    }

    private static OnwardSharing Onward(StrictObject duties)
    {
        if (duties.Optional("onward") is not { } element)
        {
            return OnwardSharing.None;
        }

        var onward = new StrictObject(element, duties.PointerTo("onward"), duties.Findings);
        var scope = onward.Word("to", Words.Onward);
        var agencies = StrictList.Distinct(
            scope == OnwardScope.Named ? onward.Required("agencies") : null,
            onward.PointerTo("agencies"),
            1,
            AgreementReader.MaximumParties,
            duties.Findings,
            (value, at) => AgencyId.Parse(StrictText.Code(value, at, duties.Findings))
        );
        onward.Close();
        return new OnwardSharing(scope, [.. agencies.OrderBy(agency => agency.Value, StringComparer.Ordinal)]);
    }

    private static string FieldPointer(JsonElement value, string at, Findings findings)
    {
        var text = value.ValueKind == JsonValueKind.String ? StrictText.TryText(value) : null;
        if (text is not null && FieldPointerShape().IsMatch(text))
        {
            return text;
        }

        findings.Add("invalid-pointer", at, "A field of a category is wanted here, such as /identity/homeAddress.");
        return "";
    }

    [GeneratedRegex(@"^/[a-z][a-z0-9-]{1,39}(/[A-Za-z][A-Za-z0-9-]{0,63}){1,8}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FieldPointerShape();
}
