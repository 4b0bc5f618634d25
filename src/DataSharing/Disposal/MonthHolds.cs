using DataSharing.Audit;
using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Disposal;

/// <summary>What forbids that the words of an agency's month go, although their time is up.</summary>
public sealed class MonthHolds(IRecordStore records, DataKeys keys, MonthTrail trail)
{
    /// <summary>
    /// The subjects that the agency's own legal holds stand on, as pseudonyms in its entries. Null in place of one that cannot be told: then nothing
    /// of the agency may go.
    /// </summary>
    internal async ValueTask<IReadOnlyList<byte[]?>> HeldAsync(AgencyId agency, CancellationToken cancellationToken)
    {
        var held = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        foreach (var shard in Shards.All)
        {
            foreach (var row in await records.ReadAllAsync(shard, LegalHoldRecord.AnyPrefix, cancellationToken))
            {
                if (row.RowKey.Split(':') is not [_, var subject, var by, _] || by != agency.Value || held.ContainsKey(subject))
                {
                    continue;
                }

                if (LegalHoldRecord.Format.Read(row).Stands)
                {
                    var key = await keys.FindAsync(DataKeyId.OfSubject(subject, agency), cancellationToken);
                    held[subject] = key?.Pseudonym(subject);
                }
            }
        }

        return [.. held.Values];
    }

    /// <summary>Codes; none where nothing forbids it.</summary>
    /// <param name="month">The month.</param>
    /// <param name="held">Of <see cref="HeldAsync"/>.</param>
    /// <param name="cancellationToken">Stops between reads.</param>
    internal async ValueTask<IReadOnlyList<string>> OfAsync(
        AgencyMonth month,
        IReadOnlyList<byte[]?> held,
        CancellationToken cancellationToken
    )
    {
        var codes = new List<string>();
        foreach (var pseudonym in held)
        {
            if (pseudonym is null || await trail.IsAboutAsync(month, pseudonym, cancellationToken))
            {
                codes.Add(DisposalScopes.LegalHold);
                break;
            }
        }

        foreach (var record in await trail.EmergenciesAsync(month, cancellationToken))
        {
            if (await WaitsAsync(record, cancellationToken))
            {
                codes.Add(ExchangeDisposal.EmergencyOpen);
                break;
            }
        }

        return codes;
    }

    private async ValueTask<bool> WaitsAsync(string record, CancellationToken cancellationToken)
    {
        if (record.Split(':') is not ["disclosure", var id])
        {
            return false;
        }

        var row = await records.FindAsync(Shards.Of(id), DisclosureRecord.RowKey(id), cancellationToken);
        return row is not null && DisclosureRecord.Format.Read(row).Emergency is { IsOpen: true };
    }
}
