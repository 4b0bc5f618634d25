using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>Makes the legal check of an agreement with what the directory knows of its parties now.</summary>
public sealed class LegalReview(IRecordStore records, LawPack law, TimeProvider time)
{
    public LawPack Law => law;

    internal async ValueTask<LegalReviewed> ExamineAsync(Agreement agreement, PartnershipHead head, CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var reads = agreement.Parties.Select(party => StandingAsync(party, head, cancellationToken).AsTask());
        return new LegalReviewed(day, LegalCheck.Examine(agreement, law, await Task.WhenAll(reads), day));
    }

    private async ValueTask<PartyStanding> StandingAsync(Party party, PartnershipHead head, CancellationToken cancellationToken)
    {
        var standing = head.Agencies.FirstOrDefault(agency => agency.Id == party.Agency);
        var row = await records.FindAsync(PartnershipHeadRow.PartitionKey, AgencyRecord.RowKey(party.Agency), cancellationToken);
        var particulars = row is null ? null : AgencyRecord.Format.Read(row).Particulars;
        return new PartyStanding(
            party.Agency,
            standing is { Suspended: false },
            standing?.Kind,
            particulars is null ? null : true,
            particulars is null ? null : particulars.CaldicottGuardian is not null,
            particulars?.Toolkit
        );
    }
}

/// <param name="Day">The day by which it was judged.</param>
/// <param name="Findings">In document order within each part.</param>
public sealed record LegalReviewed(DateOnly Day, IReadOnlyList<LegalFinding> Findings)
{
    public IReadOnlyList<LegalFinding> Refusals => [.. Findings.Where(finding => finding.Severity == LegalSeverity.Refuses)];

    /// <summary>What has to be signed for by name and has not been, for these very bytes.</summary>
    public IReadOnlyList<LegalFinding> Unsigned(AgreementRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return
        [
            .. Findings.Where(finding =>
                finding.Severity == LegalSeverity.NeedsSignOff && !record.SignOffs.Any(given => given.Covers(finding, record))
            ),
        ];
    }
}
