using DataSharing.Agreements;
using DataSharing.Partnership;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>A page about one version that names the people who signed it and brought it into force.</summary>
public abstract class SignedPage(AgreementRegistry registry, AgencyNames agencies, PeopleDirectory people)
    : AgreementPage(registry, agencies)
{
    private IReadOnlyDictionary<string, string> persons = new Dictionary<string, string>(StringComparer.Ordinal);

    public string PersonOf(string actor) => persons.GetValueOrDefault(actor, "Somebody who has not used these pages");

    /// <inheritdoc cref="AgreementPage.OpenAsync"/>
    protected async ValueTask<bool> OpenSignedAsync()
    {
        if (!await OpenAsync())
        {
            return false;
        }

        IEnumerable<string> actors =
        [
            Record.DraftedBy,
            .. Record.Signatures.Select(signature => signature.Actor),
            .. Record.SignOffs.Select(given => given.Actor),
            .. Record.Submission is { } submission ? [submission.Actor] : (string[])[],
            .. Record.Termination is { } ended ? [ended.Actor] : (string[])[],
            .. Record.Activation is { } activation ? [activation.Actor] : (string[])[],
        ];
        persons = await people.NamesOfAsync(actors.Distinct(StringComparer.Ordinal), Stop);
        return true;
    }
}
