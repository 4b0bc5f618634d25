using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Partnership;
using Xunit;

namespace DataSharing.Tests.Agreements;

public sealed class AgreementEvaluatorOracleTests
{
    private const int Worlds = 1500;
    private const int QuestionsEach = 20;

    [Fact]
    public void Evaluate_RandomAgreementsAndQuestions_AnswersAsTheDocumentsRead()
    {
        var seen = new SortedDictionary<RefusalReason, int>();
        var effects = new SortedDictionary<SharingEffect, int>();
        for (var seed = 0; seed < Worlds; seed++)
        {
            var world = new World(seed);
            var oracle = new NaiveEvaluator(
                [
                    .. world.Documents.Select(d => new NaiveStanding(
                        d.Document.Agreement,
                        d.Standing.Suspended,
                        d.Standing.ReviewBy,
                        d.Standing.EndsAt,
                        d.Standing.Withdrawals
                    )),
                ],
                world.Unreadable,
                world.Active
            );
            for (var i = 0; i < QuestionsEach; i++)
            {
                var question = world.Random.Question();
                var expected = Describe(oracle.Decide(question, RandomAgreements.Noon));
                var decision = AgreementEvaluator.Evaluate(world.InForce, question, RandomAgreements.Noon);
                Assert.True(expected == Describe(decision), $"seed {seed}, question {i}\n{expected}\n--- but\n{Describe(decision)}");
                effects[decision.Effect] = effects.GetValueOrDefault(decision.Effect) + 1;
                foreach (var category in decision.Categories)
                {
                    seen[category.Reason] = seen.GetValueOrDefault(category.Reason) + 1;
                }
            }
        }

        // Worlds in which some outcome never comes up would prove nothing about it.
        Assert.All(
            Enum.GetValues<RefusalReason>(),
            reason => Assert.True(seen.GetValueOrDefault(reason) >= 20, $"{reason}: {seen.GetValueOrDefault(reason)}")
        );
        Assert.All(
            Enum.GetValues<SharingEffect>(),
            effect => Assert.True(effects.GetValueOrDefault(effect) > 800, $"{effect}: {effects.GetValueOrDefault(effect)}")
        );
    }

    [Fact]
    public void Evaluate_RulesAgreementsAndListsShuffled_AnswersTheSame()
    {
        for (var seed = 10_000; seed < 10_300; seed++)
        {
            var world = new World(seed);
            var shuffled = new AgreementsInForce(
                world
                    .Random.Shuffled(world.Documents)
                    .Select(d => d.Standing with { Artefact = AgreementTexts.Compile(Shuffle(world.Random, d.Json)) }),
                world.Random.Shuffled(world.Unreadable),
                world.Random.Shuffled(world.Active)
            );
            for (var i = 0; i < QuestionsEach; i++)
            {
                var question = world.Random.Question();
                Assert.Equal(
                    Describe(AgreementEvaluator.Evaluate(world.InForce, question, RandomAgreements.Noon)),
                    Describe(AgreementEvaluator.Evaluate(shuffled, question, RandomAgreements.Noon))
                );
            }
        }
    }

    [Fact]
    public void Evaluate_SameInputsTwice_SameDigestAndAnswer()
    {
        var (first, second) = (new World(77), new World(77));
        for (var i = 0; i < 50; i++)
        {
            var one = AgreementEvaluator.Evaluate(first.InForce, first.Random.Question(), RandomAgreements.Noon);
            var two = AgreementEvaluator.Evaluate(second.InForce, second.Random.Question(), RandomAgreements.Noon);
            Assert.Equal(one.FactsDigest, two.FactsDigest);
            Assert.Equal(Describe(one), Describe(two));
        }
    }

    [Fact]
    public void Evaluate_ToldOnlyWhatIsNeeded_AnswersTheSame()
    {
        var left = new SortedDictionary<FactsNeeded, int>();
        for (var seed = 20_000; seed < 20_600; seed++)
        {
            var world = new World(seed);
            for (var i = 0; i < QuestionsEach; i++)
            {
                var question = world.Random.Question();
                var needs = world.InForce.Needs(question.From, question.To, question.Purpose);
                // Before it is known who shares, at least as much is needed.
                Assert.Equal(needs, needs & world.InForce.Needs(question.To, question.Purpose));
                var facts = question.Facts with
                {
                    Age = needs.HasFlag(FactsNeeded.Age) ? question.Facts.Age : null,
                    Flags = needs.HasFlag(FactsNeeded.Flags) ? question.Facts.Flags : SharingFacts.NoneRecorded.Flags,
                    Consent = needs.HasFlag(FactsNeeded.Consent) ? question.Facts.Consent : null,
                };
                Assert.Equal(
                    Describe(AgreementEvaluator.Evaluate(world.InForce, question, RandomAgreements.Noon)),
                    Describe(AgreementEvaluator.Evaluate(world.InForce, question with { Facts = facts }, RandomAgreements.Noon))
                );
                left[needs] = left.GetValueOrDefault(needs) + 1;
            }
        }

        // Every combination comes up, so that each part has been left out and been needed.
        Assert.Equal(8, left.Count);
    }

