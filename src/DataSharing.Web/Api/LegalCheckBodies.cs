using System.Text.Json.Serialization;
using DataSharing.Agreements;

namespace DataSharing.Web.Api;

/// <summary>One legal fault of an agreement, with the provision that it rests on.</summary>
/// <param name="Code">Stable; docs/legal-checks.md lists them.</param>
/// <param name="Severity"><c>refuses</c>, <c>needs-sign-off</c> or <c>warns</c>.</param>
/// <param name="Pointer">RFC 6901 pointer into the document.</param>
/// <param name="Detail">One sentence.</param>
/// <param name="Source">The provision.</param>
public sealed record LegalFindingResponse(string Code, FindingSeverity Severity, string Pointer, string Detail, LawSourceResponse Source)
{
    public static LegalFindingResponse From(LegalFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var severity = finding.Severity switch
        {
            LegalSeverity.Refuses => FindingSeverity.Refuses,
            LegalSeverity.NeedsSignOff => FindingSeverity.NeedsSignOff,
            _ => FindingSeverity.Warns,
        };
        return new LegalFindingResponse(finding.Code, severity, finding.Pointer, finding.Sentence, LawSourceResponse.From(finding.Source));
    }
}

[JsonConverter(typeof(JsonStringEnumConverter<FindingSeverity>))]
public enum FindingSeverity
{
    [JsonStringEnumMemberName("refuses")]
    Refuses,

    [JsonStringEnumMemberName("needs-sign-off")]
    NeedsSignOff,

    [JsonStringEnumMemberName("warns")]
    Warns,
}

/// <summary>A provision as the law pack states it.</summary>
/// <param name="Id">In the pack.</param>
/// <param name="Citation">Act and provision.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Status"><c>in-force</c>, or <c>commencement-unknown</c>.</param>
/// <param name="InForceFrom">First day; null where the pack does not carry it.</param>
/// <param name="InForceTo">First day on which it is no longer in force; null where none is known.</param>
/// <param name="Certainty"><c>verified</c>, <c>secondary</c> or <c>unverified</c>.</param>
public sealed record LawSourceResponse(
    string Id,
    string Citation,
    string Title,
    LawStatus Status,
    DateOnly? InForceFrom,
    DateOnly? InForceTo,
    LawCertainty Certainty
)
{
    public static LawSourceResponse From(LawEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new LawSourceResponse(
            entry.Id,
            entry.Citation,
            entry.Title,
            entry.Status,
            entry.InForceFrom,
            entry.InForceTo,
            entry.Certainty
        );
    }
}

/// <summary>The legal check of a version as of now.</summary>
/// <param name="CheckedOn">The day by which it was judged.</param>
/// <param name="LawPreparedOn">The date of the law pack.</param>
/// <param name="LawSha256">Its hash.</param>
/// <param name="Findings">Everything found.</param>
/// <param name="Unsigned">Of these, what waits for a sign-off.</param>
/// <param name="SignOffs">What was answered for.</param>
public sealed record LegalCheckResponse(
    DateOnly CheckedOn,
    DateOnly LawPreparedOn,
    string LawSha256,
    IReadOnlyList<LegalFindingResponse> Findings,
    IReadOnlyList<LegalFindingResponse> Unsigned,
    IReadOnlyList<AgreementSignOff> SignOffs
)
{
    public static LegalCheckResponse From(AgreementRecord record, LegalReviewed reviewed, LawPack law)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(reviewed);
        ArgumentNullException.ThrowIfNull(law);
        return new LegalCheckResponse(
            reviewed.Day,
            law.PreparedOn,
            law.Hash,
            [.. reviewed.Findings.Select(LegalFindingResponse.From)],
            [.. reviewed.Unsigned(record).Select(LegalFindingResponse.From)],
            record.SignOffs
        );
    }
}

/// <param name="ContentHash">SHA-256 of the document that the caller has read.</param>
/// <param name="Code">The finding that is answered for.</param>
/// <param name="Law">The provision that it rests on, by its id in the law pack.</param>
/// <param name="Reason">Why, in words. Kept sealed in the log.</param>
public sealed record SignOffRequest(string ContentHash, string Code, string Law, string Reason)
{
    public override string ToString() => "SignOffRequest(redacted)";
}
