using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>Criminal-offence data (UK GDPR Article 10) and law-enforcement processing (DPA 2018 Part 3).</summary>
internal static class EnforcementChecks
{
    public static void Run(RuleView rule, LegalReport report)
    {
        var basis = rule.Basis;
        report.AddIf(
            basis.OfficialAuthority && rule.Disclosers.Any(party => !party.IsPublic),
            "official-authority-not-held",
            $"{rule.BasisAt}/officialAuthority"
        );

        var otherPurpose = rule.Purposes.Any(purpose => !purpose.LawEnforcement);
        var collected = rule.Categories.Any(category => category.LawEnforcement);
        report.AddIf(
            (basis.Part3 || collected) && (otherPurpose || rule.Recipients.Any(party => !party.IsCompetent)) && !rule.NamesLaw,
            "part3-reuse-without-law",
            $"{rule.BasisAt}/gateways"
        );
        if (!basis.Part3)
        {
            return;
        }

        report.AddIf(rule.Disclosers.Any(party => !party.IsCompetent), "part3-not-competent-authority", $"{rule.BasisAt}/part3");
        report.AddIf(otherPurpose, "part3-without-law-enforcement-purpose", $"{rule.At}/purposes");
        report.AddIf(rule.HasSpecial && basis.Schedule8 is null, "part3-sensitive-without-condition", $"{rule.BasisAt}/schedule8");
        report.AddIf(
            basis.Schedule8 == 4 && basis.Schedule8Safeguarding is null,
            "part3-safeguarding-facts",
            $"{rule.BasisAt}/schedule8Safeguarding"
        );
        report.AddIf(
            basis.Schedule8 is { } paragraph && rule.Law.Schedule8(paragraph) is { ExcludesConsent: true } && rule.AsksConsent,
            "safeguarding-condition-with-consent",
            $"{rule.At}/consent",
            rule.Law.Schedule8(basis.Schedule8 ?? 0)
        );
        report.AddIf(
            rule.Rule.SubjectKinds.Contains(SubjectKind.Person) && basis.PartThreeSubjects.Count == 0,
            "part3-subjects-undistinguished",
            $"{rule.BasisAt}/part3Subjects"
        );
    }
}
