using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using Xunit;

namespace DataSharing.Tests.Agreements;

/// <summary>Exported policies, expanded by an independent JSON-LD processor and held to what ODRL's information model asks of an Agreement.</summary>
public sealed class OdrlPolicyTests
{
    private const string Odrl = "http://www.w3.org/ns/odrl/2/";
    private const string Own = "urn:datasharing:odrl:";

    // ODRL Vocabulary & Expression 2.2, section 3.13 (operators) and the left operands and actions that we take from it.
    private static readonly string[] Operators =
    [
        "eq",
        "gt",
        "gteq",
        "hasPart",
        "isA",
        "isAllOf",
        "isAnyOf",
        "isNoneOf",
        "isPartOf",
        "lt",
        "lteq",
        "neq",
    ];
    private static readonly string[] LeftOperands = ["dateTime", "elapsedTime", "purpose"];
    private static readonly string[] Actions = ["use", "transfer", "delete", "inform", "modify"];

    private static readonly (AgreementDocument Document, JsonElement Policy)[] All = Expand();

    public static TheoryData<string> Names => [.. All.Select(one => one.Document.Agreement.Id.Value)];

    [Fact]
    public void Export_CoversTheFiveExamplesAndEveryMember() => Assert.True(All.Length >= 6);

    [Theory]
    [MemberData(nameof(Names))]
    public void Export_Expanded_IsAnAgreementOfTheInformationModel(string name)
    {
        var (document, policy) = One(name);
        Assert.Equal([$"{Odrl}Agreement"], Types(policy));
        Assert.Equal($"urn:datasharing:agreement:{name}:{document.Agreement.Version}", Id(policy));
        Assert.Equal($"{Own}profile:1", Id(Single(policy, $"{Odrl}profile")));
        Assert.Equal($"{Odrl}prohibit", Id(Single(policy, $"{Odrl}conflict")));
        Assert.Equal(document.ContentHash, Value(Single(policy, $"{Own}contentHash")).GetString());
        foreach (var rule in Items(policy, $"{Odrl}permission").Concat(Items(policy, $"{Odrl}prohibition")))
        {
            // An atomic rule: one action, one target, one party in each role (section 2.7.2).
            AssertAction(Single(rule, $"{Odrl}action"));
            Assert.Equal([$"{Odrl}PartyCollection"], Types(Single(rule, $"{Odrl}assigner")));
            Assert.Equal([$"{Odrl}PartyCollection"], Types(Single(rule, $"{Odrl}assignee")));
            Assert.Equal([$"{Odrl}AssetCollection"], Types(Single(rule, $"{Odrl}target")));
            Assert.All(Items(rule, $"{Odrl}constraint"), AssertConstraint);
            foreach (var duty in Items(rule, $"{Odrl}duty"))
            {
                AssertAction(Single(duty, $"{Odrl}action"));
                Assert.All(Items(duty, $"{Odrl}constraint"), AssertConstraint);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Export_Expanded_SaysWhatTheAgreementSays(string name)
    {
        var (document, policy) = One(name);
        var agreement = document.Agreement;
        Assert.Equal(agreement.Parties.Select(party => $"urn:datasharing:agency:{party.Agency}"), Items(policy, $"{Own}party").Select(Id));
        var permissions = Items(policy, $"{Odrl}permission").ToDictionary(Id, StringComparer.Ordinal);
        Assert.Equal(agreement.Permissions.Count, permissions.Count);
        foreach (var rule in agreement.Permissions)
        {
            var written = permissions[$"{Id(policy)}#rule-{rule.Id}"];
            Assert.Equal(rule.From.Select(agency => $"urn:datasharing:agency:{agency}"), Members(Single(written, $"{Odrl}assigner")));
            Assert.Equal(rule.To.Select(agency => $"urn:datasharing:agency:{agency}"), Members(Single(written, $"{Odrl}assignee")));
            Assert.Equal(
                rule.Categories.Select(category => $"urn:datasharing:category:{category}"),
                Members(Single(written, $"{Odrl}target"))
            );
            var purposes = Right(written, $"{Odrl}purpose").Select(Id);
            Assert.Equal(rule.Purposes.Select(purpose => $"urn:datasharing:purpose:{purpose}"), purposes);
            Assert.Equal(rule.SubjectKinds.Count, Right(written, $"{Own}subjectKind").Count());
            Assert.Equal(rule.LawfulBasis.Citation, Value(Single(Single(written, $"{Own}lawfulBasis"), $"{Own}citation")).GetString());
            Assert.Equal(Duties(rule), Items(written, $"{Odrl}duty").Length);
            Assert.Equal(rule.Consent == ConsentStance.Explicit ? 1 : 0, Right(written, $"{Own}consent").Count());
            Assert.Equal(
                (rule.Constraints.Age?.Minimum is null ? 0 : 1) + (rule.Constraints.Age?.Maximum is null ? 0 : 1),
                Right(written, $"{Own}ageInYears").Count()
            );
            Assert.All(rule.Constraints.Flags, flag => Assert.Single(Right(written, $"{Own}flag:{flag.Flag}")));
        }

        var prohibitions = Items(policy, $"{Odrl}prohibition").ToDictionary(Id, StringComparer.Ordinal);
        Assert.Equal(agreement.Prohibitions.Count, prohibitions.Count);
        foreach (var rule in agreement.Prohibitions)
        {
            var written = prohibitions[$"{Id(policy)}#rule-{rule.Id}"];
            Assert.Equal(rule.From?.Count ?? agreement.Parties.Count, Members(Single(written, $"{Odrl}assigner")).Count());
            Assert.Equal(rule.To?.Count ?? agreement.Parties.Count, Members(Single(written, $"{Odrl}assignee")).Count());
            var target = Single(written, $"{Odrl}target");
            Assert.Equal(rule.Categories is null, Id(target) == $"{Own}AnyData");
            Assert.Equal(rule.Categories?.Count ?? 0, Members(target).Count());
        }
    }

    private static int Duties(Permission rule) =>
        rule.Duties.Redact.Count
        + (rule.Duties.RetainFor is null ? 0 : 1)
        + (rule.Duties.AcknowledgeWithin is null ? 0 : 1)
        + (rule.Duties.NotifySubject ? 1 : 0)
        + (rule.Consent == ConsentStance.InformUnlessRisk ? 1 : 0);

    private static void AssertAction(JsonElement action)
    {
        var name = Id(action);
        if (name.StartsWith(Odrl, StringComparison.Ordinal))
        {
            Assert.Contains(name[Odrl.Length..], Actions);
            return;
        }

        // One of ours says of which of ODRL's it is a part.
        Assert.StartsWith(Own, name, StringComparison.Ordinal);
        Assert.Contains(Id(Single(action, $"{Odrl}includedIn"))[Odrl.Length..], Actions);
    }

    private static void AssertConstraint(JsonElement constraint)
    {
        var left = Id(Single(constraint, $"{Odrl}leftOperand"));
        Assert.True(left.StartsWith(Own, StringComparison.Ordinal) || LeftOperands.Contains(left[Odrl.Length..]), left);
        Assert.Contains(Id(Single(constraint, $"{Odrl}operator"))[Odrl.Length..], Operators);
        Assert.NotEmpty(Items(constraint, $"{Odrl}rightOperand"));
    }

    private static IEnumerable<JsonElement> Right(JsonElement rule, string left) =>
        Items(rule, $"{Odrl}constraint")
            .Where(constraint => Id(Single(constraint, $"{Odrl}leftOperand")) == left)
            .SelectMany(constraint => Items(constraint, $"{Odrl}rightOperand"));

    private static IEnumerable<string> Members(JsonElement collection) =>
        collection.TryGetProperty("@reverse", out var reverse) ? Items(reverse, $"{Odrl}partOf").Select(Id) : [];

    private static JsonElement[] Items(JsonElement node, string member) =>
        node.TryGetProperty(member, out var items) ? [.. items.EnumerateArray()] : [];

    private static JsonElement Single(JsonElement node, string member) => Assert.Single(Items(node, member));

    private static string Id(JsonElement node) => node.GetProperty("@id").GetString() ?? "";

    private static JsonElement Value(JsonElement node) => node.GetProperty("@value");

    private static IEnumerable<string?> Types(JsonElement node) =>
        node.GetProperty("@type").EnumerateArray().Select(type => type.GetString());

    private static (AgreementDocument Document, JsonElement Policy) One(string name) =>
        All.Single(one => one.Document.Agreement.Id.Value == name);

    private static (AgreementDocument Document, JsonElement Policy)[] Expand()
    {
        string[] files =
        [
            .. Directory.GetFiles(Path.Combine(NodeScript.Root(), "examples", "agreements"), "*.json"),
            Path.Combine(NodeScript.Root(), "tests", "DataSharing.Tests", "Agreements", "Examples", "valid-all-facts.json"),
            Path.Combine(NodeScript.Root(), "tests", "DataSharing.Tests", "Agreements", "Examples", "valid-everything.json"),
        ];
        AgreementDocument[] documents =
        [
            .. files.Select(file => AgreementTexts.Read(JsonNode.Parse(File.ReadAllText(file))?.AsObject() ?? [])),
        ];
        var policies = new JsonArray([.. documents.Select(document => (JsonNode)OdrlPolicy.Of(document))]);
        using var expanded = JsonDocument.Parse(NodeScript.Run("expand.mjs", policies.ToJsonString()));
        return [.. documents.Zip(expanded.RootElement.EnumerateArray().Select(policy => Assert.Single(policy.EnumerateArray()).Clone()))];
    }
}
