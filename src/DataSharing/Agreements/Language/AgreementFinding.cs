namespace DataSharing.Agreements;

/// <summary>One thing wrong with a document.</summary>
/// <param name="Code">Stable code; see docs/agreements.md.</param>
/// <param name="Pointer">RFC 6901 JSON pointer to the member that is wrong; empty for the document itself.</param>
/// <param name="Sentence">What is wrong, for the drafter. Never repeats the document's own text.</param>
public sealed record AgreementFinding(string Code, string Pointer, string Sentence);

/// <summary>What reading a document came to.</summary>
public abstract record DocumentOutcome
{
    private DocumentOutcome() { }

    /// <param name="Document">The agreement with its canonical bytes.</param>
    public sealed record Accepted(AgreementDocument Document) : DocumentOutcome;

    /// <param name="Findings">At least one, in document order, at most <see cref="AgreementDocument.MaximumFindings"/>.</param>
    public sealed record Refused(IReadOnlyList<AgreementFinding> Findings) : DocumentOutcome;
}
