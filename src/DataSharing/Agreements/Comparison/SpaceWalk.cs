using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>
/// Asks one question of every line of sharing in a <see cref="RuleSpace"/> and puts the lines with the same answer together. Lines of which the
/// same rules speak are asked once; at each dimension, values below which all is alike become one.
/// </summary>
/// <typeparam name="TAnswer">Null where there is nothing to tell. Equal answers are told together.</typeparam>
internal sealed class SpaceWalk<TAnswer>(RuleSpace space, Func<IReadOnlyList<SpaceRule>, TAnswer?> ask, bool beyondDeclared)
    where TAnswer : class
{
    /// <summary>Different sets of rules that are asked about, at most, so that a hostile document cannot take hours.</summary>
    public const int Limit = 200_000;

    private readonly Dictionary<TAnswer, int> numbers = [];
    private readonly List<TAnswer> answers = [];
    private readonly Dictionary<RuleSet, int?> asked = [];
    private readonly Dictionary<RuleSet, IReadOnlyList<Line>> byPurpose = [];
    private readonly Dictionary<RuleSet, IReadOnlyList<Line>> byMode = [];
    private readonly Dictionary<RuleSet, IReadOnlyList<Line>> byKind = [];

    /// <exception cref="TooTangledException">The rules overlap in more ways than are worked out.</exception>
    public IReadOnlyList<(TAnswer Answer, SharingScope Scope)> Run() =>
        [
            .. PairsOf(Pairs())
                .OrderBy(line => line.From[0])
                .ThenBy(line => line.To[0])
                .ThenBy(line => line.Below.Values[0][0])
                .ThenBy(line => line.Below.Key, StringComparer.Ordinal)
                .Select(line => (answers[line.Below.Answer], Scope(line))),
        ];

    private List<(int From, int To, Line Below)> Pairs()
    {
        var pairs = new List<(int, int, Line)>();
        for (var from = 0; from < space.Agencies.Length; from++)
        {
            for (var to = 0; to < space.Agencies.Length; to++)
            {
                if (from != to)
                {
                    pairs.AddRange(Purposes(space.From[from].And(space.To[to])).Select(line => (from, to, line)));
                }
            }
        }

        return pairs;
    }

    private IReadOnlyList<Line> Purposes(RuleSet alive) =>
        Remember(byPurpose, alive, () => Merge(space.ByPurpose, beyondDeclared ? 0 : 1, alive, Modes));

    private IReadOnlyList<Line> Modes(RuleSet alive) => Remember(byMode, alive, () => Merge(space.ByMode, 0, alive, Kinds));

    private IReadOnlyList<Line> Kinds(RuleSet alive) => Remember(byKind, alive, () => Merge(space.ByKind, 0, alive, Categories));

    private IReadOnlyList<Line> Categories(RuleSet alive) =>
        Merge(space.ByCategory, beyondDeclared ? 0 : 1, alive, left => Answer(left) is { } number ? [new Line(number, [])] : []);

    private int? Answer(RuleSet alive)
    {
        if (asked.TryGetValue(alive, out var known))
        {
            return known;
        }

        if (asked.Count >= Limit)
        {
            throw new TooTangledException();
        }

        int? number = null;
        if (!alive.IsEmpty && ask([.. alive.Places().Select(place => space.Rules[place])]) is { } answer)
        {
            if (!numbers.TryGetValue(answer, out var given))
            {
                numbers[answer] = given = answers.Count;
                answers.Add(answer);
            }

            number = given;
        }

        return asked[alive] = number;
    }

    // The values of one dimension that have a line in common, together with that line.
    private static List<Line> Merge(RuleSet[] values, int leaveOut, RuleSet alive, Func<RuleSet, IReadOnlyList<Line>> below)
    {
        var found = new Dictionary<string, (Line Line, List<int> Values)>(StringComparer.Ordinal);
        for (var value = 0; value < values.Length - leaveOut; value++)
        {
            var left = alive.And(values[value]);
            foreach (var line in left.IsEmpty ? [] : below(left))
            {
                if (!found.TryGetValue(line.Key, out var merged))
                {
                    found[line.Key] = merged = (line, []);
                }

                merged.Values.Add(value);
            }
        }

        return
        [
            .. found.Values.Select(item => new Line(
                item.Line.Answer,
                [
                    [.. item.Values],
                    .. item.Line.Values,
                ]
            )),
        ];
    }

    private static IReadOnlyList<Line> Remember(
        Dictionary<RuleSet, IReadOnlyList<Line>> memory,
        RuleSet alive,
        Func<IReadOnlyList<Line>> work
    )
    {
        if (!memory.TryGetValue(alive, out var lines))
        {
            if (memory.Count >= Limit)
            {
                throw new TooTangledException();
            }

            memory[alive] = lines = work();
        }

        return lines;
    }

    // "Each of these to each of the others" is one line, although nobody shares with itself.
    private static IEnumerable<(int[] From, int[] To, Line Below)> PairsOf(List<(int From, int To, Line Below)> pairs)
    {
        foreach (var alike in pairs.GroupBy(pair => pair.Below.Key, StringComparer.Ordinal))
        {
            var below = alike.First().Below;
            var receivers = alike
                .GroupBy(pair => pair.From)
                .ToDictionary(group => group.Key, group => group.Select(pair => pair.To).Order().ToArray());
            foreach (
                var circle in receivers
                    .GroupBy(item => Text(item.Value.Append(item.Key).Order()), StringComparer.Ordinal)
                    .Where(group => group.Count() > 1)
                    .ToArray()
            )
            {
                int[] to = [.. circle.SelectMany(item => item.Value).Distinct().Order()];
                int[] from =
                [
                    .. receivers.Where(item => item.Value.SequenceEqual(to.Where(t => t != item.Key))).Select(item => item.Key).Order(),
                ];
                foreach (var done in from)
                {
                    _ = receivers.Remove(done);
                }

                yield return (from, to, below);
            }

            foreach (var same in receivers.GroupBy(item => Text(item.Value), StringComparer.Ordinal))
            {
                yield return ([.. same.Select(item => item.Key).Order()], same.First().Value, below);
            }
        }
    }

    private static string Text(IEnumerable<int> values) => string.Join(',', values);

    private SharingScope Scope((int[] From, int[] To, Line Below) line)
    {
        var (purposes, modes, kinds, categories) = (line.Below.Values[0], line.Below.Values[1], line.Below.Values[2], line.Below.Values[3]);
        return new SharingScope(
            [.. line.From.Select(i => space.Agencies[i])],
            [.. line.To.Select(i => space.Agencies[i])],
            [.. purposes.Where(i => i < space.Purposes.Length).Select(i => space.Purposes[i])],
            [.. kinds.Select(i => (SubjectKind)i)],
            [.. categories.Where(i => i < space.Categories.Length).Select(i => space.Categories[i])],
            [.. modes.Select(i => (SharingMode)i)]
        )
        {
            OtherPurposes = purposes.Contains(space.Purposes.Length),
            OtherCategories = categories.Contains(space.Categories.Length),
        };
    }

    /// <summary>An answer with the values of the dimensions from here down: purposes, modes, kinds, categories.</summary>
    private sealed class Line(int answer, int[][] values)
    {
        public int Answer => answer;

        public int[][] Values => values;

        public string Key { get; } = $"{answer}:{string.Join(';', values.Select(Text))}";
    }
}

/// <summary>The rules of an agreement overlap in more ways than are worked out. The agreement can be decided on, but not compared or analysed.</summary>
public sealed class TooTangledException() : Exception("The rules overlap in more ways than can be worked out.");
