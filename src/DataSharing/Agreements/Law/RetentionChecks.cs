namespace DataSharing.Agreements;

/// <summary>How long content may be kept: by the permission, by its categories, by the recipient's own schedule.</summary>
internal static class RetentionChecks
{
    public static void Run(RuleView rule, LegalReport report)
    {
        if (rule.Rule.Mode != SharingMode.Content)
        {
            return;
        }

        var (at, own) = ($"{rule.At}/duties/retainFor", rule.Rule.Duties.RetainFor);
        var shortest = own;
        foreach (var category in rule.Categories)
        {
            report.AddIf(own is null && category.RetainFor is null, "retention-missing", at);
            report.AddIf(IsLonger(rule, own, category.RetainFor), "retention-beyond-category", at);
            shortest = CalendarDuration.Shorter(shortest, category.RetainFor, rule.Scene.Agreement.EffectiveFrom);
        }

        // What a decision binds the recipient to: the permission's own time, or else the shortest of its categories.
        var kept = own ?? shortest;
        foreach (var party in rule.Recipients)
        {
            if (party.Stated.RetentionSchedule is not { } schedule)
            {
                var place = rule.Scene.PlaceOf(party.Stated.Agency);
                report.Add("retention-schedule-missing", $"/parties/{place}/retentionSchedule");
                continue;
            }

            var named = schedule.Periods.Where(period => rule.Rule.Categories.Contains(period.Category));
            report.AddIf(named.Any(period => IsLonger(rule, kept, period.KeepFor)), "retention-beyond-schedule", at);
        }
    }

    private static bool IsLonger(RuleView rule, CalendarDuration? kept, CalendarDuration? limit)
    {
        var from = rule.Scene.Agreement.EffectiveFrom;
        return kept is not null && limit is not null && kept.After(from) > limit.After(from);
    }
}
