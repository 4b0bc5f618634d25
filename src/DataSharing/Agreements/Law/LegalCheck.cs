namespace DataSharing.Agreements;

/// <summary>
/// Finds where an agreement's bases, actors and data cannot lawfully combine. Pure: agreement, law, what is known of the parties, and the day
/// go in, findings come out. It reads what the parties state; whether that is true stays with them.
/// </summary>
public static class LegalCheck
{
    /// <param name="agreement">As read.</param>
    /// <param name="law">The pack in use.</param>
    /// <param name="parties">What the directory knows; empty offline, and then what the agreement states counts.</param>
    /// <param name="day">The day on which it is judged. Law is judged on this day or the agreement's first, whichever is later.</param>
    /// <returns>In document order within each part: the agreement, its parties, its permissions.</returns>
    public static IReadOnlyList<LegalFinding> Examine(Agreement agreement, LawPack law, IReadOnlyList<PartyStanding> parties, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        ArgumentNullException.ThrowIfNull(law);
        ArgumentNullException.ThrowIfNull(parties);
        var report = new LegalReport(law);
        var scene = new LegalScene(agreement, law, parties, day);
        WholeChecks.Run(scene, report);
        PartyChecks.Run(scene, report);
        for (var i = 0; i < agreement.Permissions.Count; i++)
        {
            var rule = new RuleView(scene, agreement.Permissions[i], $"/permissions/{i}");
            BasisChecks.Run(rule, report);
            SpecialDataChecks.Run(rule, report);
            EnforcementChecks.Run(rule, report);
            RecipientChecks.Run(rule, report);
            RetentionChecks.Run(rule, report);
            StandingLawChecks.Run(rule, report);
        }

        return report.All;
    }

    /// <summary>A fault of law that reading found already, with its source; null for faults of form.</summary>
    public static LegalFinding? OnReading(AgreementFinding finding, LawPack law)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(law);
        return LegalRules.Find(finding.Code) is { OnReading: true, Law: { } cited } rule && law.Find(cited) is { } source
            ? new LegalFinding(rule, finding.Pointer, source)
            : null;
    }
}
