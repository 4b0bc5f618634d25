using DataSharing.Identity;

namespace DataSharing.Audit;

/// <summary>Why the caller looks: a purpose that agreements know, and a reason in their own words. Every read of personal data states both.</summary>
public sealed record StatedAccess(PurposeCode Purpose, string Reason)
{
    public override string ToString() => $"StatedAccess({Purpose})";
}
