namespace DataSharing.Agreements;

/// <summary>What an agreement says once for all its permissions.</summary>
internal static class WholeChecks
{
    private static readonly string[] OfVulnerablePeople = ["child-safeguarding", "adult-safeguarding"];

    public static void Run(LegalScene scene, LegalReport report)
    {
        var agreement = scene.Agreement;
        report.AddIf(agreement.ReviewDate < scene.Day, "review-overdue", "/reviewDate");
        report.AddIf(agreement.Dpia is null && IsHighRisk(agreement), "dpia-missing", "/dpia");
        report.AddIf(agreement.Dpia?.Date > scene.Day, "dpia-not-done-yet", "/dpia/date");
        report.AddIf(agreement.Dpia?.ReviewDate < scene.Day, "dpia-overdue", "/dpia/reviewDate");

        var joint = agreement.Parties.Count(party => party.ControllerRole == ControllerRole.Joint);
        report.AddIf(joint > 0 && agreement.JointArrangement is null, "joint-arrangement-missing", "/jointArrangement");
        report.AddIf(joint == 1, "lone-joint-controller", "/parties");

        report.AddIf(agreement.Transparency is null, "transparency-unstated", "/transparency");
        report.AddIf(agreement.Rights is null, "rights-unstated", "/rights");
        report.AddIf(agreement.Governance is null, "governance-unstated", "/governance");
        foreach (var (purpose, place) in agreement.Purposes.Select((purpose, place) => (purpose, place)))
        {
            Functions(scene.Law, purpose.Functions, $"/purposes/{place}/functions", report);
        }
    }

    internal static void Functions(LawPack law, IReadOnlyList<string> functions, string at, LegalReport report)
    {
        for (var i = 0; i < functions.Count; i++)
        {
            report.AddIf(!law.HasFunction(functions[i]), "law-not-carried", $"{at}/{i}", law.Find("uk-gdpr-5-1-b"));
        }
    }

    // UK GDPR Art 35(3): special-category or criminal-offence data; and vulnerable people, on which the regulator's list insists.
    private static bool IsHighRisk(Agreement agreement) =>
        agreement.Permissions.Count > 0
        && (
            agreement.Categories.Any(category => category.SpecialCategory || category.CriminalOffence || category.LawEnforcement)
            || agreement.Purposes.Any(purpose => purpose.Functions.Intersect(OfVulnerablePeople, StringComparer.Ordinal).Any())
        );
}

/// <summary>What each party must be, whatever it shares.</summary>
internal static class PartyChecks
{
    public static void Run(LegalScene scene, LegalReport report)
    {
        for (var i = 0; i < scene.Parties.Count; i++)
        {
            var (party, at) = (scene.Parties[i], $"/parties/{i}");
            report.AddIf(party.Known is { Active: false }, "party-not-active", $"{at}/agency");
            report.AddIf(!party.HasOfficer, "party-without-dpo", $"{at}/dataProtectionOfficer");
            report.AddIf(party.Authority is null, "party-authority-unstated", $"{at}/authority");
            report.AddIf(party.Contradicted, "party-authority-contradicted", $"{at}/authority");
            report.AddIf(party.IsCare && !party.HasGuardian, "caldicott-guardian-missing", $"{at}/caldicottGuardian");
            WholeChecks.Functions(scene.Law, party.Stated.Functions, $"{at}/functions", report);
            if (party.Stated.ControllerRole == ControllerRole.Processor)
            {
                report.AddIf(party.Stated.ProcessorContract is null, "processor-contract-missing", $"{at}/processorContract");
                var decides = scene.Agreement.Permissions.Any(rule => rule.From.Contains(party.Stated.Agency));
                report.AddIf(decides, "processor-decides", $"{at}/controllerRole");
            }
        }
    }
}
