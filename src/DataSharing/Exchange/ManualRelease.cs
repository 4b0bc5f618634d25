using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;

namespace DataSharing.Exchange;

/// <summary>
/// What an agreement releases by hand leaves only when a person sends it: the look before it goes is the safeguard, and a system does not look.
/// </summary>
internal static class ManualRelease
{
    public static bool NeedsAPerson(SharingDecision decision, Caller caller) =>
        decision is { Effect: not SharingEffect.Deny, Release: ReleaseManner.Manual } && caller.PersonId is null;

    /// <summary>The act of asking for it as a system: nothing left.</summary>
    public static AuditAct Held(AuditAct act) => With(act with { Act = "disclosure.refused" }, "outcome", "release-needs-a-person");

    /// <summary>The act of a person who released it, where it was for a person to do.</summary>
    public static AuditAct Said(AuditAct act, SharingDecision decision) =>
        decision.Release == ReleaseManner.Manual ? With(act, "release", "manual") : act;

    private static AuditAct With(AuditAct act, string name, string value) =>
        act with
        {
            Details = new Dictionary<string, string>(act.Details, StringComparer.Ordinal) { [name] = value },
        };
}
