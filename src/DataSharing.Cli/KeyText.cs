using DataSharing.TransparencyLog;

namespace DataSharing.Cli;

/// <summary>A log's verification keys as people have them at hand: as text, in a file one a line, or at an address.</summary>
internal static class KeyText
{
    /// <exception cref="UnusableInputException">What was found is not a verification key.</exception>
    public static async Task<IReadOnlyList<VerifierKey>> ReadAsync(string argument, CancellationToken cancellationToken)
    {
        var text = argument;
        if (File.Exists(argument))
        {
            text = await File.ReadAllTextAsync(argument, cancellationToken);
        }
        else if (Uri.TryCreate(argument, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            using var http = Addresses.Client(address);
            text = await http.GetStringAsync(address, cancellationToken);
        }

        return VerifierKey.TryParseAll(text, out var keys)
            ? keys
            : throw new UnusableInputException(
                $"'{argument}' is neither a verification key (origin+id+key) nor a file or address that holds one."
            );
    }
}
