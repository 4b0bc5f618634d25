using System.Diagnostics;
using System.Numerics;
using DataSharing.Agreements;
using DataSharing.Identity;

namespace DataSharing.Benchmarks.Decisions;

/// <summary>The evaluator over a world's agreements.</summary>
internal sealed class OurSide
{
    private readonly SharingQuestion[] questions;
    private readonly AgreementsInForce inForce;

    public OurSide(DecisionWorld world)
    {
        var documents = world.Documents.ConvertAll(Read);
        var begun = Stopwatch.GetTimestamp();
        var artefacts = documents.ConvertAll(AgreementCompiler.Compile);
        CompileSeconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        begun = Stopwatch.GetTimestamp();
        inForce = new AgreementsInForce(
            artefacts.Select(artefact => new StandingArtefact(artefact, Suspended: false)),
            [],
            Enumerable.Range(0, world.Agencies).Select(number => AgencyId.Parse(DecisionWorld.Agency(number)))
        );
        IndexSeconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        questions = [.. world.Questions.Select(DecisionWorld.Ask)];
    }

    public double CompileSeconds { get; }

    /// <summary>Everything that a new version of the partnership head costs before its first decision.</summary>
    public double IndexSeconds { get; }

    /// <summary>Each category of the first questions that is permitted.</summary>
    public int Permits(int first) => questions.Take(first).Sum(question => Permitted(Decide(question)));

    /// <summary>The first decision of each pair and purpose: what is worked out once is worked out now.</summary>
    public double ColdMicroseconds(int first)
    {
        var begun = Stopwatch.GetTimestamp();
        _ = Permits(first);
        return Stopwatch.GetElapsedTime(begun).TotalMicroseconds / first;
    }

    /// <summary>What a decision allocates and costs the processor, collecting included.</summary>
    public OurRound Round(TimeSpan duration)
    {
        var (decided, permitted) = (0, 0);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var processor = Environment.CpuUsage.TotalTime;
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < end)
        {
            foreach (var question in questions)
            {
                permitted += Permitted(Decide(question));
            }

            decided += questions.Length;
        }

        GC.KeepAlive(permitted);
        return new OurRound(
            (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)decided,
            (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / decided
        );
    }

    /// <summary>Each decision timed alone, microseconds, sorted.</summary>
    public double[] Latencies(int passes)
    {
        var times = new double[passes * questions.Length];
        for (var i = 0; i < times.Length; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            var decision = Decide(questions[i % questions.Length]);
            times[i] = Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
            GC.KeepAlive(decision);
        }

        Array.Sort(times);
        return times;
    }

    /// <summary>Digests of the canonical input a second.</summary>
    public double Digests()
    {
        SharingDecision[] decisions = [.. questions.Select(Decide)];
        var begun = Stopwatch.GetTimestamp();
        foreach (var decision in decisions)
        {
            _ = decision.FactsDigest;
        }

        return decisions.Length / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>The whole answer: outcome and rules of each category, reasons, obligations.</summary>
    private SharingDecision Decide(SharingQuestion question)
    {
        var decision = AgreementEvaluator.Evaluate(inForce, question, DecisionWorld.Now);
        _ = decision.Reasons;
        _ = decision.Obligations;
        return decision;
    }

    private static int Permitted(SharingDecision decision)
    {
        var mask = 0UL;
        for (var i = 0; i < decision.Categories.Count; i++)
        {
            mask |= decision.Categories[i].IsPermitted ? 1UL << i : 0;
        }

        return BitOperations.PopCount(mask);
    }

    public static AgreementDocument Read(byte[] bytes) =>
        AgreementDocument.Read(bytes) is DocumentOutcome.Accepted accepted
            ? accepted.Document
            : throw new BenchCouldNotRunException("The bench's own agreement does not read as one.");
}

internal sealed record OurRound(double Bytes, double CpuMicroseconds);
