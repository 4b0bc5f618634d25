using System.Text.Json.Serialization;
using DataSharing.Identity;

namespace DataSharing.Entities;

/// <summary>How sure a link is. "Possible" must look different wherever it is drawn, and never counts toward a threshold.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LinkStrength>))]
public enum LinkStrength
{
    [JsonStringEnumMemberName("possible")]
    Possible,

    [JsonStringEnumMemberName("likely")]
    Likely,

    [JsonStringEnumMemberName("confirmed")]
    Confirmed,
}

/// <summary>One kind of link between two kinds of subject.</summary>
/// <param name="Code">As it travels: <c>alleged-exploiter-of</c>.</param>
/// <param name="From">The kind of the subject it starts from.</param>
/// <param name="To">The kind of the subject it leads to.</param>
/// <param name="Label">How it reads from there: "alleged exploiter of".</param>
/// <param name="Inverse">How it reads from the other end: "alleged to be exploited by".</param>
/// <param name="IsPeer">A tie between equals: between two children it is no sign of guilt, is kept from systems, and expires.</param>
public sealed record LinkKind(string Code, SubjectKind From, SubjectKind To, string Label, string Inverse, bool IsPeer = false)
{
    public override string ToString() => Code;
}

/// <summary>Every kind of link there is: a closed list, because a chart whose words mean something else in each agency says nothing.</summary>
public static class LinkKinds
{
    private const SubjectKind Person = SubjectKind.Person;
    private const SubjectKind Group = SubjectKind.Group;
    private const SubjectKind Business = SubjectKind.Business;
    private const SubjectKind Location = SubjectKind.Location;

    public static IReadOnlyList<LinkKind> All { get; } =
    [
        new("parent-or-carer-of", Person, Person, "parent or carer of", "has parent or carer"),
        new("sibling-of", Person, Person, "sibling of", "sibling of"),
        new("partner-of", Person, Person, "partner of", "partner of"),
        new("peer-of", Person, Person, "peer of", "peer of", IsPeer: true),
        new("friend-of", Person, Person, "friend of", "friend of", IsPeer: true),
        new("alleged-exploiter-of", Person, Person, "alleged exploiter of", "alleged to be exploited by"),
        new("recruiter-of", Person, Person, "recruiter of", "recruited by"),
        new("courier-for", Person, Person, "courier for", "has courier"),
        new("debt-to", Person, Person, "owes a debt to", "is owed a debt by"),
        new("employer-of", Person, Person, "employer of", "employed by"),
        new("co-arrested-with", Person, Person, "arrested together with", "arrested together with"),
        new("co-missing-with", Person, Person, "missing together with", "missing together with", IsPeer: true),
        new("professional-for", Person, Person, "professional for", "has professional"),
        new("lives-at", Person, Location, "lives at", "home of"),
        new("placed-at", Person, Location, "placed at", "placement of"),
        new("stays-at", Person, Location, "stays at", "stayed at by"),
        new("frequents", Person, Location, "frequents", "frequented by"),
        new("works-at", Person, Location, "works at", "place of work of"),
        new("found-at", Person, Location, "found at", "where was found"),
        new("excluded-from", Person, Location, "excluded from", "excludes"),
        new("attends-school", Person, Location, "attends school at", "school of"),
        new("owner-of", Person, Business, "owner of", "owned by"),
        new("director-of", Person, Business, "director of", "has director"),
        new("significant-control-of", Person, Business, "has significant control of", "significantly controlled by"),
        new("licence-holder-of", Person, Business, "licence holder of", "has licence holder"),
        new("premises-supervisor-of", Person, Business, "designated premises supervisor of", "has premises supervisor"),
        new("driver-for", Person, Business, "driver for", "has driver"),
        new("worker-at", Person, Business, "works at", "has worker"),
        new("customer-of", Person, Business, "customer of", "has customer"),
        new("suspected-member-of", Person, Group, "suspected member of", "has suspected member"),
        new("leader-of", Person, Group, "leader of", "led by"),
        new("affiliate-of", Person, Group, "affiliate of", "has affiliate"),
        new("victim-of", Person, Group, "victim of", "has victim"),
        new("formerly-of", Person, Group, "formerly of", "formerly had"),
        new("trades-from", Business, Location, "trades from", "traded from by"),
        new("registered-at", Business, Location, "registered at", "registered address of"),
        new("licensed-at", Business, Location, "licensed at", "licensed premises of"),
        new("controls", Group, Location, "controls", "controlled by"),
        new("uses", Group, Location, "uses", "used by"),
        new("disputes", Group, Location, "disputes", "disputed by"),
        new("rival-of", Group, Group, "rival of", "rival of"),
        new("allied-with", Group, Group, "allied with", "allied with"),
        new("successor-of", Group, Group, "successor of", "succeeded by"),
        new("adjacent-to", Location, Location, "adjacent to", "adjacent to"),
        new("on-route-to", Location, Location, "on the route to", "reached by way of"),
        new("same-ownership-as", Location, Location, "in the same ownership as", "in the same ownership as"),
        new("displaced-to", Location, Location, "displaced to", "displaced from"),
    ];

    public static LinkKind? Find(string code) => All.FirstOrDefault(k => string.Equals(k.Code, code, StringComparison.Ordinal));

    /// <summary>What a link may be from one kind of subject to another; none where nothing is defined that way round.</summary>
    public static IReadOnlyList<LinkKind> Between(SubjectKind from, SubjectKind to) => [.. All.Where(k => k.From == from && k.To == to)];
}
