namespace DataSharing.Agreements;

/// <summary>UK GDPR Article 6: which basis is open to whom, and what it needs.</summary>
internal static class BasisChecks
{
    public static void Run(RuleView rule, LegalReport report)
    {
        var at = $"{rule.BasisAt}/article6";
        var anyPublic = rule.Disclosers.Any(party => party.IsPublic);
        switch (rule.Basis.Article6)
        {
            case "6(1)(ea)":
                report.AddIf(anyPublic, "recognised-interest-public-authority", at);
                break;
            case "6(1)(f)":
                report.AddIf(anyPublic, "legitimate-interests-public-authority", at);
                break;
            case "6(1)(e)":
                report.AddIf(rule.Disclosers.Any(party => !party.IsPublic), "public-task-without-authority", at);
                report.AddIf(!rule.NamesLaw, "public-task-without-law", $"{rule.BasisAt}/gateways");
                break;
            case "6(1)(c)":
                report.AddIf(!rule.NamesDuty, "legal-obligation-without-duty", $"{rule.BasisAt}/gateways");
                break;
            case "6(1)(a)":
                report.AddIf(anyPublic, "consent-by-public-authority", at);
                break;
            default:
                break;
        }

        report.AddIf(
            rule.Basis.Annex1 is "public-task-request" && rule.Recipients.Any(party => !party.IsPublic),
            "requested-by-no-public-body",
            $"{rule.BasisAt}/annex1"
        );
    }
}
