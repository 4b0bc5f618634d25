using System.Text.Json;
using DataSharing.Identity;
using DataSharing.Protection;

namespace DataSharing.Audit;

/// <summary>What a capability tells the journal of an act; the journal turns it into an entry with a header and encrypted private sections.</summary>
public sealed record AuditAct
{
    /// <summary>Dotted code: <c>disclosure.made</c>, <c>disclosure.read</c>, <c>agency.suspended</c>, <c>disclosure.refused</c>, …</summary>
    public required string Act { get; init; }

    /// <summary>Who acted; null only for the platform itself.</summary>
    public required Caller? Caller { get; init; }

    /// <summary>The stated purpose; null where the act has none (keeping the directory).</summary>
    public PurposeCode? Purpose { get; init; }

    /// <summary>The decision that the act rests on; null where none is needed (an agency reads its own record).</summary>
    public DecisionCitation? Decision { get; init; }

    /// <summary>Ids of the records concerned, as <c>kind:id</c> (<c>disclosure:…</c>, <c>agency:…</c>). Opaque, at most 100. IG officers ask by them.</summary>
    public IReadOnlyList<string> Records { get; init; } = [];

    /// <summary>The people, groups, businesses and places concerned, at most 100. Each gets a pseudonym and a section under its own key.</summary>
    public IReadOnlyList<AuditSubject> Subjects { get; init; } = [];

    /// <summary>Other agencies whose IG officers may read this entry's header, because the act touched them (the recipient of a disclosure).</summary>
    public IReadOnlyList<AgencyId> Counterparts { get; init; } = [];

    /// <summary>The caller's own words why. Private: encrypted under a key of the caller's agency and the retention month. At most 2,000 characters.</summary>
    public string? Justification { get; init; }

    /// <summary>
    /// What was asked for when nothing was found or permitted: "not yours" and "not there" write the same entry, and only the asking agency's
    /// officers can see what it was. Private, like the justification.
    /// </summary>
    public string? Asked { get; init; }

    /// <summary>Further codes and counts for the header: outcome codes, page sizes. Never a personal value.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The key of the private words where it is being read already; else it is read for the entry.</summary>
    internal KeyUnderWay? MonthKey { get; init; }

    /// <summary>The same act about one subject whose keys this very request has read.</summary>
    internal AuditAct Knowing(SubjectKeys keys) => this with { Subjects = [.. Subjects.Select(s => s with { Keys = keys })] };
}

/// <summary>A data key that is being read.</summary>
internal sealed record KeyUnderWay(DataKeyId Id, Task<DataKey> Key);

/// <summary>One subject of an act.</summary>
/// <param name="SubjectId">The subject's id.</param>
/// <param name="Section">What about this subject was touched, for example its categories. Private: encrypted under the subject's key.</param>
public sealed record AuditSubject(string SubjectId, JsonElement? Section = null)
{
    /// <summary>The subject's keys where this very request has read them; else they are read for the entry.</summary>
    internal SubjectKeys? Keys { get; init; }

    public override string ToString() => $"AuditSubject({SubjectId})";
}

/// <summary>The decision an act rests on, as the header states it.</summary>
/// <param name="Effect"><c>permit</c> or <c>deny</c>.</param>
/// <param name="AgreementId">Null where no agreement applied.</param>
/// <param name="AgreementVersion">Null where no agreement applied.</param>
/// <param name="ArtefactHash">SHA-256 of the compiled artefact, lower-case hex; null where no agreement applied.</param>
/// <param name="RuleIds">The determining rules.</param>
/// <param name="Reasons">Stable reason codes.</param>
/// <param name="LawfulBasis">The lawful basis carried through, for example <c>6(1)(e)</c>.</param>
public sealed record DecisionCitation(
    string Effect,
    string? AgreementId,
    int? AgreementVersion,
    string? ArtefactHash,
    IReadOnlyList<string> RuleIds,
    IReadOnlyList<string> Reasons,
    string? LawfulBasis
);
