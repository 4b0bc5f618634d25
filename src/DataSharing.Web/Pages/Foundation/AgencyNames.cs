using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Web.Pages;

/// <summary>The names of agencies as people know them, read again whenever the directory changed.</summary>
public sealed class AgencyNames(AgencyDirectory agencies)
{
    private volatile Known? known;

    public async ValueTask<IReadOnlyDictionary<AgencyId, string>> AllAsync(ReadHead head, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (known is { } last && last.Version == head.Version)
        {
            return last.Names;
        }

        var all = await agencies.ListAsync(cancellationToken);
        var names = all.ToDictionary(agency => agency.Record.Id, agency => NameOf(agency.Record));
        known = new Known(head.Version, names);
        return names;
    }

    public async ValueTask<string> OfAsync(ReadHead head, AgencyId agency, CancellationToken cancellationToken) =>
        (await AllAsync(head, cancellationToken)).GetValueOrDefault(agency, agency.Value);

    /// <summary>The office of a newly founded partnership has no particulars yet.</summary>
    public static string NameOf(AgencyRecord agency)
    {
        ArgumentNullException.ThrowIfNull(agency);
        return agency.Particulars?.Name ?? (agency.Kind == AgencyKinds.PartnershipOffice ? "The partnership’s office" : agency.Id.Value);
    }

    private sealed record Known(RowVersion Version, IReadOnlyDictionary<AgencyId, string> Names);
}
