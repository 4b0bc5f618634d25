using System.CommandLine;

namespace DataSharing.Cli;

/// <summary><c>datasharing verify</c>: checks that need files and a public key, and no service.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var receipt = new Option<string>("--receipt")
        {
            Description =
                "The receipt's text, or @FILE: a file that holds it alone, or a saved answer's headers with Audit-Receipt among them.",
            Required = true,
        };
        var key = new Option<string>("--key")
        {
            Description = "The log's verification key: a file, an address such as .../log/key, or the text itself.",
            Required = true,
        };
        var command = new Command("receipt", "Checks that the log's key signed a receipt. Offline when the key is a file.")
        {
            receipt,
            key,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var text = await ReceiptText.ReadAsync(parsed.GetRequiredValue(receipt), cancellationToken);
                var verifier = await KeyText.ReadAsync(parsed.GetRequiredValue(key), cancellationToken);
                var (verdict, code) = ReceiptReport.Of(text, verifier);
                await Console.Out.WriteLineAsync(verdict);
                return code;
            }
        );
        return new Command("verify", "Checks that need files and a public key, and no service.") { command };
    }
}
