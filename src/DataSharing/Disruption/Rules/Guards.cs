namespace DataSharing.Disruption;

/// <summary>Who the law lets a tactic be used on, and which children are looked at again before it reaches them.</summary>
internal static class Guards
{
    /// <summary>The ages of the law, on a day. An age that is not recorded cannot be judged, and what cannot be judged is refused.</summary>
    public static IEnumerable<RuleRefusal> Ages(Deployment deployment, ActContext context, DateOnly day)
    {
        var limits = deployment.Record.Tactic.AgeLimits;
        if (limits is { Min: null, Max: null })
        {
            yield break;
        }

        foreach (var target in deployment.Targets)
        {
            if (!context.People.TryGetValue(target, out var person))
            {
                continue;
            }

            if (person.AgeOn(day) is not { } age)
            {
                yield return new RuleRefusal(
                    "age-not-recorded",
                    "The law sets an age for this tactic, and the person's date of birth is not recorded."
                );
            }
            else if (age < limits.Min || age > limits.Max)
            {
                yield return new RuleRefusal(
                    "age-guard",
                    $"The law does not allow this tactic for a person of this age on the day of the act or hearing: {limits.Note}."
                );
            }
        }
    }

    /// <summary>
    /// Holds that the facts call for: an enforcement tactic against a child who is, or may be, a victim as well, or who is suspected of
    /// something. Each is looked at by a second person before the tactic goes on. Already known holds stay as they are.
    /// </summary>
    public static IReadOnlyList<HoldRecord> Holds(Deployment deployment, ActContext context)
    {
        var holds = deployment.Record.Holds.ToList();
        if (!deployment.Record.Tactic.Enforcement)
        {
            return holds;
        }

        foreach (var target in deployment.Targets)
        {
            // Whose age is not recorded may be a child.
            if (!context.People.TryGetValue(target, out var person) || person.AgeOn(context.Today) >= 18)
            {
                continue;
            }

            var codes = person.OpenStatuses.Where(s => s is "nrm" or "section-45" or "abe").Select(s => $"child-{s}").ToList();
            if (person.HasSuspectRole)
            {
                codes.Add("child-suspect");
            }

            holds.AddRange(
                codes
                    .Where(code =>
                        !holds.Exists(h =>
                            string.Equals(h.Code, code, StringComparison.Ordinal)
                            && string.Equals(h.SubjectId, target, StringComparison.Ordinal)
                        )
                    )
                    .Select(code => new HoldRecord(code, target, context.Now, null, null))
                    .ToArray()
            );
        }

        return holds;
    }

    public static IEnumerable<RuleRefusal> OpenHolds(IEnumerable<HoldRecord> holds) =>
        holds
            .Where(h => h.IsOpen)
            .Select(h => h.Code)
            .Distinct(StringComparer.Ordinal)
            .Select(code => new RuleRefusal("hold-open", HoldCodes.Said(code)));
}
