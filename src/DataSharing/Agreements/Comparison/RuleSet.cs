using System.Numerics;

namespace DataSharing.Agreements;

/// <summary>Some of the rules of a <see cref="RuleSpace"/>, by their places in it. Two sets of the same rules are equal.</summary>
internal readonly struct RuleSet : IEquatable<RuleSet>
{
    private readonly ulong[] words;

    public RuleSet(int rules) => words = new ulong[(rules + 63) / 64];

    private RuleSet(ulong[] words) => this.words = words;

    public bool IsEmpty => Array.TrueForAll(words, word => word == 0);

    /// <summary>Only while the space is being built: afterwards a set never changes.</summary>
    public void Add(int rule) => words[rule / 64] |= 1UL << (rule % 64);

    public bool Contains(int rule) => (words[rule / 64] & (1UL << (rule % 64))) != 0;

    public RuleSet And(RuleSet other)
    {
        var both = new ulong[words.Length];
        for (var i = 0; i < both.Length; i++)
        {
            both[i] = words[i] & other.words[i];
        }

        return new RuleSet(both);
    }

    /// <summary>The places, in rising order.</summary>
    public IEnumerable<int> Places()
    {
        for (var i = 0; i < words.Length; i++)
        {
            for (var left = words[i]; left != 0; left &= left - 1)
            {
                yield return (64 * i) + BitOperations.TrailingZeroCount(left);
            }
        }
    }

    public bool Equals(RuleSet other) => words.AsSpan().SequenceEqual(other.words);

    public override bool Equals(object? obj) => obj is RuleSet other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var word in words)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }
}
