using System.Globalization;
using System.Numerics;
using RulesEngine.Models;

namespace DataSharing.Benchmarks.Decisions;

/// <summary>What RulesEngine is asked with: numbers, which its compiled expressions compare fastest.</summary>
internal sealed record RulesEngineInput(int From, int To, int Purpose, int Kind, int Age, bool AdultAtRisk);

/// <summary>NuGet RulesEngine with the same rules, each an expression; the rules that hold say which categories, by mask.</summary>
internal sealed class RulesEngineSide
{
    private const string Workflow = "agreements";
    private readonly RulesEngine.RulesEngine engine;
    private readonly Dictionary<string, (bool IsProhibition, ulong Mask)> rules;
    private readonly (RuleParameter Input, ulong Asked)[] questions;

    public RulesEngineSide(DecisionWorld world, int first)
    {
        rules = world.Rules.ToDictionary(rule => rule.Name, rule => (rule.IsProhibition, Mask(rule.Categories)), StringComparer.Ordinal);
        questions =
        [
            .. world
                .Questions.Take(first)
                .Select(q =>
                    (
                        new RuleParameter("q", new RulesEngineInput(q.From, q.To, q.Purpose, q.Kind, q.Age, q.AdultAtRisk)),
                        Mask(q.Categories)
                    )
                ),
        ];
        var workflow = new Workflow
        {
            WorkflowName = Workflow,
            Rules = [.. world.Rules.Select(rule => new Rule { RuleName = rule.Name, Expression = Expression(rule) })],
        };
        engine = new RulesEngine.RulesEngine([workflow]);
    }

    /// <summary>Each category of the first questions that is permitted, and decisions a second of the processor.</summary>
    public async Task<(int Permits, double PerSecond)> RoundAsync()
    {
        var permits = 0;
        var processor = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < questions.Length; i++)
        {
            var (permitted, forbidden) = (0UL, 0UL);
            foreach (var result in await engine.ExecuteAllRulesAsync(Workflow, questions[i].Input))
            {
                if (!result.IsSuccess)
                {
                    continue;
                }

                var (isProhibition, mask) = rules[result.Rule.RuleName];
                permitted |= isProhibition ? 0 : mask;
                forbidden |= isProhibition ? mask : 0;
            }

            permits += BitOperations.PopCount(permitted & ~forbidden & questions[i].Asked);
        }

        return (permits, questions.Length / (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    private static ulong Mask(int[] categories) => categories.Aggregate(0UL, (mask, category) => mask | (1UL << category));

    private static string Expression(WorldRule rule)
    {
        List<string> parts =
        [
            AnyOf("q.From", rule.From),
            AnyOf("q.To", rule.To),
            AnyOf("q.Purpose", rule.Purposes),
            AnyOf("q.Kind", rule.Kinds),
        ];
        if (rule.MaximumAge is { } age)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"q.Age <= {age}"));
        }

        if (rule.AdultAtRisk is { } flag)
        {
            parts.Add(flag ? "q.AdultAtRisk" : "!q.AdultAtRisk");
        }

        return string.Join(" && ", parts);
    }

    private static string AnyOf(string member, int[] values) =>
        $"({string.Join(" || ", values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{member} == {value}")))})";
}
