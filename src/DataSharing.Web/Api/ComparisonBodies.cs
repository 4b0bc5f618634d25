using System.Text.Json;
using DataSharing.Agreements;
using DataSharing.Identity;

namespace DataSharing.Web.Api;

/// <summary>Exactly what changes from one version to another.</summary>
/// <param name="Before">The one.</param>
/// <param name="After">The other.</param>
/// <param name="Same">Nothing is gained, lost or changed, whatever the wording.</param>
/// <param name="Particulars">Parties and dates that differ.</param>
/// <param name="Sharing">What may be shared under the agreement itself.</param>
/// <param name="Forbidding">What is forbidden, between its parties under any agreement.</param>
public sealed record ComparisonResponse(
    ComparedVersionResponse Before,
    ComparedVersionResponse After,
    bool Same,
    IReadOnlyList<ParticularChangeResponse> Particulars,
    IReadOnlyList<SharingChangeResponse> Sharing,
    IReadOnlyList<ForbiddingChangeResponse> Forbidding
)
{
    public static ComparisonResponse From(AgreementComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var text = new ComparisonText(comparison);
        return new ComparisonResponse(
            ComparedVersionResponse.From(comparison.Before),
            ComparedVersionResponse.From(comparison.After),
            comparison.IsSame,
            [
                .. comparison.Particulars.Select(change => new ParticularChangeResponse(
                    change.Code,
                    change.Before,
                    change.After,
                    text.Sentence(change)
                )),
            ],
            [
                .. comparison.Sharing.Select(change => new SharingChangeResponse(
                    Code(change.Kind),
                    change.TermsChanged,
                    SharingScopeResponse.Of(change.Scope),
                    SharingStandingResponse.From(change.Before),
                    SharingStandingResponse.From(change.After),
                    text.Sentence(change)
                )),
            ],
            [
                .. comparison.Forbidding.Select(change => new ForbiddingChangeResponse(
                    Code(change.Kind),
                    SharingScopeResponse.Of(change.Scope),
                    [.. change.Before.Select(bar => new SharingBarResponse(bar.Conditions))],
                    [.. change.After.Select(bar => new SharingBarResponse(bar.Conditions))],
                    text.Sentence(change)
                )),
            ]
        );
    }

    private static string Code<T>(T kind)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}

public sealed record ComparedVersionResponse(string Id, int Version, string ContentHash)
{
    public static ComparedVersionResponse From(AgreementDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new ComparedVersionResponse(document.Agreement.Id.Value, document.Agreement.Version, document.ContentHash);
    }
}

/// <param name="Code"><c>party-joins</c>, <c>party-leaves</c>, <c>effective-from</c>, <c>effective-to</c> or <c>review-date</c>.</param>
/// <param name="Before">Null where there was none.</param>
/// <param name="After">Null where there is none.</param>
/// <param name="Sentence">The same for readers.</param>
public sealed record ParticularChangeResponse(string Code, string? Before, string? After, string Sentence);

/// <param name="Change"><c>gained</c>, <c>lost</c>, <c>widened</c>, <c>narrowed</c>, <c>moved</c>, <c>other-terms</c> or <c>not-worked-out</c>.</param>
/// <param name="TermsChanged">For some facts that both versions permit, lawful basis, consent, release or a duty differs.</param>
/// <param name="Scope">Which lines of sharing.</param>
/// <param name="Before">What the one says to them.</param>
/// <param name="After">What the other says.</param>
/// <param name="Sentence">The same for readers.</param>
public sealed record SharingChangeResponse(
    string Change,
    bool TermsChanged,
    SharingScopeResponse Scope,
    SharingStandingResponse Before,
    SharingStandingResponse After,
    string Sentence
);

/// <param name="Change"><c>forbidden</c>, <c>lifted</c>, <c>moved</c> or <c>not-worked-out</c>.</param>
/// <param name="Scope">Which lines of sharing.</param>
/// <param name="Before">Each prohibition before.</param>
/// <param name="After">Each prohibition now.</param>
/// <param name="Sentence">The same for readers.</param>
public sealed record ForbiddingChangeResponse(
    string Change,
    SharingScopeResponse Scope,
    IReadOnlyList<SharingBarResponse> Before,
    IReadOnlyList<SharingBarResponse> After,
    string Sentence
);

