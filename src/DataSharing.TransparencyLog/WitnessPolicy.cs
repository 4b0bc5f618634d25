namespace DataSharing.TransparencyLog;

/// <summary>
/// How many of which witnesses must have cosigned a checkpoint before it is believed: k of n. One that fewer cosigned may be of a history that
/// the log shows to some and not to others.
/// </summary>
public sealed record WitnessPolicy
{
    private WitnessPolicy(IReadOnlyList<WitnessKey> witnesses, int quorum) => (Witnesses, Quorum) = (witnesses, quorum);

    /// <summary>Nobody is asked.</summary>
    public static WitnessPolicy None { get; } = new([], 0);

    public IReadOnlyList<WitnessKey> Witnesses { get; }

    /// <summary>How many of them are wanted.</summary>
    public int Quorum { get; }

    /// <summary>The policy, or in words why these cannot be one: a key given twice, under whatever name, is one witness.</summary>
    public static (WitnessPolicy? Policy, string Why) Of(IReadOnlyList<WitnessKey> witnesses, int quorum)
    {
        ArgumentNullException.ThrowIfNull(witnesses);
        for (var at = 0; at < witnesses.Count; at++)
        {
            if (witnesses.Take(at).FirstOrDefault(witnesses[at].IsSameAs) is { } twin)
            {
                return (null, $"{witnesses[at].Name} and {twin.Name} are one key, and so one witness");
            }
        }

        return quorum < 0 || quorum > witnesses.Count
            ? (null, $"{quorum} witnesses are wanted, but {witnesses.Count} are named")
            : (new WitnessPolicy(witnesses, quorum), "");
    }

    /// <summary>Which of the witnesses have cosigned the note, and when.</summary>
    public WitnessCount Count(SignedNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        var cosigned = new List<(WitnessKey, DateTimeOffset)>();
        foreach (var witness in Witnesses)
        {
            if (witness.CosignedAt(note) is { } time)
            {
                cosigned.Add((witness, time));
            }
        }

        return new WitnessCount(this, cosigned);
    }
}

/// <summary>Who has cosigned one checkpoint.</summary>
/// <param name="Policy">Who was asked for.</param>
/// <param name="Cosigned">Those who have, each with the time that it states.</param>
public sealed record WitnessCount(WitnessPolicy Policy, IReadOnlyList<(WitnessKey Witness, DateTimeOffset At)> Cosigned)
{
    public bool IsEnough => Cosigned.Count >= Policy.Quorum;

    public IEnumerable<WitnessKey> Missing => Policy.Witnesses.Where(w => !Cosigned.Any(c => c.Witness == w));
}
