namespace DataSharing.Partnership;

/// <summary>A field that breaks a rule.</summary>
/// <param name="JsonPointer">RFC 6901, within the request's body.</param>
/// <param name="Rule">What holds there. Never the value.</param>
public sealed record FieldFault(string JsonPointer, string Rule);

/// <summary>The rules of <see cref="AgencyParticulars"/> beyond their types.</summary>
public static class ParticularsCheck
{
    public const int MaximumNameLength = 200;
    public const int MaximumEmailLength = 254;
    public const int MaximumTelephoneLength = 40;

    public static IReadOnlyList<FieldFault> Faults(AgencyParticulars particulars, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(particulars);
        var faults = new List<FieldFault>();
        if (!IsText(particulars.Name, MaximumNameLength))
        {
            faults.Add(new("/name", $"1 to {MaximumNameLength} characters, no line breaks."));
        }

        var known = AgencyKinds.All.TryGetValue(particulars.Kind, out var kind);
        if (!known)
        {
            faults.Add(new("/kind", "One of the kinds that GET /api/agencies lists."));
        }

        AddContact(faults, "/dataProtectionContact", particulars.DataProtectionContact);
        AddContact(faults, "/caldicottGuardian", particulars.CaldicottGuardian);
        AddContact(faults, "/seniorInformationRiskOwner", particulars.SeniorInformationRiskOwner);
        if (particulars.Toolkit is { } toolkit && toolkit.PublishedOn > today)
        {
            faults.Add(new("/toolkit/publishedOn", "Not after today."));
        }

        if (kind is { IsHealthOrSocialCare: true })
        {
            AddMissing(faults, "/caldicottGuardian", particulars.CaldicottGuardian);
            AddMissing(faults, "/seniorInformationRiskOwner", particulars.SeniorInformationRiskOwner);
            AddMissing(faults, "/toolkit", particulars.Toolkit);
        }

        return faults;
    }

    private static void AddMissing(List<FieldFault> faults, string pointer, object? value)
    {
        if (value is null)
        {
            faults.Add(new(pointer, "Health and social care must record one."));
        }
    }

    private static void AddContact(List<FieldFault> faults, string pointer, Contact? contact)
    {
        if (contact is null)
        {
            return;
        }

        if (!IsText(contact.Name, MaximumNameLength))
        {
            faults.Add(new($"{pointer}/name", $"1 to {MaximumNameLength} characters, no line breaks."));
        }

        if (!IsEmail(contact.Email))
        {
            faults.Add(new($"{pointer}/email", "An e-mail address."));
        }

        if (contact.Telephone is { } telephone && !IsTelephone(telephone))
        {
            faults.Add(new($"{pointer}/telephone", "Digits, blanks, brackets, hyphens, a leading plus; 5 to 40 characters."));
        }
    }

    private static bool IsText(string text, int maximum) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= maximum && !text.Any(char.IsControl);

    // One @ with something on both sides: more would refuse addresses that work.
    private static bool IsEmail(string text) =>
        text.Length <= MaximumEmailLength
        && text.Split('@') is [{ Length: > 0 }, { Length: > 0 }]
        && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));

    private static bool IsTelephone(string text) =>
        text.Length is >= 5 and <= MaximumTelephoneLength && text.All(c => char.IsAsciiDigit(c) || c is ' ' or '(' or ')' or '-' or '+');
}
