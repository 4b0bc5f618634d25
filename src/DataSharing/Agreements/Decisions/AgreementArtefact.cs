using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>
/// An agreement compiled for deciding: immutable, made only by <see cref="AgreementCompiler"/>, and the same for the same document. Its hash is
/// what decisions cite.
/// </summary>
public sealed class AgreementArtefact
{
    internal AgreementArtefact(Agreement source, string contentHash, CompiledAgreement compiled, byte[] canonical)
    {
        EffectiveFrom = source.EffectiveFrom;
        EffectiveTo = source.EffectiveTo;
        ReviewBy = ReviewByOf(source);
        Compiled = compiled;
        Canonical = canonical;
        Deciding = new DecidingAgreement(source.Id, source.Version, contentHash, CanonicalJson.Hash(canonical));
    }

    public AgreementId Id => Deciding.Id;

    public int Version => Deciding.Version;

    /// <summary>SHA-256 of the document's canonical bytes: what the parties signed.</summary>
    public string ContentHash => Deciding.ContentHash;

    /// <summary>SHA-256 of <see cref="Canonical"/>, lower-case hex.</summary>
    public string ArtefactHash => Deciding.ArtefactHash;

    /// <summary>The artefact itself as canonical JSON (RFC 8785).</summary>
    public ReadOnlyMemory<byte> Canonical { get; }

    public IReadOnlyList<AgencyId> Parties => Compiled.Parties;

    internal DateTimeOffset EffectiveFrom { get; }

    internal DateTimeOffset? EffectiveTo { get; }

    /// <summary>The first moment (UTC) after the review date. What was signed states it, so it is no part of <see cref="Canonical"/>.</summary>
    internal DateTimeOffset ReviewBy { get; }

    internal CompiledAgreement Compiled { get; }

    internal DecidingAgreement Deciding { get; }

    internal static DateTimeOffset ReviewByOf(Agreement agreement) =>
        new(agreement.ReviewDate.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>None where the agreement has effect at that moment.</summary>
    internal RefusalReason StatusAt(DateTimeOffset now) =>
        now < EffectiveFrom ? RefusalReason.AgreementNotYetEffective
        : now >= EffectiveTo ? RefusalReason.AgreementExpired
        : RefusalReason.None;

    public override string ToString() => $"{Id}:{Version}";
}

/// <summary>The parts of an artefact, each list sorted ordinally so that a bit's place follows from the document alone.</summary>
internal sealed record CompiledAgreement(
    AgencyId[] Parties,
    PurposeCode[] Purposes,
    DataCategory[] Categories,
    ulong SpecialCategories,
    ulong CriminalOffence,
    CompiledPermission[] Permissions,
    CompiledProhibition[] Prohibitions
);
