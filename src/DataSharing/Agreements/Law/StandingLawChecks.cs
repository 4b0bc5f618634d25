using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>Whether what a permission relies on is law on the day, open to those who rely on it, and known well enough.</summary>
internal static class StandingLawChecks
{
    public static void Run(RuleView rule, LegalReport report)
    {
        var basis = rule.Basis;
        Stand(rule, rule.Law.Article6(basis.Article6), $"{rule.BasisAt}/article6", report);
        Stand(rule, rule.Law.Annex1(basis.Annex1), $"{rule.BasisAt}/annex1", report);
        if (basis.Article9 is { } article9)
        {
            Stand(rule, rule.Law.Article9(article9), $"{rule.BasisAt}/article9", report);
        }

        if (basis.Schedule1 is { } condition)
        {
            var at = $"{rule.BasisAt}/schedule1/paragraph";
            Carried(rule, rule.Law.Schedule1(condition.Paragraph), "dpa-sch1-part-2", at, report);
        }

        if (basis.Schedule8 is { } paragraph)
        {
            Carried(rule, rule.Law.Schedule8(paragraph), "dpa-35", $"{rule.BasisAt}/schedule8", report);
        }

        for (var i = 0; i < basis.Gateways.Count; i++)
        {
            var at = $"{rule.BasisAt}/gateways/{i}";
            var gateway = rule.Law.Gateway(basis.Gateways[i]);
            Carried(rule, gateway, "uk-gdpr-6-3", at, report);
            if (gateway is not null)
            {
                Open(rule, gateway, at, report);
            }
        }
    }

    private static void Carried(RuleView rule, LawEntry? entry, string otherwise, string at, LegalReport report)
    {
        if (entry is null)
        {
            report.Add("law-not-carried", at, rule.Law.Find(otherwise));
        }

        Stand(rule, entry, at, report);
    }

    private static void Stand(RuleView rule, LawEntry? entry, string at, LegalReport report)
    {
        if (entry is null)
        {
            return;
        }

        report.AddIf(entry.Status == LawStatus.CommencementUnknown, "law-commencement-unknown", at, entry);
        report.AddIf(entry.InForceFrom > rule.Scene.LawDay, "law-not-in-force", at, entry);
        report.AddIf(entry.InForceTo <= rule.Scene.LawDay, "law-ended", at, entry);
        report.AddIf(entry.Certainty == LawCertainty.Unverified, "law-unverified", at, entry);
    }

    private static void Open(RuleView rule, LawEntry gateway, string at, LegalReport report)
    {
        var closed = rule.Disclosers.Concat(rule.Recipients).Any(party => party.IsAmong(gateway.ClosedTo));
        report.AddIf(closed, "gateway-closed", at, gateway);

        var adults = rule.Rule.SubjectKinds is [SubjectKind.Person] && rule.Rule.Constraints.Age is { Minimum: >= 18 };
        report.AddIf(gateway.AdultsOnly && !adults, "gateway-adults-only", at, gateway);
        report.AddIf(gateway.DetrimentWeighed && rule.Rule.Release == ReleaseManner.Automatic, "detriment-unconsidered", at, gateway);
    }
}
