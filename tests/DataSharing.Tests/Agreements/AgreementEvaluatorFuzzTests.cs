using System.Diagnostics;
using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Tests.Agreements.Law;
using Xunit;

namespace DataSharing.Tests.Agreements;

/// <summary>Mutated agreements that still read as ones, and questions at the edges, for as long as asked: the evaluator answers as the oracle does.</summary>
public sealed class AgreementEvaluatorFuzzTests
{
    /// <summary>Far more than any answer takes, and far less than anything that grows with what was sent.</summary>
    private const long MostBytes = 256 * 1024;

    [Fact]
    [Trait("Category", "Fuzz")]
    public void Evaluate_WhateverIsInForceAndAsked_AnswersAsTheOracleInAnyOrder()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SECONDS"), out var asked) ? asked : 5;
        var first = Environment.TickCount & 0xFFFFFF;
        var until = Stopwatch.StartNew();
        var (mutants, permitted, denied) = (0, 0, 0);
        for (var seed = first; until.Elapsed < TimeSpan.FromSeconds(seconds) || mutants == 0 || permitted == 0 || denied == 0; seed++)
        {
            try
            {
                var (some, permits, denials) = Round(seed);
                (mutants, permitted, denied) = (mutants + some, permitted + permits, denied + denials);
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}: {failure}");
            }
        }
    }

    private static (int Mutants, int Permitted, int Denied) Round(int seed)
    {
        var world = new AgreementEvaluatorOracleTests.World(seed);
        var random = new Random(seed);
        var standing = world.Documents.ToDictionary(d => d.Document.Agreement.Id, d => (d.Document, d.Standing));
        var mutants = 0;
        foreach (var (json, _, _) in world.Documents)
        {
            if (
                AgreementDocument.Read(MisuseTests.Mutated(json.ToJsonString(), random)) is DocumentOutcome.Accepted
                {
                    Document: var mutant
                }
            )
            {
                // In place of the one it was made of, or beside it where its name changed.
                standing[mutant.Agreement.Id] = (mutant, new StandingArtefact(AgreementCompiler.Compile(mutant), random.Next(8) == 0));
                mutants++;
            }
        }

        var oracle = new NaiveEvaluator(
            [
                .. standing.Values.Select(d => new NaiveStanding(
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
        var inForce = new AgreementsInForce(standing.Values.Select(d => d.Standing), world.Unreadable, world.Active);
        var shuffled = new AgreementsInForce(
            world.Random.Shuffled(standing.Values.Select(d => d.Standing)),
            world.Random.Shuffled(world.Unreadable),
            world.Random.Shuffled(world.Active)
        );
        var (permitted, denied) = (0, 0);
        for (var i = 0; i < 20; i++)
        {
            var question = AtTheEdge(world.Random.Question(), random);
            var expected = AgreementEvaluatorOracleTests.Describe(oracle.Decide(question, RandomAgreements.Noon));
            // What is worked out once for a pair of agencies is not this answer's.
            _ = AgreementEvaluator.Evaluate(inForce, question, RandomAgreements.Noon);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var decision = AgreementEvaluator.Evaluate(inForce, question, RandomAgreements.Noon);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
            var answer = AgreementEvaluatorOracleTests.Describe(decision);
            Assert.True(expected == answer, $"seed {seed}, question {i}\n{expected}\n--- but\n{answer}");
            var other = AgreementEvaluator.Evaluate(shuffled, question, RandomAgreements.Noon);
            Assert.True(answer == AgreementEvaluatorOracleTests.Describe(other), $"seed {seed}, question {i}: the order shows.");
            Assert.Matches("^[0-9a-f]{64}$", decision.FactsDigest);
            Assert.Equal(decision.FactsDigest, RecordedDecision.Of(decision).FactsDigest);
            permitted += decision.Effect == SharingEffect.Deny ? 0 : 1;
            denied += decision.Effect == SharingEffect.Deny ? 1 : 0;
        }

        return (mutants, permitted, denied);
    }

    private static SharingQuestion AtTheEdge(SharingQuestion question, Random random) =>
        random.Next(8) switch
        {
            0 => question with { Facts = question.Facts with { Age = new AgeBand(0, 999) } },
            1 => question with { Facts = question.Facts with { Age = new AgeBand(999, 999) } },
            2 => question with { Facts = question.Facts with { Flags = Flags(200) } },
            3 => question with { Facts = question.Facts with { Data = Marked(question, random) } },
            4 => Wide(question),
            5 => new SharingQuestion(
                question.From,
                question.From,
                question.Purpose,
                question.SubjectKind,
                question.Categories,
                question.Mode
            ),
            _ => question,
        };

    private static Dictionary<string, bool> Flags(int count) =>
        Enumerable
            .Range(0, count)
            .ToDictionary(i => i % 2 == 0 ? $"flag-{i}" : $"adult-at-risk-{i}", i => i % 3 == 0, StringComparer.Ordinal);

    private static Dictionary<DataCategory, CategoryFacts> Marked(SharingQuestion question, Random random) =>
        question.Categories.ToDictionary(
            category => category,
            _ => new CategoryFacts(
                random.Next(-1, 9),
                (char)random.Next('A', 'Z'),
                (char)random.Next('A', 'Z'),
                [.. Enumerable.Range(0, random.Next(300)).Select(i => $"marking-{i}")]
            )
        );

    private static SharingQuestion Wide(SharingQuestion question) =>
        new(
            question.From,
            question.To,
            question.Purpose,
            question.SubjectKind,
            question
                .Categories.Concat(Enumerable.Range(0, SharingQuestion.MaximumCategories).Select(i => DataCategory.Parse($"further-{i}")))
                .Take(SharingQuestion.MaximumCategories),
            question.Mode
        )
        {
            Facts = question.Facts,
            Emergency = question.Emergency,
            Under = question.Under,
        };
}
