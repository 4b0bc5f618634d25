namespace DataSharing.Agreements;

/// <summary>UK GDPR Article 9, DPA 2018 Schedule 1 with its policy document, and the common-law duty of confidentiality.</summary>
internal static class SpecialDataChecks
{
    public static void Run(RuleView rule, LegalReport report)
    {
        if (rule.HasSpecial && !rule.Basis.Part3)
        {
            Article9(rule, report);
        }

        if (rule.Basis.Schedule1 is { } condition)
        {
            Condition(rule, condition, report);
        }

        if (rule.HasHealth && rule.Disclosers.Any(party => party.IsCare))
        {
            Confidentiality(rule, report);
        }
    }

    private static void Article9(RuleView rule, LegalReport report)
    {
        var (at, paragraphAt) = ($"{rule.BasisAt}/article9", $"{rule.BasisAt}/schedule1");
        var paragraph = rule.Basis.Schedule1?.Paragraph;
        switch (rule.Basis.Article9)
        {
            case "9(2)(b)":
                report.AddIf(paragraph != 1, "employment-condition-missing", paragraphAt);
                break;
            case "9(2)(c)":
                report.AddIf(rule.AsksConsent, "incapable-yet-asked", at);
                break;
            case "9(2)(d)":
                report.Add("members-data-disclosed", at);
                break;
            case "9(2)(g)":
                report.AddIf(paragraph is null or < 6 or > 28, "substantial-interest-without-paragraph", paragraphAt);
                report.AddIf(
                    paragraph is not null and not 18 && rule.Basis.Schedule1?.SubstantialPublicInterest is null,
                    "public-interest-unstated",
                    $"{paragraphAt}/substantialPublicInterest"
                );
                break;
            case "9(2)(h)":
                report.AddIf(paragraph != 2, "care-condition-missing", paragraphAt);
                report.AddIf(rule.Recipients.Any(party => !party.IsCare), "care-without-secrecy", at);
                break;
            case "9(2)(i)":
                report.AddIf(paragraph != 3, "public-health-condition-missing", paragraphAt);
                break;
            case "9(2)(j)":
                report.AddIf(paragraph != 4, "research-condition-missing", paragraphAt);
                break;
            default:
                break;
        }
    }

    private static void Condition(RuleView rule, ScheduleOneCondition condition, LegalReport report)
    {
        var at = $"{rule.BasisAt}/schedule1";
        report.AddIf(condition.Paragraph == 6 && !rule.NamesLaw, "statutory-purposes-without-statute", $"{at}/paragraph");
        if (rule.Law.Schedule1(condition.Paragraph) is not { } entry)
        {
            return;
        }

        report.AddIf(entry.ExcludesConsent && rule.AsksConsent, "safeguarding-condition-with-consent", $"{rule.At}/consent", entry);
        if (!entry.PolicyDocument)
        {
            return;
        }

        if (condition.PolicyDocument is null)
        {
            var waived = entry.WaivedForCompetentAuthorities && rule.Recipients.All(party => party.IsCompetent);
            report.Add(waived ? "policy-document-waived" : "policy-document-missing", $"{at}/policyDocument");
        }
        else
        {
            report.AddIf(condition.PolicyReviewDate is null, "policy-document-undated", $"{at}/policyReviewDate");
            report.AddIf(condition.PolicyReviewDate < rule.Scene.Day, "policy-document-overdue", $"{at}/policyReviewDate");
        }
    }

    private static void Confidentiality(RuleView rule, LegalReport report)
    {
        var at = $"{rule.BasisAt}/confidentiality";
        switch (rule.Basis.Confidentiality)
        {
            case null:
                report.Add("confidentiality-unaddressed", at);
                break;
            case ConfidentialityBasis.Consent:
                report.AddIf(!rule.AsksConsent, "confidentiality-consent-not-sought", at);
                break;
            case ConfidentialityBasis.LegalDuty:
                report.AddIf(!rule.NamesDuty, "confidentiality-duty-not-shown", at);
                break;
            default:
                break;
        }
    }
}
