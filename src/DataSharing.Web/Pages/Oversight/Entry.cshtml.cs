using DataSharing.Audit;
using DataSharing.Web.Pages.Audit;

namespace DataSharing.Web.Pages.Oversight;

/// <summary>The header of one entry of any agency, and its proof.</summary>
public sealed class EntryModel(EntryServices services) : EntryPage(services)
{
    /// <summary>Nobody's, the own agency's among them: those are read in its own audit.</summary>
    public override bool MayHaveWords => false;

    /// <summary>Questions that begin with this entry.</summary>
    public IEnumerable<(string Text, string Href)> Further
    {
        get
        {
            yield return ($"What else was done by {Who}", Ask($"&Actor={Uri.EscapeDataString(Entry.Actor)}"));
            if (Entry.Decision is { AgreementId: { } agreement, AgreementVersion: var version })
            {
                yield return (
                    $"What else rests on the agreement {agreement}, version {version}",
                    $"/app/oversight?Agreement={Uri.EscapeDataString(agreement)}&Version={version}"
                );
            }

            // A record that is a person is named by pseudonym, and cannot be asked for.
            foreach (var record in Entry.Records.Where(r => !r.StartsWith("subject:", StringComparison.Ordinal)))
            {
                yield return ($"What else concerns {record}", Ask($"&Record={Uri.EscapeDataString(record)}"));
            }
        }
    }

    protected override string Here => "/app/oversight/entry";

    protected override async ValueTask<LoggedEntry?> FindAsync(long index) =>
        (await Services.Inquiries.FindAcrossAsync(Caller, index, Stop)).Entry;

    protected override async ValueTask<ReadOnlyMemory<byte>?> LeafAsync(long index) =>
        (await Services.Entries.LeafAcrossAsync(Caller, index, Stop)).Leaf;

    private string Ask(string further) => $"/app/oversight?Agency={Uri.EscapeDataString(Entry.Agency.Value)}{further}";
}
