using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using Xunit;

namespace DataSharing.Tests.Agreements;

public sealed class AgreementCompilerTests
{
    [Fact]
    public void Compile_FullestExample_GivesTheHashesOnRecord()
    {
        // A change here means that the same document compiles to another artefact: raise AgreementCompiler.Version, and recompile what is in force.
        var bytes = File.ReadAllBytes(Path.Combine(NodeScript.Root(), "tests/DataSharing.Tests/Agreements/Examples/valid-everything.json"));
        var artefact = AgreementCompiler.Compile(Assert.IsType<DocumentOutcome.Accepted>(AgreementDocument.Read(bytes)).Document);
        Assert.Equal("0e4012a8c7b4a1578c10c2969590c2bb4e982053e7b084a07464ab03d0dea8a7", artefact.ContentHash);
        Assert.Equal("168ac09f442585022a2020663b257f619f10af1b76e116a20e95b86101916924", artefact.ArtefactHash);
    }

    [Fact]
    public void Compile_Twice_SameBytesAndCanonical()
    {
        var json = AgreementTexts.Whole("exploitation", [AgreementTexts.Permission()], [AgreementTexts.Prohibition()]);
        var (one, two) = (AgreementTexts.Compile(json), AgreementTexts.Compile(json));
        Assert.Equal(one.Canonical.ToArray(), two.Canonical.ToArray());
        Assert.Equal(one.Canonical.ToArray(), CanonicalJson.From(one.Canonical));
        Assert.Equal(CanonicalJson.Hash(one.Canonical.Span), one.ArtefactHash);
    }

    [Fact]
    public void Compile_ListsInAnotherOrder_DiffersInContentHashAlone()
    {
        var json = AgreementTexts.Whole("exploitation", [AgreementTexts.Permission()]);
        var other = AgreementTexts.Whole("exploitation", [AgreementTexts.Permission()]);
        other["parties"] = new JsonArray([.. (json["parties"] as JsonArray ?? []).Reverse().Select(p => p?.DeepClone())]);
        var (one, two) = (AgreementTexts.Compile(json), AgreementTexts.Compile(other));
        Assert.NotEqual(one.ContentHash, two.ContentHash);
        Assert.Equal(Form(one), Form(two));

        static string Form(AgreementArtefact artefact) =>
            Encoding.UTF8.GetString(artefact.Canonical.Span).Replace(artefact.ContentHash, "", StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_EveryMemberOfARule_ReachesTheArtefact()
    {
        var whole =
            JsonNode.Parse(
                File.ReadAllText(Path.Combine(NodeScript.Root(), "tests/DataSharing.Tests/Agreements/Examples/valid-everything.json"))
            ) as JsonObject;
        Assert.NotNull(whole);
        var before = AgreementTexts.Compile(whole).Canonical.ToArray();
        (string Path, JsonNode Value)[] changes =
        [
            ("permissions/0/mode", "existence"),
            ("permissions/0/consent", "explicit"),
            ("permissions/0/release", "automatic"),
            ("permissions/0/lawfulBasis/schedule8", 5),
            ("permissions/0/duties/retainFor", "P1D"),
            ("permissions/0/duties/acknowledgeWithin", "P1D"),
            ("permissions/0/duties/notifySubject", false),
            ("permissions/0/duties/onward", new JsonObject { ["to"] = "parties" }),
            ("permissions/0/constraints/age/maximum", 16),
            ("permissions/0/constraints/gradings/sources", new JsonArray(1)),
            ("permissions/0/constraints/gradings/intelligence", new JsonArray("A")),
            ("permissions/0/constraints/handling", new JsonArray("P")),
            ("permissions/0/constraints/markings/within", new JsonArray("tlp-red")),
            ("permissions/0/constraints/markings/any", new JsonArray("tlp-red")),
            ("permissions/0/constraints/flags/looked-after", false),
            ("permissions/0/from", new JsonArray("trust")),
            ("permissions/0/to", new JsonArray("trust")),
            ("permissions/0/categories", new JsonArray("identity", "health")),
            ("prohibitions/0/from", new JsonArray("council")),
            ("prohibitions/0/categories", new JsonArray("health", "identity", "intelligence-summary")),
            ("prohibitions/0/purposes", new JsonArray("safeguarding-children")),
            ("prohibitions/0/subjectKinds", new JsonArray("person")),
            ("prohibitions/0/mode", "content"),
            ("prohibitions/0/constraints/flags/safe-address", false),
            ("effective/from", "2026-11-02T00:00:00Z"),
            ("effective/to", "2028-11-02T00:00:00Z"),
        ];
        foreach (var (path, value) in changes)
        {
            var copy = (JsonObject)whole.DeepClone();
            var steps = path.Split('/');
            JsonNode? node = copy;
            foreach (var step in steps[..^1])
            {
                node = step == "0" ? node?[0] : node?[step];
            }

            Assert.NotNull(node);
            node[steps[^1]] = value;
            var after = AgreementTexts.Compile(copy);
            var form = Encoding
                .UTF8.GetString(after.Canonical.Span)
                .Replace(after.ContentHash, AgreementTexts.Compile(whole).ContentHash, StringComparison.Ordinal);
            Assert.True(form != Encoding.UTF8.GetString(before), path);
        }
    }
}
