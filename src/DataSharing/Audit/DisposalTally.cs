using DataSharing.Identity;

namespace DataSharing.Audit;

/// <summary>Whose records of whom are disposed of.</summary>
/// <param name="SubjectId">The subject.</param>
/// <param name="Controller">Only what this agency answers for.</param>
/// <param name="IsRegistrar">It registered the subject, so that the subject itself goes.</param>
/// <param name="Records">What the agency's acts on the subject named (<see cref="SubjectTrail"/>).</param>
public sealed record DisposalScope(string SubjectId, AgencyId Controller, bool IsRegistrar, IReadOnlySet<string> Records)
{
    /// <summary>Ids of the records of one kind.</summary>
    internal IEnumerable<string> Ids(string kind) =>
        Records
            .Where(r => r.StartsWith($"{kind}:", StringComparison.Ordinal))
            .Select(r => r[(kind.Length + 1)..])
            .Order(StringComparer.Ordinal);

    public override string ToString() => "DisposalScope(redacted)";
}

/// <summary>What there is to destroy, or was destroyed, by kind; who was sent any of it; and what stands in the way.</summary>
public sealed class DisposalTally
{
    private readonly SortedDictionary<string, int> kinds = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> recipients = new(StringComparer.Ordinal);
    private readonly SortedSet<string> holds = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Kinds => kinds;

    /// <summary>How many disclosures each agency was sent: it must be told of the erasure (UK GDPR Art 19).</summary>
    public IReadOnlyDictionary<string, int> Recipients => recipients;

    /// <summary>Codes of what forbids the disposal for now.</summary>
    public IReadOnlyCollection<string> Holds => holds;

    public void Count(string kind, int number = 1)
    {
        if (number > 0)
        {
            kinds[kind] = kinds.GetValueOrDefault(kind) + number;
        }
    }

    public void Sent(AgencyId to)
    {
        ArgumentNullException.ThrowIfNull(to);
        recipients[to.Value] = recipients.GetValueOrDefault(to.Value) + 1;
    }

    public void Hold(string code) => holds.Add(code);
}
