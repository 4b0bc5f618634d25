using System.Text.Json;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>Reads permissions and prohibitions.</summary>
internal static class RuleReader
{
    private const int NoteLength = 1000;

    public static Permission Permission(StrictObject item) =>
        new()
        {
            Id = item.Code("id"),
            From = Codes(item, "from", AgreementReader.MaximumParties, AgencyId.Parse),
            To = Codes(item, "to", AgreementReader.MaximumParties, AgencyId.Parse),
            Purposes = Codes(item, "purposes", AgreementReader.MaximumPurposes, PurposeCode.Parse),
            SubjectKinds = SubjectKinds(item, item.Required("subjectKinds")),
            Categories = Codes(item, "categories", AgreementReader.MaximumCategories, DataCategory.Parse),
            Mode = item.Word("mode", Words.Modes),
            LawfulBasis = LawfulBasisReader.Read(item),
            Consent = item.Word("consent", Words.ConsentStances),
            Release = item.Word("release", Words.Releases),
            Duties = DutyReader.Read(item),
            Constraints = ConstraintReader.Read(item),
            Note = item.OptionalText("note", NoteLength, lines: true),
        };

    public static Prohibition Prohibition(StrictObject item) =>
        new()
        {
            Id = item.Code("id"),
            From = AnyOr(item, "from", () => Codes(item, "from", AgreementReader.MaximumParties, AgencyId.Parse)),
            To = AnyOr(item, "to", () => Codes(item, "to", AgreementReader.MaximumParties, AgencyId.Parse)),
            Purposes = AnyOr(item, "purposes", () => Codes(item, "purposes", AgreementReader.MaximumPurposes, PurposeCode.Parse)),
            SubjectKinds = AnyOr(item, "subjectKinds", () => SubjectKinds(item, item.Required("subjectKinds"))),
            Categories = AnyOr(item, "categories", () => Codes(item, "categories", AgreementReader.MaximumCategories, DataCategory.Parse)),
            Mode = item.Word("mode", Words.Modes),
            Constraints = ConstraintReader.Read(item),
            Note = item.OptionalText("note", NoteLength, lines: true),
        };

    private static IReadOnlyList<T> Codes<T>(StrictObject item, string name, int maximum, Func<string, T> parse) =>
        StrictList.Distinct(
            item.Required(name),
            item.PointerTo(name),
            1,
            maximum,
            item.Findings,
            (value, at) => parse(StrictText.Code(value, at, item.Findings))
        );

    private static IReadOnlyList<SubjectKind> SubjectKinds(StrictObject item, JsonElement? list) =>
        StrictList.Distinct(
            list,
            item.PointerTo("subjectKinds"),
            1,
            4,
            item.Findings,
            (value, at) => StrictText.Word(value, at, Words.SubjectKinds, item.Findings)
        );

    private static IReadOnlyList<T>? AnyOr<T>(StrictObject item, string name, Func<IReadOnlyList<T>> read) =>
        item.Optional(name) is { ValueKind: JsonValueKind.String } word
        && string.Equals(StrictText.TryText(word), "any", StringComparison.Ordinal)
            ? null
            : read();
}
