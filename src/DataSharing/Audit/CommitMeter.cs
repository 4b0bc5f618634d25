using System.Diagnostics.Metrics;

namespace DataSharing.Audit;

/// <summary>
/// Counts what the journal did, for operators: how often a commit could not be written, and how many decisions refuse. Costs nothing while nobody
/// listens. Attributes are codes: <c>outcome</c> (<c>committed</c>, <c>conflict</c>, <c>unavailable</c>) and <c>effect</c> (<c>permit</c>,
/// <c>deny</c>, <c>none</c> where the act rests on no decision).
/// </summary>
internal static class CommitMeter
{
    // The product's one meter name.
    private static readonly Meter Meter = new("DataSharing");
    private static readonly Counter<long> Commits = Meter.CreateCounter<long>(
        "datasharing.commits",
        "{commit}",
        "Commits of the journal, by outcome and by the effect of the decision they rest on."
    );

    public static bool IsWatched => Commits.Enabled;

    public static void Count(string outcome, AuditAct act) => Commits.Add(1, new("outcome", outcome), new("effect", EffectOf(act)));

    private static string EffectOf(AuditAct act) =>
        act.Decision?.Effect ?? (string.Equals(act.Act, "access.denied", StringComparison.Ordinal) ? "deny" : "none");
}
