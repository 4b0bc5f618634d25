using System.Numerics;

namespace DataSharing.Agreements;

/// <summary>
/// Decides. A pure function of what is in force, the question with its facts, and the moment: no I/O, no clock of its own. Default deny;
/// a prohibition beats a permission; a rule that lacks a fact refuses. The rules in prose: docs/agreements.md.
/// </summary>
public static class AgreementEvaluator
{
    /// <summary>Changes whenever the same inputs would give another answer.</summary>
    /// <remarks>2: a review date that has passed withholds; before, it changed nothing.</remarks>
    public const string Version = "2";

    public static SharingDecision Evaluate(AgreementsInForce inForce, SharingQuestion question, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(inForce);
        ArgumentNullException.ThrowIfNull(question);
        var decision = Decide(inForce, question, now);
        return question.Emergency ? EmergencyRelease.Supply(decision) : decision;
    }

    private static SharingDecision Decide(AgreementsInForce inForce, SharingQuestion question, DateTimeOffset now)
    {
        var (from, to) = (inForce.ActiveNumber(question.From), inForce.ActiveNumber(question.To));
        if (from < 0 || to < 0)
        {
            return DecisionMaker.RefuseAll(inForce, question, now, RefusalReason.PartyNotActive);
        }

        if (inForce.MayBeUnreadable(question.From, question.To))
        {
            return DecisionMaker.RefuseAll(inForce, question, now, RefusalReason.AgreementUnreadable);
        }

        var asked = question.Asked;
        Span<int> numbers = stackalloc int[asked.Length];
        for (var i = 0; i < asked.Length; i++)
        {
            numbers[i] = inForce.CategoryNumber(asked[i]);
        }

        var route = inForce.RouteFor(from, to, question);
        var barred = Barred.By(route.Prohibitions, question, numbers, now);
        // Two, so that what the best so far stands on stays while another is weighed.
        Span<byte> bits = stackalloc byte[asked.Length];
        Span<byte> others = stackalloc byte[asked.Length];
        if (First(route, question) is not { } first)
        {
            return barred.All == 0
                ? DecisionMaker.RefuseAll(inForce, question, now, RefusalReason.NoAgreement)
                : DecisionMaker.Make(inForce, question, now, default, bits, barred);
        }

        first.Local.Localise(numbers, bits);
        var best = new Weighing(first, question, bits, now);
        for (var i = 1; question.Under is null && i < route.Speaking.Length; i++)
        {
            route.Speaking[i].Local.Localise(numbers, others);
            var weighing = new Weighing(route.Speaking[i], question, others, now);
            if (IsBetter(weighing, weighing.Permitted & ~barred.Local(others), best, best.Permitted & ~barred.Local(bits)))
            {
                best = weighing;
                var free = bits;
                bits = others;
                others = free;
            }
        }

        return DecisionMaker.Make(inForce, question, now, best, bits, barred);
    }

    /// <summary>The agreement that is named; or the first of those that speak; or, where none does, the one that came nearest.</summary>
    private static Candidate? First(Route route, SharingQuestion question) =>
        question.Under is { } named ? Array.Find(route.Candidates, candidate => candidate.Local.Artefact.Id == named)
        : route.Speaking.Length > 0 ? route.Speaking[0]
        : route.NearestSilent;

    /// <summary>
    /// The answer rests on one agreement: the one that permits most of what is asked; among equals the one whose permissions used here cover the
    /// fewest categories; where none permits anything, the one that came nearest; then the first by id.
    /// </summary>
    private static bool IsBetter(in Weighing one, ulong onePermits, in Weighing best, ulong bestPermits)
    {
        var more = BitOperations.PopCount(onePermits) - BitOperations.PopCount(bestPermits);
        return more != 0 ? more > 0
            : onePermits == 0 ? one.Nearness() > best.Nearness()
            : one.Breadth(onePermits) < best.Breadth(bestPermits);
    }
}
