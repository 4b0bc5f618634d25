using DataSharing.Agreements;

namespace DataSharing.Cli.Agreements;

/// <summary>What came of one file.</summary>
/// <param name="File">As it was named.</param>
/// <param name="ContentHash">SHA-256 of the canonical bytes; null where the document was not accepted.</param>
/// <param name="Unreadable">One sentence; null where the file holds a document.</param>
/// <param name="Faults">Faults of form.</param>
/// <param name="Findings">Faults of law.</param>
internal sealed record AgreementVerdict(
    string File,
    string? ContentHash,
    string? Unreadable,
    IReadOnlyList<AgreementFinding> Faults,
    IReadOnlyList<LegalFinding> Findings
)
{
    public bool IsRefused => Faults.Count > 0 || Findings.Any(finding => finding.Severity == LegalSeverity.Refuses);

    public int ExitCode =>
        Unreadable is not null ? CommandLine.CouldNotRun
        : IsRefused ? CommandLine.Refused
        : CommandLine.Done;

    public static async Task<AgreementVerdict> OfAsync(FileInfo file, LawPack law, DateOnly day, CancellationToken cancellationToken)
    {
        var name = file.ToString();
        try
        {
            return await AgreementFile.ReadAsync(file, cancellationToken) switch
            {
                DocumentOutcome.Accepted { Document: var document } => new AgreementVerdict(
                    name,
                    document.ContentHash,
                    null,
                    [],
                    LegalCheck.Examine(document.Agreement, law, [], day)
                ),
                DocumentOutcome.Refused { Findings: var found } when AgreementFile.IsUnreadable(found) => new AgreementVerdict(
                    name,
                    null,
                    found[0].Sentence,
                    [],
                    []
                ),
                DocumentOutcome.Refused { Findings: var found } => new AgreementVerdict(
                    name,
                    null,
                    null,
                    [.. found.Where(finding => LegalCheck.OnReading(finding, law) is null)],
                    [.. found.Select(finding => LegalCheck.OnReading(finding, law)).OfType<LegalFinding>()]
                ),
                _ => throw new InvalidOperationException("An outcome that this command does not know."),
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new AgreementVerdict(name, null, failure.Message, [], []);
        }
    }
}
