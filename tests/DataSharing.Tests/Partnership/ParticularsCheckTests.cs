using DataSharing.Partnership;
using Xunit;

namespace DataSharing.Tests.Partnership;

public sealed class ParticularsCheckTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly Contact Somebody = new("Somebody", "somebody@example.invalid");

    [Theory]
    [InlineData("Z1234567", true)]
    [InlineData("Z123456X", true)]
    [InlineData("ZA123456", true)]
    [InlineData("ZB999999", true)]
    [InlineData("z1234567", false)]
    [InlineData("Z123456", false)]
    [InlineData("Z12345678", false)]
    [InlineData("A1234567", false)]
    [InlineData("ZX12345X", false)]
    [InlineData("Z1234567\n", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IcoRegistrationNumber_Form(string? text, bool fits) => Assert.Equal(fits, IcoRegistrationNumber.TryParse(text, out _));

    [Fact]
    public void Faults_Police_NeedNoCaldicottGuardian() => Assert.Empty(ParticularsCheck.Faults(DirectoryWorld.Particulars(), Today));

    [Theory]
    [InlineData("childrens-social-care")]
    [InlineData("nhs-trust")]
    [InlineData("general-practice")]
    public void Faults_HealthAndSocialCare_NeedGuardianRiskOwnerAndToolkit(string kind)
    {
        var bare = DirectoryWorld.Particulars(kind);
        Assert.Equal(["/caldicottGuardian", "/seniorInformationRiskOwner", "/toolkit"], Pointers(bare));

        var whole = bare with
        {
            CaldicottGuardian = Somebody,
            SeniorInformationRiskOwner = Somebody,
            Toolkit = new ToolkitSubmission(ToolkitStatus.StandardsMet, Today),
        };
        Assert.Empty(Pointers(whole));
    }

    [Fact]
    public void Faults_NameTheFieldsAndNeverTheValues()
    {
        var particulars = DirectoryWorld.Particulars("hospital", "Line\nbreak") with
        {
            DataProtectionContact = new Contact(" ", "not an address", "ring me"),
            Toolkit = new ToolkitSubmission(ToolkitStatus.StandardsMet, Today.AddDays(1)),
        };

        var faults = ParticularsCheck.Faults(particulars, Today);

        Assert.Equal(
            [
                "/name",
                "/kind",
                "/dataProtectionContact/name",
                "/dataProtectionContact/email",
                "/dataProtectionContact/telephone",
                "/toolkit/publishedOn",
            ],
            faults.Select(f => f.JsonPointer)
        );
        Assert.All(faults, f => Assert.DoesNotContain("ring me", f.Rule, StringComparison.Ordinal));
    }

    [Fact]
    public void ToString_ShowsNoContact()
    {
        var text = $"{DirectoryWorld.Particulars()} {Somebody}";

        Assert.DoesNotContain("example.invalid", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Somebody", text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Pointers(AgencyParticulars particulars) =>
        ParticularsCheck.Faults(particulars, Today).Select(f => f.JsonPointer);
}
