using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>What the parties must do because of a share. Absent members bind nobody, except <see cref="Onward"/>, which is "none" unless stated.</summary>
public sealed record Duties
{
    /// <summary>JSON pointers into the content by category (<c>/identity/homeAddress</c>): taken out before it leaves. In ordinal order.</summary>
    public IReadOnlyList<string> Redact { get; init; } = [];

    /// <summary>How long the recipient may keep it.</summary>
    public CalendarDuration? RetainFor { get; init; }

    /// <summary>How soon the recipient must acknowledge.</summary>
    public CalendarDuration? AcknowledgeWithin { get; init; }

    public OnwardSharing Onward { get; init; } = OnwardSharing.None;

    /// <summary>The data subject is told of the share.</summary>
    public bool NotifySubject { get; init; }

    /// <summary>
    /// All of them at once, the stricter where they differ: everything redacted, the shorter time (counted from <paramref name="from"/>, since
    /// months differ), onward only where every one allows it, the subject told if any says so.
    /// </summary>
    public static Duties All(IReadOnlyList<Duties> several, DateTimeOffset from)
    {
        ArgumentNullException.ThrowIfNull(several);
        if (several.Count == 0)
        {
            return new Duties();
        }

        var merged = several[0];
        for (var i = 1; i < several.Count; i++)
        {
            var other = several[i];
            merged = new Duties
            {
                Redact = [.. merged.Redact.Union(other.Redact, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                RetainFor = CalendarDuration.Shorter(merged.RetainFor, other.RetainFor, from),
                AcknowledgeWithin = CalendarDuration.Shorter(merged.AcknowledgeWithin, other.AcknowledgeWithin, from),
                Onward = OnwardSharing.Both(merged.Onward, other.Onward),
                NotifySubject = merged.NotifySubject || other.NotifySubject,
            };
        }

        return merged;
    }
}

public enum OnwardScope
{
    None,

    /// <summary>The parties to the same agreement.</summary>
    Parties,

    /// <summary>Agencies that the rule names.</summary>
    Named,
}

/// <summary>To whom the recipient may pass it on. The terms travel with the data.</summary>
/// <param name="Scope">As the rule says it.</param>
/// <param name="Agencies">The agencies that this comes to, in ordinal order: none, every party (filled in by the compiler), or those named.</param>
public sealed record OnwardSharing(OnwardScope Scope, IReadOnlyList<AgencyId> Agencies)
{
    public static OnwardSharing None { get; } = new(OnwardScope.None, []);

    internal static OnwardSharing Both(OnwardSharing left, OnwardSharing right)
    {
        if (left.Scope == right.Scope && left.Scope != OnwardScope.Named)
        {
            return left;
        }

        AgencyId[] shared = [.. left.Agencies.Intersect(right.Agencies).OrderBy(agency => agency.Value, StringComparer.Ordinal)];
        return shared.Length == 0 ? None : new OnwardSharing(OnwardScope.Named, shared);
    }
}
