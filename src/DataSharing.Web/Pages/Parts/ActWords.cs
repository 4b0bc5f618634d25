namespace DataSharing.Web.Pages.Parts;

/// <summary>What entries call an act, in words for people. An act without words of its own is put as its code says it.</summary>
public static class ActWords
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["session.started"] = "Signed in",
        ["session.ended"] = "Signed out",
        ["subject.read"] = "Opened a record",
        ["subject.named"] = "Saw a name",
        ["subject.searched"] = "Searched for records",
        ["subject.registered"] = "Added a record",
        ["disclosure.made"] = "Shared information",
        ["disclosure.made-again"] = "Sent the same share again",
        ["disclosure.refused"] = "Tried to share, refused",
        ["disclosure.read"] = "Read what was shared",
        ["disclosure.read-refused"] = "Tried to read what was shared, refused",
        ["disclosure.acknowledged"] = "Said that a share arrived",
        ["disclosure.listed"] = "Looked at the list of what was shared",
        ["request.made"] = "Asked another agency",
        ["request.read"] = "Read a request",
        ["request.answered"] = "Answered a request",
        ["request.refused"] = "Declined a request",
        ["request.listed"] = "Looked at the list of requests",
        ["request.refused-by-agreement"] = "Tried to ask, refused",
        ["decision.previewed"] = "Checked what may be shared",
        ["decision.evaluated"] = "Asked by program what may be shared",
        ["access.denied"] = "Was refused access",
        ["access.failures-counted"] = "Failed attempts to sign in, counted",
        ["emergency.listed"] = "Looked at the list of emergencies",
        ["emergency.read"] = "Read about an emergency",
        ["emergency.reviewed"] = "Reviewed an emergency",
        ["emergency.review-refused"] = "Tried to review their own emergency, refused",
        ["subject.disposed"] = "Confirmed an erasure",
        ["disposal.proposed"] = "Proposed an erasure",
        ["disposal.declined"] = "Declined an erasure",
        ["disposal.held"] = "Tried to erase what is held",
        ["disposal.needs-another"] = "Tried to confirm their own erasure, refused",
        ["disposal.completed"] = "The last trace of an erasure was swept up",
        ["disposal.read"] = "Looked at an erasure",
        ["disposal.listed"] = "Looked at the list of erasures",
        ["disclosure.disposed"] = "What was shared was erased",
        ["request.disposed"] = "A request was erased",
        ["hold.set"] = "Set a legal hold",
        ["hold.lifted"] = "Lifted a legal hold",
        ["hold.listed"] = "Looked at legal holds",
        ["audit.export-made"] = "Made an export",
        ["audit.exported"] = "Took entries out",
        ["audit.export-finished"] = "Finished taking entries out",
        ["audit.exports-listed"] = "Looked at the list of exports",
        ["audit.export-read"] = "Looked at an export",
        ["audit.refusals-counted"] = "Counted what was refused",
        ["audit.header-read"] = "Read the heading of another agency’s entry",
        ["audit.own-refused"] = "Tried to review what they did themselves, refused",
        ["audit.entry-read"] = "Read an audit entry",
        ["agreement.drafted"] = "Drafted an agreement",
        ["agreement.drafted-again"] = "Sent the same draft again",
        ["agreement.amended"] = "Changed a draft agreement",
        ["agreement.submitted"] = "Put an agreement before its parties",
        ["agreement.returned"] = "Made an agreement a draft again",
        ["agreement.signed"] = "Signed an agreement",
        ["agreement.signed-off"] = "Answered for a point of law",
        ["agreement.activated"] = "Brought an agreement into force",
        ["agreement.suspended"] = "Suspended an agreement",
        ["agreement.resumed"] = "Lifted an agreement’s suspension",
        ["agreement.party-withdrawn"] = "Left an agreement, or let a party out",
        ["agreement.terminated"] = "Ended an agreement",
        ["agency.registered"] = "Added an agency",
        ["agency.updated"] = "Changed an agency’s details",
        ["agency.suspended"] = "Suspended an agency",
        ["agency.resumed"] = "Ended an agency’s suspension",
        ["person.listed"] = "Looked at the list of people",
        ["binding.listed"] = "Looked at who speaks for an agency",
        ["role-grant.listed"] = "Looked at partnership roles",
        ["suspended-actor.listed"] = "Looked at who is suspended",
        ["binding.added"] = "Let somebody speak for an agency",
        ["binding.removed"] = "Ended that somebody speaks for an agency",
        ["role-grant.proposed"] = "Proposed a partnership role",
        ["role-grant.confirmed"] = "Confirmed a partnership role",
        ["role-grant.revoked"] = "Took a partnership role away",
        ["actor.suspended"] = "Suspended a person",
        ["actor.resumed"] = "Ended a person’s suspension",
        ["role-claim.ignored"] = "Came with a role that counts for nothing here",
    };

    public static string Of(string act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return Known.TryGetValue(act, out var words) ? words
            : act.StartsWith("audit.read-by-", StringComparison.Ordinal) ? $"Searched the audit by {act["audit.read-by-".Length..]}"
            : UkText.Words(act);
    }

    /// <summary>The groups of acts that an officer may choose.</summary>
    public static IReadOnlyList<Choice> Groups { get; } =
    [
        new("subject.", "Records opened or changed"),
        new("disclosure.", "Information shared"),
        new("request.", "Requests"),
        new("decision.", "Decisions checked before sharing"),
        new("deployment.", "Tactics"),
        new("meeting.", "Panel meetings"),
        new("access.", "Access refused"),
        new("session.", "Signing in and out"),
        new("agreement.", "Agreements"),
        new("audit.", "Audit searches"),
        new("emergency.", "Reviews of emergencies"),
        new("disposal.", "Erasures proposed and decided"),
        new("hold.", "Legal holds"),
    ];
}
