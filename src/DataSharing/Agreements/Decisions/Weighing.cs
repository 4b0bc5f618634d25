namespace DataSharing.Agreements;

/// <summary>
/// What one agreement's permissions say to a question, prohibitions aside. Masks are over the categories asked for, in their order. Per
/// category: a permission in scope that lacks a fact withholds it; else one that holds permits it; else the least reason tells why not.
/// </summary>
internal readonly ref struct Weighing
{
    private readonly Candidate candidate;
    private readonly SharingQuestion question;
    private readonly ReadOnlySpan<int> numbers;
    private readonly RefusalReason status;

    private Weighing(Candidate candidate, SharingQuestion question, ReadOnlySpan<int> numbers, RefusalReason status, ulong permitted)
    {
        this.candidate = candidate;
        this.question = question;
        this.numbers = numbers;
        this.status = status;
        Permitted = permitted;
    }

    public ulong Permitted { get; }

    /// <param name="candidate">The agreement.</param>
    /// <param name="question">The question.</param>
    /// <param name="numbers">Number of each category asked for.</param>
    /// <param name="now">The moment.</param>
    /// <param name="reasons">Receives the reason of each category; 0 where permitted.</param>
    public static Weighing Of(
        Candidate candidate,
        SharingQuestion question,
        ReadOnlySpan<int> numbers,
        DateTimeOffset now,
        scoped Span<byte> reasons
    )
    {
        var standing = candidate.StatusAt(now);
        if (candidate.Permissions.Length == 0)
        {
            reasons.Fill((byte)candidate.Silence);
            return new Weighing(candidate, question, numbers, standing, 0);
        }

        // From here a reason is kept as the least so far; 255 says that nothing failed yet.
        Span<byte> missing = stackalloc byte[reasons.Length];
        missing.Fill(CompiledConstraints.Holds);
        reasons.Fill(CompiledConstraints.Holds);
        var (kindSeen, named, inScope, holding) = (false, 0UL, 0UL, 0UL);
        foreach (var rule in candidate.Permissions)
        {
            if ((rule.SubjectKinds & (1 << (int)question.SubjectKind)) == 0)
            {
                continue;
            }

            kindSeen = true;
            var mask = MaskOf(rule.Categories, candidate.Local.LocalBits, numbers);
            named |= mask;
            if (rule.Mode != question.Mode)
            {
                continue;
            }

            inScope |= mask;
            for (var i = 0; standing == RefusalReason.None && i < numbers.Length; i++)
            {
                if ((mask & (1UL << i)) == 0)
                {
                    continue;
                }

                var outcome = Test(rule, question, i);
                if (outcome == CompiledConstraints.Holds)
                {
                    holding |= 1UL << i;
                }
                else if (outcome >= CompiledConstraints.FirstUnknown)
                {
                    missing[i] = Math.Min(missing[i], (byte)outcome);
                }
                else
                {
                    reasons[i] = Math.Min(reasons[i], (byte)outcome);
                }
            }
        }

        var permitted = 0UL;
        for (var i = 0; i < numbers.Length; i++)
        {
            var bit = 1UL << i;
            reasons[i] =
                (named & bit) == 0 ? (byte)(kindSeen ? RefusalReason.CategoryNotPermitted : RefusalReason.SubjectKindNotPermitted)
                : (inScope & bit) == 0 ? (byte)RefusalReason.ModeNotPermitted
                : standing != RefusalReason.None ? (byte)standing
                : missing[i] != CompiledConstraints.Holds ? missing[i]
                : (holding & bit) != 0 ? (byte)RefusalReason.None
                : reasons[i];
            permitted |= reasons[i] == 0 ? bit : 0;
        }

        return new Weighing(candidate, question, numbers, standing, permitted);
    }

    /// <summary>The categories, of all that the agreement declares, that the permissions used for these cover.</summary>
    public ulong Breadth(ulong permitted)
    {
        var covered = 0UL;
        foreach (var rule in candidate.Permissions)
        {
            covered |= (Matching(rule, RefusalReason.None) & permitted) == 0 ? 0 : rule.Categories;
        }

        return covered;
    }

    /// <summary>Of the categories asked for, those where this rule is in scope and comes to exactly this.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="reason">What it comes to.</param>
    /// <param name="among">Only these are looked at: who asks for one category does not weigh the others again.</param>
    public ulong Matching(CompiledPermission rule, RefusalReason reason, ulong among = ulong.MaxValue)
    {
        if ((rule.SubjectKinds & (1 << (int)question.SubjectKind)) == 0 || rule.Mode != question.Mode)
        {
            return 0;
        }

        var mask = MaskOf(rule.Categories, candidate.Local.LocalBits, numbers) & among;
        if (status != RefusalReason.None)
        {
            return status == reason ? mask : 0;
        }

        var wanted = reason == RefusalReason.None ? CompiledConstraints.Holds : (int)reason;
        for (var i = 0; i < numbers.Length; i++)
        {
            if ((mask & (1UL << i)) != 0 && Test(rule, question, i) != wanted)
            {
                mask &= ~(1UL << i);
            }
        }

        return mask;
    }

    public static ulong MaskOf(ulong categories, byte[] localBits, ReadOnlySpan<int> numbers)
    {
        var mask = 0UL;
        for (var i = 0; i < numbers.Length; i++)
        {
            var bit = numbers[i] < 0 ? LocalArtefact.NotDeclared : localBits[numbers[i]];
            if (bit != LocalArtefact.NotDeclared && (categories & (1UL << bit)) != 0)
            {
                mask |= 1UL << i;
            }
        }

        return mask;
    }

    private static int Test(CompiledPermission rule, SharingQuestion question, int index)
    {
        var constraints = rule.Constraints;
        var outcome = constraints.AsksOfSubject ? constraints.TestSubject(question.Facts) : CompiledConstraints.Holds;
        return constraints.AsksOfData
            ? Math.Min(outcome, constraints.TestData(question.Facts.Data.GetValueOrDefault(question.Asked[index])))
            : outcome;
    }
}
