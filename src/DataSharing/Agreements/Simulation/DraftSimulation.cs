namespace DataSharing.Agreements;

/// <summary>
/// Makes past decisions twice, on what is in force and on the same with a draft in place, at one moment: what differs, the draft alone brings
/// about. Counts decisions and people; keeps neither.
/// </summary>
/// <param name="before">What is in force.</param>
/// <param name="after">The same with the draft (<see cref="AgreementsInForce.With"/>).</param>
/// <param name="at">When both are asked: not before the draft has effect.</param>
public sealed class DraftSimulation(AgreementsInForce before, AgreementsInForce after, DateTimeOffset at)
{
    private readonly Dictionary<SimulatedChange, (int Decisions, int People)> lines = [];

    /// <summary>Of them, decisions in which something would change.</summary>
    public int DecisionsChanged { get; private set; }

    /// <summary>Subjects for whom something would change.</summary>
    public int PeopleChanged { get; private set; }

    public IReadOnlyList<SimulatedLine> Lines =>
        [.. lines.Select(line => new SimulatedLine(line.Key, line.Value.Decisions, line.Value.People))];

    /// <summary>Every decision about one subject, at once: so a subject counts once.</summary>
    public void Add(IReadOnlyCollection<SharingQuestion> questions)
    {
        ArgumentNullException.ThrowIfNull(questions);
        var met = new HashSet<SimulatedChange>();
        foreach (var question in questions)
        {
            var changes = Changes(question);
            DecisionsChanged += changes.Count == 0 ? 0 : 1;
            foreach (var change in changes)
            {
                var (decisions, people) = lines.GetValueOrDefault(change);
                lines[change] = (decisions + 1, people + (met.Add(change) ? 1 : 0));
            }
        }

        PeopleChanged += met.Count == 0 ? 0 : 1;
    }

    private List<SimulatedChange> Changes(SharingQuestion question)
    {
        var (was, now) = (AgreementEvaluator.Evaluate(before, question, at), AgreementEvaluator.Evaluate(after, question, at));
        var changes = new List<SimulatedChange>();
        foreach (var (one, other) in was.Categories.Zip(now.Categories))
        {
            SimulatedChangeKind? kind = (one.IsPermitted, other.IsPermitted) switch
            {
                (true, false) => SimulatedChangeKind.PermitToRefuse,
                (false, true) => SimulatedChangeKind.RefuseToPermit,
                (true, true) when !string.Equals(Terms(was, one), Terms(now, other), StringComparison.Ordinal) =>
                    SimulatedChangeKind.OtherTerms,
                _ => null,
            };
            if (kind is { } found)
            {
                var (taken, left) = (Fields(was, one), Fields(now, other));
                changes.Add(
                    new SimulatedChange(
                        found,
                        question.From,
                        question.To,
                        question.Purpose,
                        question.SubjectKind,
                        one.Category,
                        Words.Of(Words.Modes, question.Mode),
                        found == SimulatedChangeKind.OtherTerms ? string.Join(',', left.Except(taken, StringComparer.Ordinal)) : "",
                        found == SimulatedChangeKind.OtherTerms ? string.Join(',', taken.Except(left, StringComparer.Ordinal)) : ""
                    )
                );
            }
        }

        return changes;
    }

    // Of the permissions that the category itself rests on; an emergency rests on none.
    private string Terms(SharingDecision decision, CategoryDecision category) =>
        category.ByEmergency ? "emergency" : SharingTerms.Of(Grounds(decision, category), at).Key;

    private static Ground[] Grounds(SharingDecision decision, CategoryDecision category) =>
        [.. decision.Grounds.Where(ground => category.Rules.Contains(ground.Rule, StringComparer.Ordinal))];

    private static string[] Fields(SharingDecision decision, CategoryDecision category) =>
        [
            .. Grounds(decision, category)
                .SelectMany(ground => ground.Duties.Redact)
                .Where(pointer => pointer.StartsWith($"/{category.Category.Value}/", StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
}
