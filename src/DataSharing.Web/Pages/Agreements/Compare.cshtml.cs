using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>What may be shared under one version and not under another, in sentences.</summary>
public sealed class CompareModel(AgreementRegistry registry, AgencyNames agencies) : PlatformPage
{
    private IReadOnlyDictionary<AgencyId, string> names = new Dictionary<AgencyId, string>();

    /// <summary><c>agreement:version</c></summary>
    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    /// <inheritdoc cref="Before"/>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<Choice> Versions { get; private set; } = [];

    /// <summary>Null while nothing is compared.</summary>
    public IReadOnlyList<ChangeGroup>? Groups { get; private set; }

    /// <summary>The rules overlap in more ways than are worked out.</summary>
    public bool IsTooTangled { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        names = await agencies.AllAsync(Head, Stop);
        var all = await registry.ListAsync(Caller, Stop);
        Versions =
        [
            .. all.Select(item => new Choice(
                $"{item.Record.Id}:{item.Record.Version}",
                $"{item.Record.Title}, version {item.Record.Version}"
            )),
        ];
        if (string.IsNullOrEmpty(Before) && string.IsNullOrEmpty(After))
        {
            return Page();
        }

        if (string.IsNullOrEmpty(Before) || string.IsNullOrEmpty(After) || Before == After)
        {
            ModelState.AddModelError(
                string.IsNullOrEmpty(Before) ? nameof(Before) : nameof(After),
                "Choose two versions that are not the same"
            );
            return Page();
        }

        if (await FindAsync(Before) is not { } before || await FindAsync(After) is not { } after)
        {
            return NotFound();
        }

        Show(before, after);
        return Page();
    }

    private async ValueTask<AgreementDocument?> FindAsync(string name) =>
        name.Split(':') is [var agreement, var number]
        && AgreementId.TryParse(agreement, out var id)
        && int.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var version)
        && version is >= 1 and <= 9999
            ? await registry.FindDocumentAsync(Caller, id, version, Stop)
            : null;

    private void Show(AgreementDocument before, AgreementDocument after)
    {
        AgreementComparison comparison;
        try
        {
            comparison = AgreementComparison.Of(before, after);
        }
        catch (TooTangledException)
        {
            IsTooTangled = true;
            return;
        }

        var text = new ComparisonText(comparison, agency => names.GetValueOrDefault(agency, agency.Value));
        string[] Sharing(Func<SharingChange, bool> which) => [.. comparison.Sharing.Where(which).Select(text.Sentence)];
        Groups =
        [
            .. new ChangeGroup[]
            {
                new("Parties and dates", [.. comparison.Particulars.Select(text.Sentence)]),
                new("Gained: may now be shared", Sharing(change => change.Kind == SharingChangeKind.Gained)),
                new("Lost: may no longer be shared", Sharing(change => change.Kind == SharingChangeKind.Lost)),
                new(
                    "Changed: may be shared in other cases",
                    Sharing(change =>
                        change.Kind
                            is SharingChangeKind.Widened
                                or SharingChangeKind.Narrowed
                                or SharingChangeKind.Moved
                                or SharingChangeKind.NotWorkedOut
                    )
                ),
                new("Changed: on other terms", Sharing(change => change.Kind == SharingChangeKind.OtherTerms)),
                new("What is forbidden under any agreement", [.. comparison.Forbidding.Select(text.Sentence)]),
            }.Where(group => group.Sentences.Count > 0),
        ];
    }
}

/// <summary>Changes of one kind, a sentence or a few each.</summary>
public sealed record ChangeGroup(string Title, IReadOnlyList<string> Sentences);
