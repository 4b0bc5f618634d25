namespace DataSharing.Agreements;

/// <summary>
/// Every combination of "does not hold", "cannot be told" and "holds" that the facts of a subject and its data can bring about for several
/// rules at once. Facts are not listed one by one: those that no rule tells apart are one case, so there are few.
/// </summary>
internal static class FactCases
{
    public const char No = '0';
    public const char Unknown = '1';
    public const char Yes = '2';

    /// <summary>Beyond it the cases are not worked out.</summary>
    public const int Limit = 20_000;

    /// <summary>One text a case with one letter a rule; null where there are more than <see cref="Limit"/>.</summary>
    public static IReadOnlyCollection<string>? Of(IReadOnlyList<CompiledConstraints> rules)
    {
        HashSet<string> cases = [new string(Yes, rules.Count)];
        // INVARIANT: these vary independently of each other, so that every combination of their cases can be met.
        foreach (var variable in Variables(rules))
        {
            if (variable is null)
            {
                return null;
            }

            var next = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (one, other) in cases.SelectMany(_ => variable, (one, other) => (one, other)))
            {
                _ = next.Add(Both(one, other));
                if (next.Count > Limit)
                {
                    return null;
                }
            }

            cases = next;
        }

        return cases;
    }

    private static IEnumerable<HashSet<string>?> Variables(IReadOnlyList<CompiledConstraints> rules)
    {
        if (rules.Any(rule => rule.Source.Age is not null))
        {
            yield return Ages(rules);
        }

        foreach (var flag in rules.SelectMany(rule => rule.Source.Flags).Select(flag => flag.Flag).Distinct(StringComparer.Ordinal))
        {
            yield return Each<bool>(
                [null, true, false],
                rules,
                (rule, value) =>
                    rule
                        .Source.Flags.Where(asked => asked.Flag == flag)
                        .Select(asked => Known(value, v => v == asked.Value))
                        .DefaultIfEmpty(Yes)
                        .Min()
            );
        }

        if (rules.Any(rule => rule.Needs.HasFlag(FactsNeeded.Consent)))
        {
            yield return Each<bool>(
                [null, true, false],
                rules,
                (rule, given) => rule.Needs.HasFlag(FactsNeeded.Consent) ? Known(given, v => v) : Yes
            );
        }

        if (rules.Any(rule => rule.Source.Gradings?.Sources is not null))
        {
            yield return Each<int>(
                [null, 1, 2, 3],
                rules,
                (rule, value) => rule.Source.Gradings?.Sources is { } asked ? Known(value, asked.Contains) : Yes
            );
        }

        if (rules.Any(rule => rule.Source.Gradings?.Intelligence is not null))
        {
            yield return Each<char>(
                [null, 'A', 'B', 'C', 'D', 'E'],
                rules,
                (rule, value) => rule.Source.Gradings?.Intelligence is { } asked ? Known(value, asked.Contains) : Yes
            );
        }

        if (rules.Any(rule => rule.Source.Handling is not null))
        {
            yield return Each<char>(
                [null, 'P', 'C'],
                rules,
                (rule, value) => rule.Source.Handling is { } asked ? Known(value, asked.Contains) : Yes
            );
        }

        if (rules.Any(rule => rule.Source.Markings is not null))
        {
            yield return Markings(rules);
        }
    }

    // An age is recorded as a band. Between two bounds that rules name, one year is like another, so their first years stand for all.
    private static HashSet<string> Ages(IReadOnlyList<CompiledConstraints> rules)
    {
        int[] years =
        [
            .. rules
                .Select(rule => rule.Source.Age)
                .OfType<AgeConstraint>()
                .SelectMany(age => new[] { age.Minimum, age.Maximum + 1 })
                .OfType<int>()
                .Append(0)
                .Distinct()
                .Order(),
        ];
        var bands = years.SelectMany(from => years.Where(to => to >= from).Select(to => (From: from, To: to)));
        HashSet<string> cases = [.. bands.Select(band => Case(rules, rule => InBand(rule.Source.Age, band.From, band.To)))];
        _ = cases.Add(Case(rules, rule => rule.Source.Age is null ? Yes : Unknown));
        return cases;
    }

    private static char InBand(AgeConstraint? age, int from, int to)
    {
        var (minimum, maximum) = (age?.Minimum ?? 0, age?.Maximum ?? int.MaxValue);
        return from >= minimum && to <= maximum ? Yes
            : to < minimum || from > maximum ? No
            : Unknown;
    }

    // Marking by marking, carried or not, and one that no rule names. Two letters a rule: all within so far, any met so far.
    private static HashSet<string>? Markings(IReadOnlyList<CompiledConstraints> rules)
    {
        var asked = rules.Select(rule => rule.Source.Markings).ToArray();
        var named = asked.SelectMany(rule => (rule?.Within ?? []).Concat(rule?.Any ?? [])).Distinct(StringComparer.Ordinal);
        HashSet<string> states = [string.Concat(asked.Select(rule => rule?.Any is null ? "11" : "10"))];
        foreach (var marking in named.Append(null))
        {
            var carried = states
                .Select(state => string.Concat(asked.Select((rule, i) => Carry(rule, state.AsSpan(2 * i, 2), marking))))
                .ToArray();
            states.UnionWith(carried);
            if (states.Count > Limit)
            {
                return null;
            }
        }

        HashSet<string> cases =
        [
            .. states.Select(state => string.Concat(asked.Select((_, i) => state[2 * i] == '1' && state[(2 * i) + 1] == '1' ? Yes : No))),
        ];
        _ = cases.Add(string.Concat(asked.Select(rule => rule is null ? Yes : Unknown)));
        return cases;
    }

    private static string Carry(MarkingConstraint? rule, ReadOnlySpan<char> state, string? marking)
    {
        var within =
            state[0] == '1' && (rule?.Within is null || (marking is not null && rule.Within.Contains(marking, StringComparer.Ordinal)));
        var any = state[1] == '1' || (marking is not null && rule?.Any?.Contains(marking, StringComparer.Ordinal) == true);
        return $"{(within ? '1' : '0')}{(any ? '1' : '0')}";
    }

    private static HashSet<string> Each<T>(T?[] values, IReadOnlyList<CompiledConstraints> rules, Func<CompiledConstraints, T?, char> test)
        where T : struct => [.. values.Select(value => Case(rules, rule => test(rule, value)))];

    private static string Case(IReadOnlyList<CompiledConstraints> rules, Func<CompiledConstraints, char> test) =>
        string.Create(
            rules.Count,
            (rules, test),
            static (letters, ask) =>
            {
                for (var i = 0; i < letters.Length; i++)
                {
                    letters[i] = ask.test(ask.rules[i]);
                }
            }
        );

    private static char Known<T>(T? value, Func<T, bool> holds)
        where T : struct =>
        value is not { } known ? Unknown
        : holds(known) ? Yes
        : No;

    // Three-valued "and": what does not hold beats what cannot be told.
    private static string Both(string one, string other) =>
        string.Create(
            one.Length,
            (one, other),
            static (letters, both) =>
            {
                for (var i = 0; i < letters.Length; i++)
                {
                    letters[i] = (char)Math.Min(both.one[i], both.other[i]);
                }
            }
        );
}
