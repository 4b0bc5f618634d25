using System.Globalization;
using DataSharing.Entities;
using DataSharing.Identifiers;
using DataSharing.Identity;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Find;
using DataSharing.Web.Pages.Parts;
using DataSharing.Web.Pages.Subjects;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Record;

/// <summary>One identifier of the form.</summary>
public sealed class IdentifierFields
{
    public string? Scheme { get; set; }

    public string? Value { get; set; }

    public override string ToString() => "IdentifierFields(redacted)";
}

/// <summary>
/// A new person, business, place or group. An identifier that fails its check is shown before anything is saved, and may be saved all the same:
/// it can be all that somebody has.
/// </summary>
public sealed class NewSubjectModel(SubjectRegister register, TimeProvider time) : PlatformPage
{
    private const int Rows = 4;
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["/name"] = nameof(Name),
        ["/dateOfBirth"] = nameof(Born),
        ["/place/type"] = nameof(PlaceType),
        ["/place/address"] = nameof(Address),
        ["/place/postcode"] = nameof(PlacePostcode),
        ["/place/latitude"] = nameof(Latitude),
        ["/place/longitude"] = nameof(Longitude),
        ["/place/precisionMetres"] = nameof(Precision),
        ["/business/tradingAs"] = nameof(TradingAs),
    };

    [BindProperty(SupportsGet = true)]
    public string Kind { get; set; } = "";

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public DateParts Born { get; set; } = new();

    [BindProperty]
    public IReadOnlyList<IdentifierFields> Identifiers { get; set; } = [];

    [BindProperty]
    public string? TradingAs { get; set; }

    [BindProperty]
    public string? PlaceType { get; set; }

    [BindProperty]
    public string? Address { get; set; }

    [BindProperty]
    public string? PlacePostcode { get; set; }

    [BindProperty]
    public string? Latitude { get; set; }

    [BindProperty]
    public string? Longitude { get; set; }

    [BindProperty]
    public string? Precision { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Protected { get; set; } = [];

    /// <summary>Identifiers whose check failed, once the form is otherwise right: shown before it is saved.</summary>
    public IReadOnlyList<(string Scheme, string Value, string Fault)> Warnings { get; private set; } = [];

    public SubjectKind SubjectKind => SubjectLookup.KindOf(Kind) ?? SubjectKind.Person;

    public IEnumerable<KeyValuePair<string, string>> Sent => SentFields.Of(Request);

    public IReadOnlyList<Choice> Schemes =>
        SubjectKind switch
        {
            SubjectKind.Person => Named("nhs-number", "upn", "pnc-id", "telephone", "vrm"),
            SubjectKind.Business =>
            [
                .. Named("companies-house", "vat-number", "telephone"),
                new("premises-licence", "Premises licence number"),
                new("operator-licence", "Operator licence number"),
            ],
            SubjectKind.Location => Named("uprn", "usrn", "telephone"),
            _ => Named("telephone", "vrm"),
        };

    public static IReadOnlyList<Choice> PlaceTypes { get; } =
    [.. PlaceParticulars.Types.Select(type => new Choice(type, SubjectWords.PlaceType(type)))];

    public static IReadOnlyList<Choice> ProtectedChoices { get; } =
    [new("yes", "Keep where it is from other agencies", "A children’s home, a refuge, or somewhere else that must not be found")];

    public IActionResult OnGet() => SubjectLookup.KindOf(Kind) is null ? NotFound() : Blank();

    public async Task<IActionResult> OnPostAsync()
    {
        if (SubjectLookup.KindOf(Kind) is not { } kind)
        {
            return NotFound();
        }

        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        var step = Request.Form["_step"].ToString();
        if (step == "change" || Read(kind) is not { } particulars)
        {
            return Blank();
        }

        Warnings =
        [
            .. particulars
                .Identifiers.Select(identifier => (identifier, Check: IdentifierCheck.Of(identifier.Scheme, identifier.Value)))
                .Where(pair => pair.Check.Result == IdentifierResult.Failed)
                .Select(pair =>
                    (SubjectWords.Scheme(pair.identifier.Scheme), pair.identifier.Value, SubjectWords.Check(pair.Check.Code) ?? "")
                ),
        ];
        if (Warnings.Count > 0 && step != "save")
        {
            return Page();
        }

        if (await register.RegisterAsync(Caller, kind, particulars, retry, Stop) is not RegisterSubjectOutcome.Registered made)
        {
            return Say(PageMessage.AlreadySent);
        }

        Notify(
            Warnings.Count == 0
                ? "The record was made. It can be found by name in a few seconds."
                : "The record was made. It says which identifier failed its check."
        );
        return Redirect($"/app/subjects/{made.SubjectId}");
    }

    private IActionResult Blank()
    {
        while (Identifiers.Count < Rows)
        {
            Identifiers = [.. Identifiers, new IdentifierFields()];
        }

        return Page();
    }

    private SubjectParticulars? Read(SubjectKind kind)
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            ModelState.AddModelError(nameof(Name), "Enter the name");
        }

        DateOnly? born = null;
        if (kind == SubjectKind.Person)
        {
            born = Born.Read(ModelState, nameof(Born), "the date of birth", required: false);
            if (born > LondonCalendar.DateOf(time.GetUtcNow()))
            {
                ModelState.AddModelError(nameof(Born), "The date of birth must be today or before");
            }
        }

        foreach (var (i, identifier) in Identifiers.Index())
        {
            var (hasScheme, hasValue) = (!string.IsNullOrEmpty(identifier.Scheme), !string.IsNullOrWhiteSpace(identifier.Value));
            if (hasScheme != hasValue)
            {
                ModelState.AddModelError(
                    hasScheme ? $"Identifiers[{i}].Value" : $"Identifiers[{i}].Scheme",
                    hasScheme ? "Enter the number, or choose no kind" : "Choose what kind of number it is"
                );
            }
        }

        var place = kind == SubjectKind.Location ? ReadPlace() : null;
        if (!ModelState.IsValid)
        {
            return null;
        }

        var identifiers = Identifiers
            .Where(identifier => Schemes.Any(scheme => scheme.Value == identifier.Scheme))
            .Select(identifier => new SubjectIdentifierBody(identifier.Scheme ?? "", (identifier.Value ?? "").Trim()))
            .ToArray();
        var business =
            kind == SubjectKind.Business
                ? new BusinessBody(Array.Find(identifiers, identifier => identifier.Scheme == "companies-house")?.Value, TradingNames())
                : null;
        var body = new SubjectRegistration(kind, (Name ?? "").Trim(), born, identifiers, place, business);
        if (SubjectInput.TryRead(body, out var particulars, out var refused))
        {
            return particulars;
        }

        var pointer = refused.ProblemDetails.Extensions["pointer"] as string ?? "";
        ModelState.AddModelError(Fields.GetValueOrDefault(pointer) ?? "", refused.ProblemDetails.Detail ?? "Check what you entered");
        return null;
    }

    private string[] TradingNames() =>
        [.. (TradingAs ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private PlaceBody? ReadPlace()
    {
        if (!PlaceTypes.Any(choice => choice.Value == PlaceType))
        {
            ModelState.AddModelError(nameof(PlaceType), "Choose what kind of place it is");
        }

        var latitude = Number(Latitude, nameof(Latitude), "latitude");
        var longitude = Number(Longitude, nameof(Longitude), "longitude");
        var precision = Number(Precision, nameof(Precision), "number of metres");
        return PlaceType is null
            ? null
            : new PlaceBody(
                PlaceType,
                string.IsNullOrWhiteSpace(Address) ? null : Address.Trim(),
                string.IsNullOrWhiteSpace(PlacePostcode) ? null : PlacePostcode.Trim(),
                latitude,
                longitude,
                precision is { } metres ? (int)Math.Round(Math.Clamp(metres, -1, 1_000_000)) : null,
                Protected.Contains("yes", StringComparer.Ordinal)
            );
    }

    private double? Number(string? text, string field, string what)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        ModelState.AddModelError(field, $"Enter the {what} as a number, such as 51.5");
        return null;
    }

    private static IReadOnlyList<Choice> Named(params string[] codes) =>
        [.. codes.Select(code => new Choice(code, SubjectWords.Scheme(code)))];
}
