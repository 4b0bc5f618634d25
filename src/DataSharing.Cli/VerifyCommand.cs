using System.CommandLine;
using DataSharing.Cli.Exports;

namespace DataSharing.Cli;

/// <summary><c>datasharing verify</c>: checks that need files and a public key, and no service.</summary>
internal static class VerifyCommand
{
    public static Command Create() =>
        new(
            "verify",
            "Checks that need files and a public key, and no service. Exit code 0: verified; 1: not; 2: could not be checked; 3: a promise still open; 4: too few witnesses."
        )
        {
            VerifyReceiptCommand.Create(),
            VerifyLogCommand.Create(),
            VerifyProofCommand.Create(),
            VerifyExportCommand.Create(),
        };

    public static Option<string> Key() =>
        new("--key")
        {
            Description = "The log's verification key or keys: a file, an address such as .../log/key, or the text itself.",
            Required = true,
        };
}
