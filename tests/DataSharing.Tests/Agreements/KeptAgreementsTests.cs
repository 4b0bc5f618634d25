using DataSharing.Agreements;
using Xunit;

namespace DataSharing.Tests.Agreements;

/// <summary>Documents that were signed before the language grew say, hash and compile to exactly what they did.</summary>
public sealed class KeptAgreementsTests
{
    [Theory]
    [InlineData(
        "eastmere-exploitation",
        "04e400547b5edb72cf69e946ecea5bb94ab18c71fd547c1efac8575c2ee3f6d4",
        "fc8751a431fcc7cff3430762f19ce86f4c9aa35516d5e1087fb2b73d87b272be"
    )]
    [InlineData(
        "eastmere-disruption",
        "383f00b650052bc777c7a753a50aa74e00f235d0841d50fd3bae6292b540a669",
        "42262a4d11038c0e72280af21035084fb6b05d570ed1f3843b38d3b8ffb53955"
    )]
    public void Compile_SignedBeforeTheLanguageGrew_GivesTheSameBytes(string name, string contentHash, string artefactHash)
    {
        var file = Path.Combine(NodeScript.Root(), $"tests/DataSharing.Tests/Agreements/Examples/Kept/{name}.json");
        var document = Assert.IsType<DocumentOutcome.Accepted>(AgreementDocument.Read(File.ReadAllBytes(file))).Document;
        Assert.Equal(contentHash, document.ContentHash);
        Assert.Equal(artefactHash, AgreementCompiler.Compile(document).ArtefactHash);
    }

    [Fact]
    public void Compile_PermissionWithoutATime_TakesTheShortestOfItsCategories()
    {
        var json = AgreementTexts.Whole("kept", [AgreementTexts.Permission()]);
        json["categories"]?[0]?.AsObject().Add("retainFor", "P1Y");
        json["categories"]?[1]?.AsObject().Add("retainFor", "P6M");
        Assert.Equal("P6M", AgreementTexts.Compile(json).Compiled.Permissions[0].Ground.Duties.RetainFor?.Text);
        json["permissions"]?[0]?.AsObject().Add("duties", new System.Text.Json.Nodes.JsonObject { ["retainFor"] = "P2Y" });
        Assert.Equal("P2Y", AgreementTexts.Compile(json).Compiled.Permissions[0].Ground.Duties.RetainFor?.Text);
    }
}
