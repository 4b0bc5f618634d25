namespace DataSharing.Agreements;

/// <summary>
/// What of the data itself would change the answer to a question, all else being as the question says. Found by giving every answer in turn and
/// comparing what may then go: a person who is asked only this is asked nothing in vain.
/// </summary>
/// <param name="Source">The 3x5x2 source grading.</param>
/// <param name="Intelligence">The 3x5x2 intelligence grading.</param>
/// <param name="Handling">The 3x5x2 handling code.</param>
/// <param name="Markings">Those that rules name, in ordinal order; none where no marking changes the answer.</param>
public sealed record DataFactsNeeded(bool Source, bool Intelligence, bool Handling, IReadOnlyList<string> Markings)
{
    /// <summary>Stands for any marking that no rule names; a code never looks like it.</summary>
    public const string OtherMarking = "*";

    // Up to here every combination of markings is tried; where rules name more, markings are taken to matter.
    private const int TriedMarkings = 5;

    public static DataFactsNeeded None { get; } = new(false, false, false, []);

    public bool IsNone => !Source && !Intelligence && !Handling && Markings.Count == 0;

    /// <param name="inForce">What is in force.</param>
    /// <param name="question">The question. What its facts say of the data is not looked at; every category is taken to be alike.</param>
    /// <param name="now">The moment.</param>
    public static DataFactsNeeded Of(AgreementsInForce inForce, SharingQuestion question, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(inForce);
        ArgumentNullException.ThrowIfNull(question);
        var rules = inForce.ConstraintsOf(question.From, question.To, question.Purpose, question.SubjectKind);
        string[] named =
        [
            .. rules
                .SelectMany(rule => (rule.Markings?.Within ?? []).Concat(rule.Markings?.Any ?? []))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        var sources = Apart<int?>([null, 1, 2, 3], rules, (rule, value) => Among(rule.Gradings?.Sources, value));
        var letters = Apart<char?>([null, 'A', 'B', 'C', 'D', 'E'], rules, (rule, value) => Among(rule.Gradings?.Intelligence, value));
        var codes = Apart<char?>([null, 'P', 'C'], rules, (rule, value) => Among(rule.Handling, value));
        var marked =
            named.Length > TriedMarkings ? [null] : Apart(Combinations(named), rules, (rule, carried) => Fits(rule.Markings, carried));
        if (sources.Length * letters.Length * codes.Length * marked.Length == 1)
        {
            return None with { Markings = named.Length > TriedMarkings ? named : [] };
        }

        var answers =
            from source in Enumerable.Range(0, sources.Length)
            from letter in Enumerable.Range(0, letters.Length)
            from code in Enumerable.Range(0, codes.Length)
            from marks in Enumerable.Range(0, marked.Length)
            let facts = new CategoryFacts(sources[source], letters[letter], codes[code], marked[marks])
            select new Tried(source, letter, code, marks, Answer(inForce, question, facts, now));
        Tried[] tried = [.. answers];
        return new DataFactsNeeded(
            Matters(tried, one => one with { Source = 0 }),
            Matters(tried, one => one with { Letter = 0 }),
            Matters(tried, one => one with { Code = 0 }),
            named.Length > TriedMarkings || Matters(tried, one => one with { Marks = 0 }) ? named : []
        );
    }

    /// <summary>One of each set of answers that no rule tells apart.</summary>
    private static T[] Apart<T>(IEnumerable<T> answers, IReadOnlyList<Constraints> rules, Func<Constraints, T, bool?> holds) =>
        [
            .. answers.DistinctBy(
                answer =>
                    string.Concat(
                        rules.Select(rule =>
                            holds(rule, answer) switch
                            {
                                true => '2',
                                false => '0',
                                null => '1',
                            }
                        )
                    ),
                StringComparer.Ordinal
            ),
        ];

    private static bool? Among<T>(IReadOnlyList<T>? asked, T? value)
        where T : struct =>
        asked is null ? true
        : value is { } known ? asked.Contains(known)
        : null;

    private static bool? Fits(MarkingConstraint? asked, string[]? carried) =>
        asked is null ? true
        : carried is null ? null
        : (asked.Within is null || carried.All(asked.Within.Contains)) && (asked.Any is null || carried.Any(asked.Any.Contains));

    /// <summary>Not known, and every set of the markings named and one that is not.</summary>
    private static IEnumerable<string[]?> Combinations(string[] named)
    {
        yield return null;
        string[] all = [.. named, OtherMarking];
        for (var chosen = 0; named.Length > 0 && chosen < 1 << all.Length; chosen++)
        {
            var set = chosen;
            yield return [.. all.Where((_, place) => (set & (1 << place)) != 0)];
        }
    }

    /// <summary>Whether answers that are alike but for one thing come to more than one.</summary>
    private static bool Matters(Tried[] tried, Func<Tried, Tried> but) =>
        tried
            .GroupBy(one => but(one) with { Answer = "" })
            .Any(alike => alike.Select(one => one.Answer).Distinct(StringComparer.Ordinal).Skip(1).Any());

    /// <summary>What may go under which rules, and of what may not, which may be pointed to.</summary>
    private static string Answer(AgreementsInForce inForce, SharingQuestion question, CategoryFacts facts, DateTimeOffset now)
    {
        var asked = question with
        {
            Facts = question.Facts with { Data = question.Categories.ToDictionary(category => category, _ => facts) },
        };
        var decision = AgreementEvaluator.Evaluate(inForce, asked, now);
        // In an emergency it does not matter by which rule something may go, and nobody is kept waiting for it.
        var told = decision.Categories.Select(one =>
            !one.IsPermitted ? "-"
            : question.Emergency ? "+"
            : string.Join(' ', one.Rules)
        );
        CategoryDecision[] withheld = question.Mode == SharingMode.Existence ? [] : [.. decision.Categories.Where(one => !one.IsPermitted)];
        var pointed =
            withheld.Length == 0
                ? []
                : AgreementEvaluator.Evaluate(inForce, asked.PointingTo(withheld.Select(one => one.Category)), now).PermittedCategories;
        return string.Join(',', told.Concat(pointed.Select(category => category.Value)));
    }

    private sealed record Tried(int Source, int Letter, int Code, int Marks, string Answer);
}
