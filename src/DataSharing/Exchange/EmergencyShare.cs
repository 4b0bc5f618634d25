using DataSharing.Identity;

namespace DataSharing.Exchange;

/// <summary>Why a sender cannot wait, and who at the other agency gets it.</summary>
/// <param name="Justification">Who is in danger of what, and why no permission can be waited for; 10 to 1,000 characters.</param>
/// <param name="Recipient">The person or post at the other agency; 2 to 200 characters.</param>
/// <param name="Hours">How long the other agency may read what rests on it; 1 to <see cref="EmergencyShare.MaximumHours"/>.</param>
public sealed record EmergencyPlea(string Justification, string Recipient, int Hours)
{
    public override string ToString() => "EmergencyPlea(redacted)";
}

/// <summary>What of a disclosure rests on an emergency, for how long, and what became of its review.</summary>
public sealed record EmergencyShare
{
    public const int MaximumHours = 72;

    /// <summary>Within these hours another person of the sender's agency has to say whether it was right.</summary>
    public const int ReviewWithinHours = 72;

    /// <summary>From then on the recipient reads it only as agreements permit.</summary>
    public required DateTimeOffset Until { get; init; }

    public required DateTimeOffset ReviewDue { get; init; }

    public required IReadOnlyList<DataCategory> Categories { get; init; }

    /// <summary>Justification and recipient, sealed under the key of subject and sender.</summary>
    public required byte[] Plea { get; init; }

    /// <summary>Oldest first; only ever added to.</summary>
    public IReadOnlyList<EmergencyReview> Reviews
    {
        get;
        init => field = value ?? [];
    } = [];

    public EmergencyState State => Reviews.Count == 0 ? EmergencyState.Awaiting : (EmergencyState)Reviews[^1].Outcome;

    /// <summary>Whether somebody still has to say something, or do what was said.</summary>
    public bool IsOpen => State is EmergencyState.Awaiting or EmergencyState.NeedsAction;

    public bool IsOverdueAt(DateTimeOffset now) => IsOpen && now > ReviewDue;

    /// <summary>Whether it lets the recipient read at this moment. A review that did not uphold it ends it.</summary>
    public bool HoldsAt(DateTimeOffset now) => now < Until && State != EmergencyState.NotUpheld;

    public override string ToString() => $"EmergencyShare({State})";
}

/// <summary>What one reviewer said.</summary>
/// <param name="Outcome">What they found.</param>
/// <param name="By">The actor.</param>
/// <param name="At">When.</param>
/// <param name="Reasons">Why, in their words; sealed under the key of subject and sender.</param>
public sealed record EmergencyReview(EmergencyOutcome Outcome, string By, DateTimeOffset At, byte[] Reasons)
{
    public override string ToString() => $"EmergencyReview({Outcome})";
}

/// <summary>What a reviewer may find.</summary>
public enum EmergencyOutcome
{
    /// <summary><c>upheld</c>: it was right to share.</summary>
    Upheld = 1,

    /// <summary><c>not-upheld</c>: it was not; the recipient's reading ends.</summary>
    NotUpheld = 2,

    /// <summary><c>needs-action</c>: something has to be done first, and the review stays open.</summary>
    NeedsAction = 3,
}

/// <summary>How the review stands; the numbers are those of <see cref="EmergencyOutcome"/>.</summary>
public enum EmergencyState
{
    Awaiting = 0,
    Upheld = 1,
    NotUpheld = 2,
    NeedsAction = 3,
}
