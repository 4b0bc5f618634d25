using DataSharing.Agreements;

namespace DataSharing.Cli.Agreements;

/// <summary>Reads an agreement from a file, never more of it than an agreement may have.</summary>
internal static class AgreementFile
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<DocumentOutcome> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        var bytes = new byte[AgreementDocument.MaximumBytes + 1];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return AgreementDocument.Read(bytes.AsMemory(0, length));
    }

    /// <summary>Not a document at all, as against one with faults.</summary>
    public static bool IsUnreadable(IReadOnlyList<AgreementFinding> findings) =>
        findings.Any(finding => finding.Code is "too-large" or "too-deep" or "malformed-json");
}

/// <summary>The law pack: the one named, or the newest beside the program.</summary>
internal static class LawPackFile
{
    public static async Task<LawPack> ReadAsync(FileInfo? named, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "packs");
        var path =
            named?.FullName
            ?? (Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "law-*.json").Max(StringComparer.Ordinal) : null)
            ?? throw new UnusableInputException("there is no law pack beside the program; name one with --law.");
        try
        {
            return LawPack.Parse(await File.ReadAllBytesAsync(path, cancellationToken));
        }
        catch (LawPackRefusedException refused)
        {
            throw new UnusableInputException(refused.Message);
        }
    }
}
