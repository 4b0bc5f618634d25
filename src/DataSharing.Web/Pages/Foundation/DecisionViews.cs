using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;

namespace DataSharing.Web.Pages;

/// <summary>Puts names to the codes of decisions, agencies and categories, for the pages of sharing.</summary>
public sealed class DecisionViews(AgencyNames agencies, PurposesInForce agreements)
{
    public async ValueTask<DecisionShown> OfAsync(
        PlatformPage page,
        RecordedDecision decision,
        AgencyId from,
        AgencyId to,
        DecisionTense tense,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(page);
        var names = await agencies.AllAsync(page.Head, cancellationToken);
        var titles = await TitlesAsync(page, cancellationToken);
        return new DecisionShown(
            decision,
            titles,
            names,
            names.GetValueOrDefault(from, from.Value),
            names.GetValueOrDefault(to, to.Value),
            tense
        );
    }

    /// <summary>Titles of data categories by code.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> TitlesAsync(PlatformPage page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        var categories = await agreements.CategoriesOfAsync(page.Caller, page.Head, cancellationToken);
        return categories.ToDictionary(category => category.Code.Value, category => category.Title, StringComparer.Ordinal);
    }

    /// <summary>The other agencies that something may be sent to or asked of.</summary>
    public async ValueTask<IReadOnlyList<Choice>> OtherAgenciesAsync(PlatformPage page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        var names = await agencies.AllAsync(page.Head, cancellationToken);
        return
        [
            .. page
                .Head.Head.Agencies.Where(agency =>
                    !agency.Suspended && agency.Id != page.Caller.Agency && agency.Kind != AgencyKinds.PartnershipOffice
                )
                .Select(agency => new Choice(agency.Id.Value, names.GetValueOrDefault(agency.Id, agency.Id.Value)))
                .OrderBy(choice => choice.Text, StringComparer.Ordinal),
        ];
    }

    public async ValueTask<IReadOnlyList<Choice>> PurposesAsync(PlatformPage page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        var purposes = await agreements.OfAsync(page.Caller, page.Head, cancellationToken);
        return [.. purposes.Select(purpose => new Choice(purpose.Code.Value, purpose.Title))];
    }
}
