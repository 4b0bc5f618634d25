using DataSharing.Agreements;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>What the legal check finds in a version now, each finding with its source and the way to its clause.</summary>
public sealed class LawModel(AgreementRegistry registry, AgencyNames agencies, PeopleDirectory people, LawPack law)
    : SignedPage(registry, agencies, people)
{
    private readonly AgreementRegistry registry = registry;

    public LawPack Law => law;

    public LegalReviewed Reviewed
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public IReadOnlyList<LawGroup> Groups { get; private set; } = [];

    public string Summary =>
        Reviewed.Refusals.Count > 0 ? $"This version cannot come into force: {UkText.Count(Reviewed.Refusals.Count, "fault")} in law."
        : Reviewed.Unsigned(Record).Count is > 0 and var waiting
            ? $"Nothing refuses this version. {UkText.Count(waiting, "point")} must be answered for by name before it comes into force."
        : Reviewed.Findings.Count > 0 ? "Nothing in law stands in the way of this version. Read the notes below."
        : "Nothing in law stands in the way of this version.";

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await OpenSignedAsync() || await registry.ReviewAsync(Caller, Record.Id, Record.Version, Stop) is not { } review)
        {
            return NotFound();
        }

        Reviewed = review.Reviewed;
        Groups =
        [
            .. new[]
            {
                Group(LegalSeverity.Refuses, "What refuses it", "With any of these it cannot come into force."),
                Group(
                    LegalSeverity.NeedsSignOff,
                    "What somebody must answer for",
                    "The law does not settle it here. An administrator of a party says by name that it may rest on it."
                ),
                Group(LegalSeverity.Warns, "Notes", "They stop nothing. Somebody in your agency should look at them all the same."),
            }.Where(group => group.Lines.Count > 0),
        ];
        return Page();
    }

    /// <summary>The service decides; a link that it would refuse is not shown.</summary>
    public bool MayAnswer(LegalFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Severity == LegalSeverity.NeedsSignOff
            && Record.Status is AgreementStatus.Draft or AgreementStatus.InReview
            && Caller.Has(Identity.AgencyRoles.AgencyAdmin)
            && Record.Parties.Contains(Caller.Agency);
    }

    public static string CertaintyOf(LawCertainty certainty) =>
        certainty == LawCertainty.Unverified ? "Not verified" : "From a secondary source";

    public static string InForceOf(LawEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var from = entry.InForceFrom is { } first ? $"Since {first.UkDate()}" : "Since a day that is not recorded here";
        return entry switch
        {
            { Status: LawStatus.CommencementUnknown } => "Enacted. Whether it has begun is not known.",
            { InForceTo: { } end } => $"{from}, until {end.UkDate()}.",
            _ => $"{from}.",
        };
    }

    private LawGroup Group(LegalSeverity severity, string title, string meaning) =>
        new(title, meaning, [.. Reviewed.Findings.Where(finding => finding.Severity == severity).Select(Line)]);

    private LawLine Line(LegalFinding finding)
    {
        var anchor = ClauseAnchor.Of(Agreement, finding.Pointer);
        var given = Record.SignOffs.LastOrDefault(given =>
            given.Code == finding.Code && given.Law == finding.Source.Id && given.ContentHash == Record.ContentHash
        );
        return new LawLine(
            finding,
            $"{At("text")}#{anchor}",
            WhereOf(anchor),
            given is null ? null : $"{PersonOf(given.Actor)}, {NameOf(given.Agency)}, {given.At.UkDateTime()}"
        );
    }

    private string WhereOf(string anchor) =>
        anchor.Split('-', 2) switch
        {
            ["rule", var rule] => $"Clause {rule}",
            ["party", var party] when Identity.AgencyId.TryParse(party, out var agency) => $"Party {NameOf(agency)}",
            ["category", var category] => $"Data {category}",
            ["purpose", "statement"] => "Why the parties share",
            ["purpose", var purpose] => $"Purpose {purpose}",
            ["care"] => "How it is looked after",
            _ => "The whole agreement",
        };
}

/// <summary>Findings of one severity.</summary>
public sealed record LawGroup(string Title, string Meaning, IReadOnlyList<LawLine> Lines);

/// <param name="Finding">With its sentence and its source.</param>
/// <param name="Href">Of the clause in the text.</param>
/// <param name="Where">The clause in words.</param>
/// <param name="SignedOffBy">Who answered for it; null where nobody did.</param>
public sealed record LawLine(LegalFinding Finding, string Href, string Where, string? SignedOffBy);
