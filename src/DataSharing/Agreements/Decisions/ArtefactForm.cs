using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataSharing.Agreements;

/// <summary>
/// The serialised form of an artefact: everything that can change a decision or what a decision carries, in canonical JSON. Masks are 16 hex
/// digits, because JSON numbers are doubles.
/// </summary>
internal static class ArtefactForm
{
    public static byte[] Write(Agreement agreement, string contentHash, CompiledAgreement compiled)
    {
        var form = new JsonObject
        {
            ["compiler"] = AgreementCompiler.Version,
            ["agreement"] = agreement.Id.Value,
            ["version"] = agreement.Version,
            ["contentHash"] = contentHash,
            ["from"] = Instant(agreement.EffectiveFrom),
            ["to"] = agreement.EffectiveTo is { } to ? Instant(to) : null,
            ["parties"] = List(compiled.Parties.Select(party => party.Value)),
            ["purposes"] = List(compiled.Purposes.Select(purpose => purpose.Value)),
            ["categories"] = List(compiled.Categories.Select(category => category.Value)),
            ["specialCategories"] = Mask(compiled.SpecialCategories),
            ["criminalOffence"] = Mask(compiled.CriminalOffence),
            ["permissions"] = new JsonArray([.. compiled.Permissions.Select(Permission)]),
            ["prohibitions"] = new JsonArray([.. compiled.Prohibitions.Select(Prohibition)]),
        };
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            form.WriteTo(json);
        }

        return CanonicalJson.From(output.WrittenMemory);
    }

    private static JsonNode Permission(CompiledPermission rule) =>
        new JsonObject
        {
            ["id"] = rule.Id,
            ["from"] = Mask(rule.From),
            ["to"] = Mask(rule.To),
            ["purposes"] = Mask(rule.Purposes),
            ["categories"] = Mask(rule.Categories),
            ["subjectKinds"] = rule.SubjectKinds,
            ["mode"] = Words.Of(Words.Modes, rule.Mode),
            ["basis"] = Basis(rule.Ground.LawfulBasis),
            ["consent"] = Words.Of(Words.ConsentStances, rule.Ground.Consent),
            ["release"] = Words.Of(Words.Releases, rule.Ground.Release),
            ["duties"] = DutiesOf(rule.Ground.Duties),
            ["constraints"] = ConstraintsOf(rule.Constraints.Source),
        };

    private static JsonNode Prohibition(CompiledProhibition rule) =>
        new JsonObject
        {
            ["id"] = rule.Id,
            ["from"] = Mask(rule.From),
            ["to"] = Mask(rule.To),
            ["anyPurpose"] = rule.AnyPurpose,
            ["purposes"] = Mask(rule.Purposes),
            ["anyCategory"] = rule.AnyCategory,
            ["categories"] = Mask(rule.Categories),
            ["subjectKinds"] = rule.SubjectKinds,
            ["mode"] = Words.Of(Words.Modes, rule.Mode),
            ["constraints"] = ConstraintsOf(rule.Constraints.Source),
        };

    private static JsonObject Basis(LawfulBasis basis) =>
        new()
        {
            ["article6"] = basis.Article6,
            ["annex1"] = basis.Annex1,
            ["article9"] = basis.Article9,
            ["schedule1"] = basis.Schedule1 is { } condition ? ScheduleOne(condition) : null,
            ["part3"] = basis.Part3,
            ["schedule8"] = basis.Schedule8,
            ["gateway"] = basis.Gateway,
        };

    private static JsonObject ScheduleOne(ScheduleOneCondition condition) =>
        new()
        {
            ["paragraph"] = condition.Paragraph,
            ["policyDocument"] = condition.PolicyDocument,
            ["safeguarding"] = condition.Safeguarding is { } facts
                ? new JsonObject
                {
                    ["limb"] = Words.Of(Words.Limbs, facts.Limb),
                    ["protects"] = List(facts.Protects.Select(people => Words.Of(Words.Protected, people))),
                    ["withoutConsent"] = Words.Of(Words.WithoutConsent, facts.WithoutConsent),
                    ["substantialPublicInterest"] = facts.SubstantialPublicInterest,
                }
                : null,
        };

    private static JsonObject DutiesOf(Duties duties) =>
        new()
        {
            ["redact"] = List(duties.Redact),
            ["retainFor"] = duties.RetainFor?.Text,
            ["acknowledgeWithin"] = duties.AcknowledgeWithin?.Text,
            ["onward"] = Words.Of(Words.Onward, duties.Onward.Scope),
            ["onwardAgencies"] = List(duties.Onward.Agencies.Select(agency => agency.Value)),
            ["notifySubject"] = duties.NotifySubject,
        };

    private static JsonObject ConstraintsOf(Constraints constraints) =>
        new()
        {
            ["ageMinimum"] = constraints.Age?.Minimum,
            ["ageMaximum"] = constraints.Age?.Maximum,
            ["sources"] = OptionalList(constraints.Gradings?.Sources?.Select(source => source.ToString(CultureInfo.InvariantCulture))),
            ["intelligence"] = OptionalList(constraints.Gradings?.Intelligence?.Select(letter => letter.ToString())),
            ["handling"] = OptionalList(constraints.Handling?.Select(letter => letter.ToString())),
            ["markingsWithin"] = OptionalList(constraints.Markings?.Within),
            ["markingsAny"] = OptionalList(constraints.Markings?.Any),
            ["flags"] = new JsonObject(
                constraints.Flags.Select(flag => KeyValuePair.Create(flag.Flag, (JsonNode?)JsonValue.Create(flag.Value)))
            ),
        };

    private static JsonArray? OptionalList(IEnumerable<string>? items) => items is null ? null : List(items);

    private static JsonArray List(IEnumerable<string> items) =>
        [.. items.Order(StringComparer.Ordinal).Select(item => (JsonNode?)JsonValue.Create(item))];

    private static string Mask(ulong mask) => mask.ToString("x16", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
