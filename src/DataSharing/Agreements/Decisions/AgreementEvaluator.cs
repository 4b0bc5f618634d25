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
        if (!inForce.IsActive(question.From) || !inForce.IsActive(question.To))
        {
            return DecisionMaker.RefuseAll(inForce, question, now, RefusalReason.PartyNotActive, agreement: null);
        }

        if (inForce.MayBeUnreadable(question.From, question.To))
        {
            return DecisionMaker.RefuseAll(inForce, question, now, RefusalReason.AgreementUnreadable, agreement: null);
        }

        var asked = question.Asked;
        Span<int> numbers = stackalloc int[asked.Length];
        for (var i = 0; i < asked.Length; i++)
        {
            numbers[i] = inForce.CategoryNumber(asked[i]);
        }

        var route = inForce.RouteFor(question.From, question.To, question.Purpose);
        var barred = Barred.By(route.Prohibitions, question, numbers, now);
        var chosen = Choose(route, question, numbers, barred.All, now);
        return chosen is null && barred.All == 0
            ? DecisionMaker.RefuseAll(inForce, question, now, RefusalReason.NoAgreement, agreement: null)
            : DecisionMaker.Make(inForce, question, now, numbers, chosen, barred);
    }

    /// <summary>
    /// The one agreement that the answer rests on: the one named; otherwise the one that permits most of what is asked; among equals the one
    /// whose permissions used here cover the fewest categories; where none permits anything, the one that came nearest; then the first by id.
    /// </summary>
    private static Candidate? Choose(Route route, SharingQuestion question, ReadOnlySpan<int> numbers, ulong barred, DateTimeOffset now)
    {
        if (question.Under is { } named)
        {
            return Array.Find(route.Candidates, candidate => candidate.Local.Artefact.Id == named);
        }

        if (route.Speaking.Length <= 1)
        {
            return route.Speaking.Length == 1 ? route.Speaking[0] : route.NearestSilent;
        }

        Candidate? best = null;
        var bestRank = (Permitted: -1, Nearness: 0, Narrowness: 0);
        Span<byte> reasons = stackalloc byte[numbers.Length];
        foreach (var candidate in route.Speaking)
        {
            var weighing = Weighing.Of(candidate, question, numbers, now, reasons);
            var permitted = weighing.Permitted & ~barred;
            var rank = (
                BitOperations.PopCount(permitted),
                permitted == 0 ? Nearest(reasons) : 0,
                permitted == 0 ? 0 : -BitOperations.PopCount(weighing.Breadth(permitted))
            );
            if (rank.CompareTo(bestRank) > 0)
            {
                best = candidate;
                bestRank = rank;
            }
        }

        return best;
    }

    private static int Nearest(ReadOnlySpan<byte> reasons)
    {
        var nearest = 0;
        foreach (var reason in reasons)
        {
            // Permitted but for a prohibition is nearer than any reason.
            nearest = Math.Max(nearest, reason == (byte)RefusalReason.None ? byte.MaxValue : reason);
        }

        return nearest;
    }
}
