using static DataSharing.Tests.Agreements.Law.LegalEdits;

namespace DataSharing.Tests.Agreements.Law;

/// <summary>The faults of assessment, retention, parties and the agreement as a whole.</summary>
internal static class LegalDefectsOfParties
{
    private const string P0 = "/permissions/0";
    private const string P2 = "/permissions/2";
    private const string P3 = "/permissions/3";

    public static IReadOnlyList<LegalDefect> All { get; } =
    [
        // Impact assessment and retention.
        new("dpia-missing", "/dpia", ["/dpia"], ["/dpia={\"reference\":\"Here\",\"date\":\"2026-01-01\",\"reviewDate\":\"2027-01-01\"}"]),
        new("dpia-not-done-yet", "/dpia/date", ["/dpia/date=\"2026-11-24\""], ["/dpia/date=\"2026-11-23\""]),
        new("dpia-overdue", "/dpia/reviewDate", ["/dpia/reviewDate=\"2026-11-22\""], ["/dpia/reviewDate=\"2026-11-23\""]),
        new(
            "retention-missing",
            $"{P3}/duties/retainFor",
            ["/categories/0/retainFor"],
            [$"{P3}/mode=\"existence\"", "/categories/0/retainFor=\"P1Y\""]
        ),
        new("retention-beyond-category", $"{P0}/duties/retainFor", [$"{P0}/duties/retainFor=\"P3Y\""], [$"{P0}/duties/retainFor=\"P24M\""]),
        new(
            "retention-beyond-schedule",
            $"{P0}/duties/retainFor",
            ["/parties/1/retentionSchedule/periods/0/keepFor=\"P6M\""],
            ["/parties/1/retentionSchedule/periods/0/keepFor=\"P12M\""]
        ),
        new("retention-schedule-missing", "/parties/1/retentionSchedule", ["/parties/1/retentionSchedule"], [$"{P0}/mode=\"existence\""]),
        // The parties.
        new("party-not-active", "/parties/0/agency", [], [])
        {
            BrokenStandings = [Standing("council", "local-authority", active: false)],
            MendedStandings = [Standing("council", "local-authority")],
        },
        new("party-without-dpo", "/parties/3/dataProtectionOfficer", ["/parties/3/dataProtectionOfficer"], [])
        {
            MendedStandings = [Standing("charity", "voluntary-sector", officer: true)],
        },
        new("party-authority-unstated", "/parties/3/authority", ["/parties/3/authority"], [])
        {
            MendedStandings = [Standing("charity", "voluntary-sector")],
        },
        new(
            "party-authority-contradicted",
            "/parties/1/authority",
            ["/parties/1/authority=\"other\""],
            ["/parties/1/authority=\"public-authority\""]
        )
        {
            BrokenStandings = [Standing("police", "police")],
            MendedStandings = [Standing("police", "police")],
        },
        new("functions-unstated", "/parties/1/functions", ["/parties/1/functions"], ["/parties/1/functions=[\"child-safeguarding\"]"]),
        new("functions-unstated", "/purposes/0/functions", ["/purposes/0/functions"], ["/purposes/0/functions=[\"child-safeguarding\"]"]),
        new(
            "purpose-beyond-functions",
            $"{P0}/to/0",
            ["/parties/1/functions=[\"policing\"]"],
            ["/purposes/0/functions=[\"child-safeguarding\",\"policing\"]"]
        ),
        new("toolkit-missing", $"{P2}/to/0", ["/parties/0/toolkit"], ["/categories/1/specialKinds=[\"ethnicity\"]"]),
        new(
            "toolkit-not-met",
            $"{P2}/to/0",
            ["/parties/0/toolkit/status=\"approaching-standards\""],
            ["/parties/0/toolkit/status=\"standards-exceeded\""]
        ),
        new(
            "toolkit-out-of-date",
            $"{P2}/to/0",
            ["/parties/0/toolkit/publishedOn=\"2025-11-22\""],
            ["/parties/0/toolkit/publishedOn=\"2025-11-23\""]
        ),
        new(
            "caldicott-guardian-missing",
            "/parties/2/caldicottGuardian",
            ["/parties/2/caldicottGuardian"],
            ["/parties/2/caldicottGuardian=\"Medical Director\""]
        ),
        new(
            "joint-arrangement-missing",
            "/jointArrangement",
            ["/jointArrangement"],
            ["/parties/0/controllerRole=\"independent\"", "/parties/2/controllerRole=\"independent\""]
        ),
        new(
            "lone-joint-controller",
            "/parties",
            ["/parties/0/controllerRole=\"independent\""],
            ["/parties/2/controllerRole=\"independent\""]
        ),
        new(
            "processor-contract-missing",
            "/parties/5/processorContract",
            ["/parties/5/processorContract"],
            ["/parties/5/controllerRole=\"independent\""]
        ),
        new(
            "processor-decides",
            "/parties/5/controllerRole",
            [$"{P3}/from=[\"records-bureau\"]"],
            ["/parties/5/controllerRole=\"independent\""]
        ),
        new(
            "onward-outside-parties",
            $"{P0}/duties/onward/agencies",
            [$"{P0}/duties={{\"retainFor\":\"P1Y\",\"onward\":{{\"to\":\"named\",\"agencies\":[\"stranger\"]}}}}"],
            [$"{P0}/duties/onward/agencies=[\"trust\"]"]
        ),
        // The agreement as a whole.
        new("review-overdue", "/reviewDate", ["/reviewDate=\"2026-11-22\""], ["/reviewDate=\"2026-11-23\""]),
        new("transparency-unstated", "/transparency", ["/transparency"], ["/transparency=\"By notice.\""]),
        new("rights-unstated", "/rights", ["/rights"], ["/rights=\"Each answers.\""]),
        new("governance-unstated", "/governance", ["/governance"], ["/governance=\"The group.\""]),
    ];
}
