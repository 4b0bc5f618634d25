using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>Makes the legal check of an agreement with what the directory knows of its parties now.</summary>
public sealed class LegalReview(IRecordStore records, LawPack law, ReviewedTexts texts, TimeProvider time)
{
    private const int PageSize = 200;

    public LawPack Law => law;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>The check itself, whatever was found before.</summary>
    internal async ValueTask<LegalReviewed> ExamineAsync(Agreement agreement, PartnershipHead head, CancellationToken cancellationToken)
    {
        var day = Today;
        var reads = agreement.Parties.Select(party => StandingAsync(party.Agency, head, cancellationToken).AsTask());
        return new LegalReviewed(day, LegalCheck.Examine(agreement, law, await Task.WhenAll(reads), day));
    }

    /// <summary>The check of a version among many: made for each text once a day, and again whenever the law or a party's standing is another.</summary>
    /// <param name="record">The version.</param>
    /// <param name="parties">What the directory knows (<see cref="StandingsAsync"/>).</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null where the stored text is not the record's: another may have been put in its place meanwhile.</returns>
    internal async ValueTask<ReviewedText?> ExamineAsync(
        AgreementRecord record,
        Func<AgencyId, PartyStanding> parties,
        CancellationToken cancellationToken
    )
    {
        var by = new ReviewedBy(Today, law.Hash, [.. record.Parties.Select(parties)]);
        if (texts.Find(record.ContentHash, by) is { } known)
        {
            return known;
        }

        var key = AgreementDocumentRow.RowKey(record.Id.Value, record.Version);
        var row = await records.FindAsync(PartnershipHeadRow.PartitionKey, key, cancellationToken);
        if (AgreementDocumentRow.Open(row, record.ContentHash) is not { Agreement: var agreement })
        {
            return null;
        }

        var findings = LegalCheck.Examine(agreement, law, by.Parties, by.Day);
        var text = new ReviewedText(by, new LegalReviewed(by.Day, findings), AgreementDates.Of(agreement));
        texts.Keep(record.ContentHash, text);
        return text;
    }

    /// <summary>What the directory knows of whichever agency, read once for all.</summary>
    internal async ValueTask<Func<AgencyId, PartyStanding>> StandingsAsync(PartnershipHead head, CancellationToken cancellationToken)
    {
        var known = new Dictionary<AgencyId, PartyStanding>();
        var (from, end) = (AgencyRecord.Prefix, RowKeys.PrefixEnd(AgencyRecord.Prefix));
        while (true)
        {
            var page = await records.ReadRangeAsync(PartnershipHeadRow.PartitionKey, from, end, PageSize, cancellationToken);
            foreach (var record in page.Rows.Select(AgencyRecord.Format.Read))
            {
                known[record.Id] = Standing(record.Id, head, record.Particulars);
            }

            if (page.ContinueAfter is not { } last)
            {
                return agency => known.GetValueOrDefault(agency) ?? Standing(agency, head, null);
            }

            from = RowKeys.After(last);
        }
    }

    private async ValueTask<PartyStanding> StandingAsync(AgencyId party, PartnershipHead head, CancellationToken cancellationToken)
    {
        var row = await records.FindAsync(PartnershipHeadRow.PartitionKey, AgencyRecord.RowKey(party), cancellationToken);
        return Standing(party, head, row is null ? null : AgencyRecord.Format.Read(row).Particulars);
    }

    private static PartyStanding Standing(AgencyId party, PartnershipHead head, AgencyParticulars? particulars)
    {
        var standing = head.Agencies.FirstOrDefault(agency => agency.Id == party);
        return new PartyStanding(
            party,
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
