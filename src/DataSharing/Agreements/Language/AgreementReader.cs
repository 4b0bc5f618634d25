using System.Text.Json;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>Reads the head of a document: what it is, who is bound, and what its rules may name.</summary>
internal static class AgreementReader
{
    public const int MaximumParties = 64;
    public const int MaximumCategories = 64;
    public const int MaximumPurposes = 64;
    public const int MaximumRules = 200;
    public const int MaximumFunctions = 32;

    public static Agreement Read(JsonElement root, Findings findings)
    {
        var top = new StrictObject(root, "", findings);
        _ = top.Integer("format", 1, 1);
        var effective = top.Required("effective") is { } dates ? new StrictObject(dates, top.PointerTo("effective"), findings) : null;
        var agreement = new Agreement
        {
            Id = AgreementId.Parse(top.Code("id")),
            Version = top.Integer("version", 1, 9999),
            Title = top.Text("title", 200),
            PurposeStatement = top.Text("purposeStatement", 4000, lines: true),
            Parties = List(top, "parties", 2, MaximumParties, PartyReader.Read),
            EffectiveFrom = effective?.Instant("from") ?? DateTimeOffset.UnixEpoch,
            EffectiveTo = effective?.OptionalInstant("to"),
            ReviewDate = top.Date("reviewDate"),
            Categories = List(top, "categories", 1, MaximumCategories, Category),
            Purposes = List(top, "purposes", 1, MaximumPurposes, Purpose),
            Permissions = List(top, "permissions", 0, MaximumRules, RuleReader.Permission),
            Prohibitions = List(top, "prohibitions", 0, MaximumRules, RuleReader.Prohibition),
            Dpia = top.OptionalInner(
                "dpia",
                dpia => new ImpactAssessment(dpia.Text("reference", 300), dpia.Date("date"), dpia.Date("reviewDate"))
            ),
            JointArrangement = top.OptionalText("jointArrangement", 300),
            Transparency = top.OptionalText("transparency", 1000, lines: true),
            Rights = top.OptionalText("rights", 1000, lines: true),
            Governance = top.OptionalText("governance", 1000, lines: true),
        };
        effective?.Close();
        top.Close();
        return agreement;
    }

    private static IReadOnlyList<T> List<T>(StrictObject top, string name, int minimum, int maximum, Func<StrictObject, T> read) =>
        StrictList.Items(
            top.Required(name),
            top.PointerTo(name),
            minimum,
            maximum,
            top.Findings,
            (item, at) =>
            {
                var inner = new StrictObject(item, at, top.Findings);
                var value = read(inner);
                inner.Close();
                return value;
            }
        );

    private static DeclaredCategory Category(StrictObject item) =>
        new(DataCategory.Parse(item.Code("code")), item.Text("title", 200), item.Flag("specialCategory"), item.Flag("criminalOffence"))
        {
            SpecialKinds = item.Words("specialKinds", Words.SpecialKinds),
            LawEnforcement = item.Flag("lawEnforcement"),
            RetainFor = item.OptionalDuration("retainFor"),
        };

    private static DeclaredPurpose Purpose(StrictObject item) =>
        new(PurposeCode.Parse(item.Code("code")), item.Text("title", 200))
        {
            Functions = item.Codes("functions", MaximumFunctions),
            LawEnforcement = item.Flag("lawEnforcement"),
        };
}
