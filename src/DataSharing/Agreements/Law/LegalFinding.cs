namespace DataSharing.Agreements;

/// <summary>What follows from a finding.</summary>
public enum LegalSeverity
{
    /// <summary>The agreement cannot come into force.</summary>
    Refuses,

    /// <summary>It comes into force only once somebody of a party has answered for it by name.</summary>
    NeedsSignOff,

    /// <summary>Told, and nothing else.</summary>
    Warns,
}

/// <summary>One kind of legal fault.</summary>
/// <param name="Code">Stable; docs/legal-checks.md lists them.</param>
/// <param name="Severity">What follows.</param>
/// <param name="Law">The entry of the law pack that it rests on; null where it rests on whichever entry a rule relies on.</param>
/// <param name="Sentence">For the drafter. Never repeats the document's own text.</param>
/// <param name="OnReading">Found already when the document is read.</param>
public sealed record LegalRule(string Code, LegalSeverity Severity, string? Law, string Sentence, bool OnReading = false);

/// <summary>One legal fault of an agreement.</summary>
/// <param name="Rule">Which, with its severity and sentence.</param>
/// <param name="Pointer">RFC 6901 pointer to the member at fault.</param>
/// <param name="Source">The provision, with its certainty and dates.</param>
public sealed record LegalFinding(LegalRule Rule, string Pointer, LawEntry Source)
{
    public string Code => Rule.Code;

    public LegalSeverity Severity => Rule.Severity;

    public string Sentence => Rule.Sentence;
}

/// <summary>Collects findings, each code once for a place and a provision.</summary>
internal sealed class LegalReport(LawPack law)
{
    private readonly HashSet<(string, string, string)> told = [];
    private readonly List<LegalFinding> all = [];

    public IReadOnlyList<LegalFinding> All => all;

    public void Add(string code, string pointer, LawEntry? source = null)
    {
        var rule = LegalRules.Find(code) ?? throw new ArgumentException("Not a code of the legal check.", nameof(code));
        var entry =
            source
            ?? (rule.Law is { } cited ? law.Find(cited) : null)
            ?? throw new ArgumentException("A finding has a source.", nameof(source));
        if (told.Add((code, pointer, entry.Id)))
        {
            all.Add(new LegalFinding(rule, pointer, entry));
        }
    }

    public void AddIf(bool faulty, string code, string pointer, LawEntry? source = null)
    {
        if (faulty)
        {
            Add(code, pointer, source);
        }
    }
}
