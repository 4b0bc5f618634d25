using System.Numerics;

namespace DataSharing.Agreements;

/// <summary>
/// What one agreement's permissions say to a question, prohibitions aside. Masks are over the agreement's own categories, of which only those
/// asked for count. Per category: a permission in scope that lacks a fact withholds it; else one that holds permits it; else the least reason
/// tells why not.
/// </summary>
internal readonly ref struct Weighing
{
    private readonly SharingQuestion question;
    private readonly ReadOnlySpan<byte> bits;
    private readonly RefusalReason status;
    private readonly ulong asked;
    private readonly ulong named;
    private readonly ulong inScope;
    private readonly ulong missing;
    private readonly bool kindSeen;

    /// <param name="candidate">The agreement.</param>
    /// <param name="question">The question.</param>
    /// <param name="bits">The agreement's bit of each category asked for (<see cref="LocalArtefact.Localise"/>). Must outlive this.</param>
    /// <param name="now">The moment.</param>
    public Weighing(Candidate candidate, SharingQuestion question, ReadOnlySpan<byte> bits, DateTimeOffset now)
    {
        Candidate = candidate;
        this.question = question;
        this.bits = bits;
        status = candidate.StatusAt(now);
        foreach (var bit in bits)
        {
            asked |= Mask(bit);
        }

        var holding = 0UL;
        foreach (var rule in candidate.Permissions)
        {
            if ((rule.SubjectKinds & (1 << (int)question.SubjectKind)) == 0)
            {
                continue;
            }

            kindSeen = true;
            var mask = rule.Categories & asked;
            named |= mask;
            if (rule.Mode != question.Mode)
            {
                continue;
            }

            inScope |= mask;
            if (status != RefusalReason.None || mask == 0)
            {
                continue;
            }

            if (!rule.Constraints.Asks)
            {
                holding |= mask;
                continue;
            }

            var subject = rule.Constraints.TestSubject(question.Facts);
            if (!rule.Constraints.AsksOfData)
            {
                holding |= subject == CompiledConstraints.Holds ? mask : 0;
                missing |= IsUnknown(subject) ? mask : 0;
                continue;
            }

            for (var left = mask; left != 0; left &= left - 1)
            {
                var bit = left & (~left + 1);
                var outcome = Math.Min(subject, TestData(rule, bit));
                holding |= outcome == CompiledConstraints.Holds ? bit : 0;
                missing |= IsUnknown(outcome) ? bit : 0;
            }
        }

        Permitted = holding & ~missing;
    }

    public Candidate Candidate { get; }

    public ulong Permitted { get; }

    /// <summary>The bit as a mask; 0 for a category that the agreement does not declare.</summary>
    public static ulong Mask(byte bit) => bit == LocalArtefact.NotDeclared ? 0 : 1UL << bit;

    /// <summary>Why a category is withheld; None where it is permitted.</summary>
    public RefusalReason ReasonOf(ulong category)
    {
        if (Candidate.Permissions.Length == 0)
        {
            return Candidate.Silence;
        }

        if ((Permitted & category) != 0)
        {
            return RefusalReason.None;
        }

        return (named & category) == 0
            ? kindSeen
                ? RefusalReason.CategoryNotPermitted
                : RefusalReason.SubjectKindNotPermitted
            : (inScope & category) == 0
                ? RefusalReason.ModeNotPermitted
                : status != RefusalReason.None
                    ? status
                    : Least(category, (missing & category) != 0);
    }

    /// <summary>How near a permission came to what is asked: the greatest reason. Permitted but for a prohibition is nearer than any.</summary>
    public int Nearness()
    {
        var nearest = 0;
        foreach (var bit in bits)
        {
            var reason = ReasonOf(Mask(bit));
            nearest = Math.Max(nearest, reason == RefusalReason.None ? byte.MaxValue : (int)reason);
        }

        return nearest;
    }

    /// <summary>How many categories, of all that the agreement declares, the permissions used for these cover.</summary>
    public int Breadth(ulong permitted)
    {
        var covered = 0UL;
        foreach (var rule in Candidate.Permissions)
        {
            covered |= Matching(rule, RefusalReason.None, permitted) == 0 ? 0 : rule.Categories;
        }

        return BitOperations.PopCount(covered);
    }

    /// <summary>Of these categories asked for, those where a rule is in scope and comes to exactly this.</summary>
    public ulong Matching(CompiledPermission rule, RefusalReason reason, ulong among)
    {
        if ((rule.SubjectKinds & (1 << (int)question.SubjectKind)) == 0 || rule.Mode != question.Mode)
        {
            return 0;
        }

        var mask = rule.Categories & asked & among;
        if (mask == 0 || status != RefusalReason.None)
        {
            return status == reason ? mask : 0;
        }

        var wanted = reason == RefusalReason.None ? CompiledConstraints.Holds : (int)reason;
        if (!rule.Constraints.AsksOfData)
        {
            return SubjectOutcome(rule) == wanted ? mask : 0;
        }

        var subject = SubjectOutcome(rule);
        for (var left = mask; left != 0; left &= left - 1)
        {
            var bit = left & (~left + 1);
            mask &= Math.Min(subject, TestData(rule, bit)) == wanted ? ulong.MaxValue : ~bit;
        }

        return mask;
    }

    private RefusalReason Least(ulong category, bool ofMissing)
    {
        var least = CompiledConstraints.Holds;
        foreach (var rule in Candidate.Permissions)
        {
            if (
                (rule.SubjectKinds & (1 << (int)question.SubjectKind)) == 0
                || rule.Mode != question.Mode
                || (rule.Categories & category) == 0
            )
            {
                continue;
            }

            var outcome = SubjectOutcome(rule);
            outcome = rule.Constraints.AsksOfData ? Math.Min(outcome, TestData(rule, category)) : outcome;
            least = IsUnknown(outcome) == ofMissing ? Math.Min(least, outcome) : least;
        }

        return (RefusalReason)least;
    }

    private int SubjectOutcome(CompiledPermission rule) =>
        rule.Constraints.AsksOfSubject ? rule.Constraints.TestSubject(question.Facts) : CompiledConstraints.Holds;

    private int TestData(CompiledPermission rule, ulong category)
    {
        var place = bits.IndexOf((byte)BitOperations.TrailingZeroCount(category));
        return rule.Constraints.TestData(question.Facts.Data.GetValueOrDefault(question.Asked[place]));
    }

    private static bool IsUnknown(int outcome) => outcome is >= CompiledConstraints.FirstUnknown and < CompiledConstraints.Holds;
}