    private static JsonObject Shuffle(RandomAgreements random, JsonObject json)
    {
        var copy = (JsonObject)json.DeepClone();
        foreach (var list in new[] { "parties", "categories", "purposes", "permissions", "prohibitions" })
        {
            copy[list] = random.Shuffled(copy[list]);
        }

        foreach (var rule in new[] { "permissions", "prohibitions" }.SelectMany(list => copy[list] as JsonArray ?? []).OfType<JsonObject>())
        {
            foreach (var member in rule.Where(member => member.Value is JsonArray).Select(member => member.Key).ToArray())
            {
                rule[member] = random.Shuffled(rule[member]);
            }
        }

        return copy;
    }

    private static string Describe(NaiveEvaluator.Verdict verdict)
    {
        var permitted = verdict.Categories.Values.Count(a => a.Reason == RefusalReason.None);
        var effect =
            permitted == 0 ? "Deny"
            : permitted == verdict.Categories.Count ? "Permit"
            : "PermitInPart";
        var text = new StringBuilder($"{effect} under {verdict.Under?.Id}\n");
        foreach (var (category, answer) in verdict.Categories)
        {
            _ = text.Append($"{category} {answer.Reason} {string.Join(' ', answer.Rules)}\n");
        }

        var rules = verdict.Grounds.Select(g => g.Rule).ToList();
        var parties = verdict.Under?.Parties.Select(p => p.Agency.Value).ToArray() ?? [];
        var reach = parties
            .Concat(rules.SelectMany(r => r.Duties.Onward.Agencies.Select(a => a.Value)))
            .Distinct()
            .Where(agency =>
                rules.Count > 0
                && !verdict.RestsOnEmergency
                && rules.All(r =>
                    r.Duties.Onward.Scope == OnwardScope.Parties
                        ? parties.Contains(agency)
                        : r.Duties.Onward.Agencies.Any(a => a.Value == agency)
                )
            );
        return text.Append($"grounds {string.Join(' ', verdict.Grounds.Select(g => g.Name))}\n")
            .Append(
                $"consent {(rules.Count == 0 ? 0 : rules.Max(r => r.Consent))} release {(verdict.RestsOnEmergency ? ReleaseManner.Manual : rules.Count == 0 ? 0 : rules.Max(r => r.Release))}\n"
            )
            .Append(
                $"keep until {Earliest(rules.Select(r => r.Duties.RetainFor))}, acknowledge by {Earliest(rules.Select(r => r.Duties.AcknowledgeWithin))}\n"
            )
            .Append($"tell {rules.Any(r => r.Duties.NotifySubject)} onward {Reach(reach.Order(StringComparer.Ordinal))}")
            .ToString();
    }

    private static string Describe(SharingDecision decision)
    {
        var text = new StringBuilder($"{decision.Effect} under {decision.Agreement?.Id}\n");
        foreach (var category in decision.Categories)
        {
            _ = text.Append($"{category.Category} {category.Reason} {string.Join(' ', category.Rules)}\n");
        }

        var duties = decision.Obligations;
        var onward = Reach(duties.Onward.Agencies.Select(a => a.Value));
        return text.Append($"grounds {string.Join(' ', decision.Grounds.Select(g => g.Rule))}\n")
            .Append(
                $"consent {(decision.Grounds.Count == 0 ? 0 : decision.Consent)} release {(decision.Grounds.Count == 0 && !decision.RestsOnEmergency ? 0 : decision.Release)}\n"
            )
            .Append(
                $"keep until {duties.RetainFor?.After(RandomAgreements.Noon):O}, acknowledge by {duties.AcknowledgeWithin?.After(RandomAgreements.Noon):O}\n"
            )
            .Append($"tell {duties.NotifySubject} onward {onward}")
            .ToString();
    }

    private static string Reach(IEnumerable<string> agencies) => string.Join(',', agencies);

    private static string Earliest(IEnumerable<CalendarDuration?> durations) =>
        durations.Select(d => d?.After(RandomAgreements.Noon)).Min() is { } earliest ? earliest.ToString("O") : "";

    private sealed class World
    {
        public World(int seed)
        {
            Random = new RandomAgreements(seed);
            Documents =
            [
                .. Enumerable
                    .Range(0, seed % 6)
                    .Select(i => Random.Agreement($"agreement-{i}"))
                    .Select(json => (json, AgreementTexts.Read(json)))
                    .Select(pair => (pair.json, pair.Item2, Standing(AgreementCompiler.Compile(pair.Item2)))),
            ];
            Unreadable = Random.Chance(20) ? [Random.Unreadable()] : [];
            Active = Random.Active();
            InForce = new AgreementsInForce(Documents.Select(d => d.Standing), Unreadable, Active);
        }

        public RandomAgreements Random { get; }

        public IReadOnlyList<(JsonObject Json, AgreementDocument Document, StandingArtefact Standing)> Documents { get; }

        public UnreadableAgreement[] Unreadable { get; }

        public AgencyId[] Active { get; }

        public AgreementsInForce InForce { get; }

        private StandingArtefact Standing(AgreementArtefact artefact) =>
            new(artefact, Random.Chance(8))
            {
                ReviewBy = Random.Chance(6) ? Around() : null,
                EndsAt = Random.Chance(10) ? Around() : null,
                Withdrawals = Random.Chance(6)
                    ? [new PartyWithdrawal(Random.Shuffled(artefact.Parties)[0], Random.Chance(3) ? null : Around())]
                    : [],
            };

        // The very moment counts as reached.
        private DateTimeOffset Around() =>
            RandomAgreements.Noon
            + (
                Random.Chance(4) ? TimeSpan.Zero
                : Random.Chance(2) ? TimeSpan.FromTicks(1)
                : TimeSpan.FromDays(-1)
            );
    }
}
