using System.Numerics;

namespace DataSharing.Agreements;

/// <summary>
/// What prohibitions take away, from every agreement in force that binds both agencies, suspended ones included. Masks are over the categories
/// asked for, in their order: no agreement alone has bits for all.
/// </summary>
internal readonly ref struct Barred
{
    private readonly ReadOnlySpan<RoutedProhibition> prohibitions;
    private readonly SharingQuestion question;
    private readonly ReadOnlySpan<int> numbers;
    private readonly DateTimeOffset now;

    private Barred(
        ReadOnlySpan<RoutedProhibition> prohibitions,
        SharingQuestion question,
        ReadOnlySpan<int> numbers,
        DateTimeOffset now,
        ulong forbidden,
        ulong unevaluable
    )
    {
        this.prohibitions = prohibitions;
        this.question = question;
        this.numbers = numbers;
        this.now = now;
        Forbidden = forbidden;
        Unevaluable = unevaluable & ~forbidden;
    }

    public ulong Forbidden { get; }

    public ulong Unevaluable { get; }

    public ulong All => Forbidden | Unevaluable;

    /// <summary>The same in the bits of one agreement.</summary>
    /// <param name="bits">Its bit of each category asked for.</param>
    public ulong Local(ReadOnlySpan<byte> bits)
    {
        var local = 0UL;
        for (var left = All; left != 0; left &= left - 1)
        {
            local |= Weighing.Mask(bits[BitOperations.TrailingZeroCount(left)]);
        }

        return local;
    }

    public static Barred By(
        ReadOnlySpan<RoutedProhibition> prohibitions,
        SharingQuestion question,
        ReadOnlySpan<int> numbers,
        DateTimeOffset now
    )
    {
        var (forbidden, unevaluable) = (0UL, 0UL);
        foreach (var prohibition in prohibitions)
        {
            var (forbids, unknown) = Test(prohibition, question, numbers, now, among: ulong.MaxValue);
            forbidden |= forbids;
            unevaluable |= unknown;
        }

        return new Barred(prohibitions, question, numbers, now, forbidden, unevaluable);
    }

    /// <summary>The prohibitions that took the category at this index away, as <c>agreement:rule</c>.</summary>
    public string[] RulesFor(int index)
    {
        var rules = new List<string>();
        var bit = 1UL << index;
        foreach (var prohibition in prohibitions)
        {
            // Only this category: weighing the others again for each would grow with their square.
            var (forbids, unknown) = Test(prohibition, question, numbers, now, bit);
            if ((((Forbidden & bit) != 0 ? forbids : unknown) & bit) != 0)
            {
                rules.Add(prohibition.Rule.Reference);
            }
        }

        return [.. rules.Order(StringComparer.Ordinal)];
    }

    private static (ulong Forbids, ulong Unknown) Test(
        RoutedProhibition prohibition,
        SharingQuestion question,
        ReadOnlySpan<int> numbers,
        DateTimeOffset now,
        ulong among
    )
    {
        var rule = prohibition.Rule;
        if (
            !rule.Forbids(question.Mode)
            || (rule.SubjectKinds & (1 << (int)question.SubjectKind)) == 0
            || prohibition.Local.EffectAt(now) != RefusalReason.None
        )
        {
            return (0, 0);
        }

        var mask = rule.AnyCategory
            ? ulong.MaxValue >> (64 - numbers.Length)
            : MaskOf(rule.Categories, prohibition.Local.LocalBits, numbers);
        mask &= among;
        var constraints = rule.Constraints;
        var subject = constraints.AsksOfSubject ? constraints.TestSubject(question.Facts) : CompiledConstraints.Holds;
        var (forbids, unknown) = (0UL, 0UL);
        for (var i = 0; mask >> i != 0 && i < numbers.Length; i++)
        {
            var bit = mask & (1UL << i);
            if (bit == 0)
            {
                continue;
            }

            var outcome = constraints.AsksOfData
                ? Math.Min(subject, constraints.TestData(question.Facts.Data.GetValueOrDefault(question.Asked[i])))
                : subject;
            forbids |= outcome == CompiledConstraints.Holds ? bit : 0;
            unknown |= outcome is >= CompiledConstraints.FirstUnknown and < CompiledConstraints.Holds ? bit : 0;
        }

        return (forbids, unknown);
    }

    private static ulong MaskOf(ulong categories, byte[] localBits, ReadOnlySpan<int> numbers)
    {
        var mask = 0UL;
        for (var i = 0; i < numbers.Length; i++)
        {
            mask |= numbers[i] >= 0 && (categories & Weighing.Mask(localBits[numbers[i]])) != 0 ? 1UL << i : 0;
        }

        return mask;
    }
}
