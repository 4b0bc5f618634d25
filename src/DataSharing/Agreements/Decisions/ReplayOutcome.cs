using DataSharing.Audit;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>A recorded answer, in the words of an entry, to hold a decision that is made again against.</summary>
/// <param name="Digest">SHA-256 of the canonical input, lower-case hex.</param>
/// <param name="Cited">What the entry says of the decision.</param>
/// <param name="Permitted">The categories permitted, in order; null where the entry does not say.</param>
/// <param name="Withheld">The categories withheld, in order; null where the entry does not say.</param>
public sealed record RecordedAnswer(
    string Digest,
    DecisionCitation Cited,
    IReadOnlyList<DataCategory>? Permitted,
    IReadOnlyList<DataCategory>? Withheld
)
{
    // The categories are private.
    public override string ToString() => "RecordedAnswer(redacted)";
}

/// <summary>What making a decision again came to.</summary>
public abstract record ReplayOutcome
{
    private ReplayOutcome() { }

    /// <summary>The same input gives the same answer.</summary>
    /// <param name="Decision">As made again.</param>
    public sealed record Identical(SharingDecision Decision) : ReplayOutcome;

    /// <param name="Decision">As made again.</param>
    /// <param name="Differences">At least one.</param>
    public sealed record Differs(SharingDecision Decision, IReadOnlyList<ReplayDifference> Differences) : ReplayOutcome;

    /// <summary>It cannot be made again, though its input is there.</summary>
    /// <param name="Reason"><c>input-unreadable</c>, <c>evaluator-unknown</c>, <c>in-force-unknown</c> or <c>agreement-unreadable</c>.</param>
    public sealed record Impossible(string Reason) : ReplayOutcome;
}

/// <summary>One part of the answer that is not as recorded.</summary>
/// <param name="Part"><c>input</c>, <c>effect</c>, <c>agreement</c>, <c>artefact</c>, <c>rules</c>, <c>reasons</c>, <c>lawful-basis</c>, <c>permitted</c> or <c>withheld</c>.</param>
/// <param name="Recorded">As the entry says.</param>
/// <param name="Now">As made again.</param>
public sealed record ReplayDifference(string Part, string Recorded, string Now)
{
    public override string ToString() => $"ReplayDifference({Part})";

    internal static IReadOnlyList<ReplayDifference> Between(RecordedAnswer recorded, string digest, SharingDecision made)
    {
        var (was, now) = (recorded.Cited, made.Cite());
        var differences = new List<ReplayDifference>();
        Compare("input", recorded.Digest, digest);
        Compare("effect", was.Effect, now.Effect);
        Compare("agreement", $"{was.AgreementId}:{was.AgreementVersion}", $"{now.AgreementId}:{now.AgreementVersion}");
        Compare("artefact", was.ArtefactHash ?? "", now.ArtefactHash ?? "");
        Compare("rules", string.Join(' ', was.RuleIds), string.Join(' ', now.RuleIds));
        Compare("reasons", string.Join(' ', was.Reasons), string.Join(' ', now.Reasons));
        Compare("lawful-basis", was.LawfulBasis ?? "", now.LawfulBasis ?? "");
        if (recorded.Permitted is { } permitted)
        {
            Compare("permitted", Codes(permitted), Codes(made.PermittedCategories));
        }

        if (recorded.Withheld is { } withheld)
        {
            Compare("withheld", Codes(withheld), Codes(made.Categories.Where(c => !c.IsPermitted).Select(c => c.Category)));
        }

        return differences;

        void Compare(string part, string before, string after)
        {
            if (!string.Equals(before, after, StringComparison.Ordinal))
            {
                differences.Add(new ReplayDifference(part, before, after));
            }
        }
    }

    private static string Codes(IEnumerable<DataCategory> categories) => string.Join(' ', categories.Select(category => category.Value));
}
