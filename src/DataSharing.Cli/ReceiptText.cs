namespace DataSharing.Cli;

/// <summary>A receipt as people have it at hand: as text, in a file, or in the saved headers of an answer.</summary>
internal static class ReceiptText
{
    private const string Header = "Audit-Receipt:";

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<string> ReadAsync(string argument, CancellationToken cancellationToken)
    {
        if (!argument.StartsWith('@'))
        {
            return argument.Trim();
        }

        var text = await File.ReadAllTextAsync(argument[1..], cancellationToken);
        // The last one counts: a file of headers may begin with those of an interim answer.
        var header = text.Split('\n').LastOrDefault(line => line.StartsWith(Header, StringComparison.OrdinalIgnoreCase));
        return (header?[Header.Length..] ?? text).Trim();
    }
}
