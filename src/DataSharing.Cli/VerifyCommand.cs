using System.CommandLine;

namespace DataSharing.Cli;

/// <summary><c>datasharing verify</c>: checks that need files and a public key, and no service.</summary>
internal static class VerifyCommand
{
    public static Command Create() => new("verify", "Checks receipts against a public key.") { };
}
