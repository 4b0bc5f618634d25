using System.Text.Json.Nodes;
using DataSharing.Agreements;
using DataSharing.Identity;
using Xunit;

namespace DataSharing.Tests.Agreements;

public sealed class DataFactsNeededTests
{
    private const int Worlds = 250;
    private static readonly string[] Marks = ["tlp-green", "tlp-amber", "official-sensitive", DataFactsNeeded.OtherMarking];

    /// <summary>Every answer that could be given is given, and one that is not asked for never changes what may go; one that is, somewhere does.</summary>
    [Fact]
    public void Of_RandomAgreements_AsksExactlyWhatChangesTheAnswer()
    {
        var (asked, spared) = (0, 0);
        for (var seed = 0; seed < Worlds; seed++)
        {
            var random = new RandomAgreements(seed);
            var inForce = new AgreementsInForce(
                Enumerable
                    .Range(0, 3)
                    .Select(i => new StandingArtefact(
                        AgreementCompiler.Compile(AgreementTexts.Read(random.Agreement($"agreement-{i}"))),
                        random.Chance(6)
                    )),
                [],
                AgreementTexts.Agencies.Select(AgencyId.Parse)
            );
            var question = random.Question();
            var needed = DataFactsNeeded.Of(inForce, question, RandomAgreements.Noon);
            var answers = Every().ToDictionary(facts => facts.Key, facts => Answer(inForce, question, facts.Value));
            var expected = (
                Changes(answers, key => key with { Source = null }),
                Changes(answers, key => key with { Letter = null }),
                Changes(answers, key => key with { Code = null }),
                Changes(answers, key => key with { Marks = null })
            );
            Assert.True(
                expected == (needed.Source, needed.Intelligence, needed.Handling, needed.Markings.Count > 0),
                $"seed {seed}: {needed} where {expected} changes the answer"
            );
            _ = needed.IsNone ? spared++ : asked++;
        }

        // Worlds in which nothing is asked would prove nothing.
        Assert.True(asked > 10 && spared > 20, $"{asked} asked, {spared} spared");
    }

    [Fact]
    public void Of_GradingThatCannotHelp_IsNotAsked()
    {
        var rule = AgreementTexts.Permission();
        rule["constraints"] = new JsonObject
        {
            ["age"] = new JsonObject { ["maximum"] = 17 },
            ["gradings"] = new JsonObject { ["sources"] = new JsonArray(1) },
        };
        var question = Question() with { Facts = new SharingFacts { Age = new AgeBand(12, 12) } };
        Assert.Equal(new DataFactsNeeded(true, false, false, []), Needed(question, rule) with { Markings = [] });
        // An adult is outside the clause however it is graded; and in an emergency it goes without the clause.
        Assert.True(Needed(question with { Facts = new SharingFacts { Age = new AgeBand(30, 30) } }, rule).IsNone);
        Assert.True(Needed(question with { Emergency = true }, rule).IsNone);
    }

    [Fact]
    public void Of_MoreMarkingsThanCanBeTried_AsksThem()
    {
        var rule = AgreementTexts.Permission();
        var marks = Enumerable.Range(0, 12).Select(i => $"mark-{i:D2}").ToArray();
        rule["constraints"] = new JsonObject { ["markings"] = new JsonObject { ["within"] = AgreementTexts.List(marks) } };
        Assert.Equal(marks, Needed(Question(), rule).Markings);
    }

    private static SharingQuestion Question() =>
        new(
            AgencyId.Parse("council"),
            AgencyId.Parse("police"),
            PurposeCode.Parse("safeguarding-children"),
            SubjectKind.Person,
            [DataCategory.Parse("risk")],
            SharingMode.Content
        );

    private static DataFactsNeeded Needed(SharingQuestion question, JsonObject rule)
    {
        var artefact = AgreementTexts.Compile(AgreementTexts.Whole("exploitation", [rule.DeepClone()]));
        var inForce = new AgreementsInForce([new StandingArtefact(artefact, false)], [], AgreementTexts.Agencies.Select(AgencyId.Parse));
        return DataFactsNeeded.Of(inForce, question, RandomAgreements.Noon);
    }

    private static IEnumerable<KeyValuePair<Given, CategoryFacts>> Every() =>
        from source in (int?[])[null, 1, 2, 3]
        from letter in (char?[])[null, 'A', 'B', 'C', 'D', 'E']
        from code in (char?[])[null, 'P', 'C']
        from set in Enumerable.Range(-1, (1 << Marks.Length) + 1)
        select KeyValuePair.Create(
            new Given(source, letter, code, set),
            new CategoryFacts(source, letter, code, set < 0 ? null : [.. Marks.Where((_, i) => (set & (1 << i)) != 0)])
        );

    private static bool Changes(Dictionary<Given, string> answers, Func<Given, Given> but) =>
        answers.GroupBy(pair => but(pair.Key)).Any(alike => alike.Select(pair => pair.Value).Distinct().Count() > 1);

    private static string Answer(AgreementsInForce inForce, SharingQuestion question, CategoryFacts facts)
    {
        var told = question with { Facts = question.Facts with { Data = question.Categories.ToDictionary(c => c, _ => facts) } };
        var decision = AgreementEvaluator.Evaluate(inForce, told, RandomAgreements.Noon);
        var may = decision.Categories.Select(c =>
            $"{c.IsPermitted}{(c.IsPermitted && !question.Emergency ? string.Join('+', c.Rules) : "")}"
        );
        DataCategory[] withheld = [.. decision.Categories.Where(c => !c.IsPermitted).Select(c => c.Category)];
        var pointer =
            withheld.Length == 0 || question.Mode == SharingMode.Existence
                ? null
                : AgreementEvaluator.Evaluate(inForce, told.PointingTo(withheld), RandomAgreements.Noon);
        return $"{string.Join(' ', may)} / {string.Join(' ', pointer?.PermittedCategories.Select(c => c.Value) ?? [])}";
    }

    private sealed record Given(int? Source, char? Letter, char? Code, int? Marks);
}
