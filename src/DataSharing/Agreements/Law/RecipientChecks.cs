using DataSharing.Partnership;

namespace DataSharing.Agreements;

/// <summary>Whether those who receive may have it: functions, the toolkit for health data, and whom they may pass it on to.</summary>
internal static class RecipientChecks
{
    public static void Run(RuleView rule, LegalReport report)
    {
        foreach (var (party, at) in Placed(rule))
        {
            Functions(rule, party, at, report);

            // A pointer says that a record is held and carries none of it, so the toolkit is asked for content alone.
            if (rule.HasHealth && rule.Rule.Mode == SharingMode.Content)
            {
                Toolkit(rule.Scene, party, at, report);
            }
        }

        report.AddIf(
            rule.Rule.Duties.Onward is { Scope: OnwardScope.Named } onward && onward.Agencies.Any(agency => !rule.Scene.Binds(agency)),
            "onward-outside-parties",
            $"{rule.At}/duties/onward/agencies"
        );
    }

    private static IEnumerable<(PartyView Party, string At)> Placed(RuleView rule) =>
        from party in rule.Recipients
        let place = rule.Rule.To.Select((agency, index) => (agency, index)).First(pair => pair.agency == party.Stated.Agency).index
        select (party, $"{rule.At}/to/{place}");

    private static void Functions(RuleView rule, PartyView party, string at, LegalReport report)
    {
        var scene = rule.Scene;
        if (party.Stated.Functions.Count == 0)
        {
            report.Add("functions-unstated", $"/parties/{scene.PlaceOf(party.Stated.Agency)}/functions");
        }

        foreach (var (purpose, place) in rule.Rule.Purposes.Select(scene.Purpose))
        {
            if (purpose.Functions.Count == 0)
            {
                report.Add("functions-unstated", $"/purposes/{place}/functions");
            }
            else if (party.Stated.Functions.Count > 0)
            {
                var within = purpose.Functions.Intersect(party.Stated.Functions, StringComparer.Ordinal).Any();
                report.AddIf(!within, "purpose-beyond-functions", at);
            }
        }
    }

    private static void Toolkit(LegalScene scene, PartyView party, string at, LegalReport report)
    {
        switch (party.Toolkit)
        {
            case null:
                report.Add("toolkit-missing", at);
                break;
            case { Status: not (ToolkitStatus.StandardsMet or ToolkitStatus.StandardsExceeded) }:
                report.Add("toolkit-not-met", at);
                break;
            case { PublishedOn: var published }:
                var from = new DateTimeOffset(published, TimeOnly.MinValue, TimeSpan.Zero);
                var until = DateOnly.FromDateTime(scene.Law.ToolkitValidFor.After(from).UtcDateTime);
                report.AddIf(scene.Day > until, "toolkit-out-of-date", at);
                break;
        }
    }
}
