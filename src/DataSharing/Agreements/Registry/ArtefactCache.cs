using System.Collections.Concurrent;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;
using Microsoft.Extensions.Logging;

namespace DataSharing.Agreements;

/// <summary>
/// The agreements that a partnership head names, ready for deciding. Each is loaded once: its document must hash to what the parties signed,
/// and compile to the artefact that the head cites; otherwise it is unreadable, and what could rest on it refuses. What a digest of them stands
/// for is kept before anything is decided on it, so that every decision can be made again.
/// </summary>
public sealed class ArtefactCache(IRecordStore records, IBlobStore blobs, ILogger<ArtefactCache> logger)
{
    private readonly ConcurrentDictionary<string, AgreementArtefact> artefacts = new(StringComparer.Ordinal);
    private Prepared? last;
    private string? kept;

    /// <exception cref="StoreUnavailableException">A document could not be read now. HTTP 503.</exception>
    public async ValueTask<AgreementsInForce> ForAsync(ReadHead head, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(head);
        var known = Volatile.Read(ref last);
        return known is not null && known.Version == head.Version ? known.InForce : await PrepareAsync(head, cancellationToken);
    }

    /// <summary>One agreement that a head names; null where it cannot be trusted.</summary>
    internal async ValueTask<AgreementArtefact?> FindAsync(AgreementInForce agreement, CancellationToken cancellationToken) =>
        (await LoadAsync(agreement, cancellationToken)).Artefact;

    private async ValueTask<AgreementsInForce> PrepareAsync(ReadHead head, CancellationToken cancellationToken)
    {
        var standing = new List<StandingArtefact>();
        var readable = new List<AgreementInForce>();
        var unreadable = new List<UnreadableAgreement>();
        foreach (var agreement in head.Head.Agreements)
        {
            var (artefact, parties) = await LoadAsync(agreement, cancellationToken);
            if (artefact is null)
            {
                Log.AgreementUnreadable(logger, agreement.AgreementId, agreement.Version);
                unreadable.Add(new UnreadableAgreement(agreement.AgreementId, agreement.Version, parties));
            }
            else
            {
                readable.Add(agreement);
                standing.Add(Standing(agreement, artefact));
            }
        }

        AgencyId[] active = [.. head.Head.Agencies.Where(agency => !agency.Suspended).Select(agency => agency.Id)];
        var inForce = new AgreementsInForce(standing, unreadable, active);
        if (!string.Equals(Volatile.Read(ref kept), inForce.Digest, StringComparison.Ordinal))
        {
            // INVARIANT: before the first decision that cites the digest.
            await new InForceManifest(readable, unreadable, active).KeepAsync(blobs, inForce.Digest, cancellationToken);
            Volatile.Write(ref kept, inForce.Digest);
        }

        // What cannot be read is tried again with the next question, so that a repaired row heals without a restart.
        if (unreadable.Count == 0)
        {
            Volatile.Write(ref last, new Prepared(head.Version, inForce));
            Forget(head.Head.Agreements);
        }

        return inForce;
    }

    internal static StandingArtefact Standing(AgreementInForce agreement, AgreementArtefact artefact) =>
        new(artefact, agreement.Suspended)
        {
            ReviewBy = artefact.ReviewBy,
            EndsAt = agreement.EndsAt,
            Withdrawals = agreement.Withdrawals,
        };

    /// <summary>The artefact; or, where there is none to trust, the parties if at least the signed document could be read.</summary>
    private async ValueTask<(AgreementArtefact? Artefact, IReadOnlyList<AgencyId>? Parties)> LoadAsync(
        AgreementInForce agreement,
        CancellationToken cancellationToken
    )
    {
        if (artefacts.TryGetValue(Key(agreement), out var cached))
        {
            return (cached, null);
        }

        var key = AgreementDocumentRow.RowKey(agreement.AgreementId, agreement.Version);
        var row = await records.FindAsync(PartnershipHeadRow.PartitionKey, key, cancellationToken);
        if (
            AgreementDocumentRow.Open(row, agreement.ContentHash) is not { } document
            || !string.Equals(document.Agreement.Id.Value, agreement.AgreementId, StringComparison.Ordinal)
            || document.Agreement.Version != agreement.Version
        )
        {
            return (null, null);
        }

        var compiled = AgreementCompiler.Compile(document);
        if (!string.Equals(compiled.ArtefactHash, agreement.ArtefactHash, StringComparison.Ordinal))
        {
            return (null, compiled.Parties);
        }

        artefacts[Key(agreement)] = compiled;
        return (compiled, null);
    }

    private void Forget(IReadOnlyList<AgreementInForce> kept)
    {
        var keys = kept.Select(Key).ToHashSet(StringComparer.Ordinal);
        foreach (var key in artefacts.Keys.Where(key => !keys.Contains(key)))
        {
            _ = artefacts.TryRemove(key, out _);
        }
    }

    // Both hashes and the name: a head that was changed in any of them must not find what another head verified.
    private static string Key(AgreementInForce agreement) =>
        $"{agreement.AgreementId}:{agreement.Version}:{agreement.ContentHash}:{agreement.ArtefactHash}";

    private sealed record Prepared(RowVersion Version, AgreementsInForce InForce);
}
