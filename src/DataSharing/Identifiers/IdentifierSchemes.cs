namespace DataSharing.Identifiers;

/// <summary>One kind of identifier that this release can check.</summary>
/// <param name="Code">As it travels: <c>nhs-number</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Check">Normalises and checks a value.</param>
public sealed record IdentifierScheme(string Code, string Title, Func<string, IdentifierCheck> Check);

/// <summary>The schemes that are checked. An agency may use others; they are kept as given.</summary>
public static class IdentifierSchemes
{
    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new(
            "nhs-number",
            "NHS number",
            value =>
                NhsNumber.TryParse(value, out var nhs) ? Passed(nhs.Value)
                : Letters.Compact(value, 10) is { Length: 10 } digits && Letters.AreDigits(digits) ? Failed(digits, "checksum")
                : Failed(value, "format")
        ),
        new(
            "upn",
            "Unique pupil number",
            value =>
                UniquePupilNumber.TryParse(value, out var upn) ? Passed(upn.Value)
                : Letters.Compact(value, 13) is { } shaped && UniquePupilNumber.HasShape(shaped) ? Failed(shaped, "checksum")
                : Failed(value, "format")
        ),
        new(
            "pnc-id",
            "PNC id",
            value =>
                PncId.TryParse(value, out var pnc) ? Passed(pnc.Value)
                : PncId.Normalise(value) is { } written ? Failed(written, "checksum")
                : Failed(value, "format")
        ),
        new("uprn", "UPRN", value => Uprn.TryParse(value, out var uprn) ? Passed(uprn.Value) : Failed(value, "format")),
        new("usrn", "USRN", value => Usrn.TryParse(value, out var usrn) ? Passed(usrn.Value) : Failed(value, "format")),
        new("postcode", "Postcode", value => Postcode.TryParse(value, out var code) ? Passed(code.Value) : Failed(value, "format")),
        new(
            "companies-house",
            "Company number",
            value => CompaniesHouseNumber.TryParse(value, out var company) ? Passed(company.Value) : Failed(value, "format")
        ),
        new(
            "vat-number",
            "VAT number",
            value =>
                VatNumber.TryParse(value, out var vat) ? Passed(vat.Value)
                : VatNumber.Digits(value) is { } digits ? Failed($"GB{digits}", "checksum")
                : Failed(value, "format")
        ),
        new(
            "telephone",
            "Telephone number",
            value => TelephoneNumber.TryParse(value, out var number) ? Passed(number.Value) : Failed(value, "format")
        ),
        new(
            "vrm",
            "Vehicle registration mark",
            value => VehicleRegistrationMark.TryParse(value, out var mark) ? Passed(mark.Value) : Failed(value, "format")
        ),
    ];

    public static IdentifierScheme? Find(string code) => All.FirstOrDefault(s => string.Equals(s.Code, code, StringComparison.Ordinal));

    private static IdentifierCheck Passed(string normalised) => new(normalised, IdentifierResult.Passed, null);

    private static IdentifierCheck Failed(string value, string reason) => new(value.Trim(), IdentifierResult.Failed, reason);
}
