using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DataSharing.Web.Pages.Agencies;

/// <summary>An agency's particulars as a form sends them.</summary>
public sealed class AgencyForm
{
    private static readonly IcoRegistrationNumber Another = IcoRegistrationNumber.TryParse("Z0000000", out var number)
        ? number
        : throw new InvalidOperationException("Not a number.");

    public string? Name { get; set; }

    public string? Kind { get; set; }

    public string? IcoRegistration { get; set; }

    public ContactForm DataProtection { get; set; } = new();

    public ContactForm Caldicott { get; set; } = new();

    public ContactForm RiskOwner { get; set; } = new();

    public string? Toolkit { get; set; }

    public DateParts ToolkitDate { get; set; } = new();

    public static IReadOnlyList<Choice> Kinds { get; } =
    [.. AgencyKinds.All.Values.Select(kind => new Choice(kind.Code, kind.Title)).OrderBy(choice => choice.Text, StringComparer.Ordinal)];

    public static IReadOnlyList<Choice> ToolkitStatuses { get; } =
    [
        new(nameof(ToolkitStatus.StandardsExceeded), "Standards exceeded"),
        new(nameof(ToolkitStatus.StandardsMet), "Standards met"),
        new(nameof(ToolkitStatus.ApproachingStandards), "Approaching standards"),
        new(nameof(ToolkitStatus.StandardsNotMet), "Standards not met"),
    ];

    public static AgencyForm Of(AgencyParticulars? known) =>
        known is null
            ? new AgencyForm()
            : new AgencyForm
            {
                Name = known.Name,
                Kind = known.Kind,
                IcoRegistration = known.IcoRegistration.Value,
                DataProtection = ContactForm.Of(known.DataProtectionContact),
                Caldicott = ContactForm.Of(known.CaldicottGuardian),
                RiskOwner = ContactForm.Of(known.SeniorInformationRiskOwner),
                Toolkit = known.Toolkit?.Status.ToString(),
                ToolkitDate = DateParts.Of(known.Toolkit?.PublishedOn),
            };

    /// <summary>The particulars; null with errors in the model state.</summary>
    /// <param name="state">The page's.</param>
    /// <param name="form">The name of the page's property.</param>
    /// <param name="today">No submission is later.</param>
    public AgencyParticulars? Read(ModelStateDictionary state, string form, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!IcoRegistrationNumber.TryParse(IcoRegistration?.Trim(), out var registration))
        {
            state.AddModelError($"{form}.{nameof(IcoRegistration)}", "Enter the ICO registration number, like Z1234567 or ZA123456");
        }

        var submission = ReadToolkit(state, form);
        var particulars = new AgencyParticulars
        {
            Name = Name?.Trim() ?? "",
            Kind = Kind ?? "",
            // With another the rest is checked all the same; the error above keeps it from being saved.
            IcoRegistration = registration ?? Another,
            DataProtectionContact = DataProtection.Read() ?? new Contact("", ""),
            CaldicottGuardian = Caldicott.Read(),
            SeniorInformationRiskOwner = RiskOwner.Read(),
            Toolkit = submission,
        };
        foreach (var fault in ParticularsCheck.Faults(particulars, today))
        {
            var (field, words) = Place(fault.JsonPointer);
            if (state[$"{form}.{field}"] is not { Errors.Count: > 0 })
            {
                state.AddModelError($"{form}.{field}", words);
            }
        }

        return state.IsValid ? particulars : null;
    }

    // Names and addresses of people.
    public override string ToString() => "AgencyForm(redacted)";

    private ToolkitSubmission? ReadToolkit(ModelStateDictionary state, string form)
    {
        var stated = Enum.TryParse<ToolkitStatus>(Toolkit, out var status);
        var published = ToolkitDate.Read(state, $"{form}.{nameof(ToolkitDate)}", "the day it was published", required: stated);
        if (!stated && published is not null)
        {
            state.AddModelError($"{form}.{nameof(Toolkit)}", "Choose what was published");
        }

        return stated && published is { } day ? new ToolkitSubmission(status, day) : null;
    }

    /// <summary>Where a rule that is broken stands in the form, and how to say so there.</summary>
    private static (string Field, string Words) Place(string pointer) =>
        pointer.Split('/') switch
        {
            [_, "name"] => (nameof(Name), "Enter the agency’s name, in 200 characters or fewer"),
            [_, "kind"] => (nameof(Kind), "Choose what kind of agency it is"),
            [_, "toolkit", _] => (nameof(ToolkitDate), "The day it was published must not be after today"),
            [_, "toolkit"] => (nameof(Toolkit), "Health and social care must record this"),
            [_, var contact, var part] => ($"{Contact(contact)}.{Part(part)}", Missing(part)),
            [_, var contact] => ($"{Contact(contact)}.{nameof(ContactForm.Name)}", "Health and social care must record this"),
            _ => (nameof(Name), "Check what you entered"),
        };

    private static string Contact(string member) =>
        member switch
        {
            "caldicottGuardian" => nameof(Caldicott),
            "seniorInformationRiskOwner" => nameof(RiskOwner),
            _ => nameof(DataProtection),
        };

    private static string Part(string member) =>
        member switch
        {
            "email" => nameof(ContactForm.Email),
            "telephone" => nameof(ContactForm.Telephone),
            _ => nameof(ContactForm.Name),
        };

    private static string Missing(string member) =>
        member switch
        {
            "email" => "Enter an email address, like name@example.gov.uk",
            "telephone" => "Enter a telephone number, or leave it empty",
            _ => "Enter the name of a person or a post",
        };
}

/// <summary>Somebody who answers for an agency, as three boxes.</summary>
public sealed class ContactForm
{
    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Telephone { get; set; }

    public static ContactForm Of(Contact? known) =>
        new()
        {
            Name = known?.Name,
            Email = known?.Email,
            Telephone = known?.Telephone,
        };

    /// <summary>Null where all three are empty.</summary>
    public Contact? Read()
    {
        var (name, email, telephone) = (Name?.Trim() ?? "", Email?.Trim() ?? "", Telephone?.Trim() ?? "");
        return name.Length + email.Length + telephone.Length == 0
            ? null
            : new Contact(name, email, telephone.Length == 0 ? null : telephone);
    }

    public override string ToString() => "ContactForm(redacted)";
}