/// <summary>Each sender to each receiver but itself, for each purpose, about each kind of subject, in each category and mode.</summary>
/// <param name="OtherPurposes">Every purpose that the agreement does not declare, too.</param>
/// <param name="OtherCategories">Every category that the agreement does not declare, too.</param>
public sealed record SharingScopeResponse(
    IReadOnlyList<AgencyId> From,
    IReadOnlyList<AgencyId> To,
    IReadOnlyList<PurposeCode> Purposes,
    bool OtherPurposes,
    IReadOnlyList<SubjectKind> SubjectKinds,
    IReadOnlyList<DataCategory> Categories,
    bool OtherCategories,
    IReadOnlyList<string> Modes
)
{
    // Not "From": that is the member for the senders.
    public static SharingScopeResponse Of(SharingScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return new SharingScopeResponse(
            scope.From,
            scope.To,
            scope.Purposes,
            scope.OtherPurposes,
            scope.SubjectKinds,
            scope.Categories,
            scope.OtherCategories,
            [.. scope.Modes.Select(mode => mode == SharingMode.Content ? "content" : "existence")]
        );
    }
}

/// <param name="Permitted"><c>never</c>, <c>sometimes</c> or <c>always</c>.</param>
/// <param name="Grants">The permissions; where several hold, the stricter terms bind.</param>
/// <param name="Unless">The prohibitions.</param>
public sealed record SharingStandingResponse(
    string Permitted,
    IReadOnlyList<SharingGrantResponse> Grants,
    IReadOnlyList<SharingBarResponse> Unless
)
{
    public static SharingStandingResponse From(SharingStanding standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        return new SharingStandingResponse(
            JsonNamingPolicy.KebabCaseLower.ConvertName(standing.Reach.ToString()),
            [
                .. standing.Grants.Select(grant => new SharingGrantResponse(
                    grant.Conditions,
                    [.. grant.Terms.Lines.Select(line => new SharingTermResponse(line.Name, line.Text))]
                )),
            ],
            [.. standing.Bars.Select(bar => new SharingBarResponse(bar.Conditions))]
        );
    }
}

/// <param name="Conditions">All must hold, and a fact that is not recorded withholds; none: always.</param>
/// <param name="Terms">What it brings.</param>
public sealed record SharingGrantResponse(IReadOnlyList<string> Conditions, IReadOnlyList<SharingTermResponse> Terms);

public sealed record SharingTermResponse(string Name, string Text);

/// <param name="Conditions">Where all hold, or cannot be told, it is refused; none: always.</param>
public sealed record SharingBarResponse(IReadOnlyList<string> Conditions);

/// <summary>What lies between the rules of one version.</summary>
/// <param name="Version">Which.</param>
/// <param name="Sound">No finding is a fault.</param>
/// <param name="Findings">In order of the document.</param>
public sealed record AnalysisResponse(ComparedVersionResponse Version, bool Sound, IReadOnlyList<RuleFindingResponse> Findings)
{
    public static AnalysisResponse From(AgreementAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return new AnalysisResponse(
            ComparedVersionResponse.From(analysis.Document),
            analysis.IsSound,
            [
                .. analysis.Findings.Select(finding => new RuleFindingResponse(
                    finding.Code,
                    finding.IsFault,
                    finding.RuleId,
                    finding.Pointer,
                    finding.Others,
                    finding.Scope is { } scope ? SharingScopeResponse.Of(scope) : null,
                    finding.Sentence
                )),
            ]
        );
    }
}

/// <param name="Code"><c>never-applies</c>, <c>always-forbidden</c>, <c>redundant</c>, <c>contradicts</c> or <c>excepted</c>.</param>
/// <param name="Fault">Whether it is a fault; an exception by conditions is often meant.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Pointer">RFC 6901 pointer to it.</param>
/// <param name="Others">The rules that it concerns it with.</param>
/// <param name="Scope">The lines of sharing concerned; null: all of the rule's.</param>
/// <param name="Sentence">For the drafter.</param>
public sealed record RuleFindingResponse(
    string Code,
    bool Fault,
    string Rule,
    string Pointer,
    IReadOnlyList<string> Others,
    SharingScopeResponse? Scope,
    string Sentence
);
