using DataSharing.Identity;
using DataSharing.Panels;
using DataSharing.Partnership;

namespace DataSharing.Web.Pages.Panels;

/// <summary>Names of the people and agencies that a page about a panel shows.</summary>
public sealed class Seats(PeopleDirectory people, AgencyNames agencies)
{
    public async ValueTask<SeatNames> OfAsync(PlatformPage page, IEnumerable<string?> actors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        var names = await people.NamesOfAsync([.. actors.OfType<string>().Distinct(StringComparer.Ordinal)], cancellationToken);
        return new SeatNames(names, await agencies.AllAsync(page.Head, cancellationToken));
    }

    /// <summary>Everybody of every agency who has signed in.</summary>
    public async ValueTask<IReadOnlyList<KnownPerson>> EverybodyAsync(PlatformPage page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        var all = new List<KnownPerson>();
        foreach (var agency in page.Head.Head.Agencies.Where(a => !a.Suspended))
        {
            all.AddRange(await people.ListAsync(agency.Id, cancellationToken));
        }

        return all;
    }
}

/// <summary>Names by actor and by agency. Somebody who never signed in has no name yet; the agency and the role say enough.</summary>
public sealed record SeatNames(IReadOnlyDictionary<string, string> People, IReadOnlyDictionary<AgencyId, string> Agencies)
{
    public static SeatNames None { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<AgencyId, string>());

    public string Agency(AgencyId agency) => Agencies.GetValueOrDefault(agency, agency.Value);

    public string Person(string actor) => People.GetValueOrDefault(actor, "Somebody who has not signed in yet");

    public string Who(string actor, AgencyId agency) =>
        People.TryGetValue(actor, out var name) ? $"{name}, {Agency(agency)}" : Agency(agency);

    public string Member(PanelMember member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return People.TryGetValue(member.Actor, out var name)
            ? $"{name}, {Agency(member.Agency)}"
            : $"{PanelWords.Role(member.Role)}, {Agency(member.Agency)}";
    }

    public override string ToString() => "SeatNames(redacted)";
}
