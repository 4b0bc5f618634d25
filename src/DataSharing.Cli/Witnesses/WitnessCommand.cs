using System.CommandLine;
using DataSharing.TransparencyLog;

namespace DataSharing.Cli.Witnesses;

/// <summary><c>datasharing witness</c>: watches logs for others, and cosigns what follows from what it has seen.</summary>
internal static class WitnessCommand
{
    public static Command Create()
    {
        var key = new Option<string>("--key") { Description = "The witness's key file (datasharing witness key).", Required = true };
        var state = new Option<string>("--state")
        {
            Description = "The folder in which it writes down what it has cosigned. Never restore it from a copy.",
            Required = true,
        };
        var log = new Option<string[]>("--log")
        {
            Description = "A log's verification key or keys: the text itself, or a file that holds it. May be given again.",
            Required = true,
        };
        var listen = new Option<Uri>("--listen")
        {
            Description = "Where it listens. TLS is for the proxy before it.",
            CustomParser = Addresses.Parse,
            DefaultValueFactory = _ => new Uri("http://127.0.0.1:7380"),
        };
        var command = new Command("witness", "Runs a witness of logs (c2sp.org/tlog-witness). It sees sizes and hashes, never an entry.")
        {
            key,
            state,
            log,
            listen,
            KeyCommand(),
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    parsed.GetRequiredValue(key),
                    parsed.GetRequiredValue(state),
                    parsed.GetRequiredValue(log),
                    parsed.GetRequiredValue(listen),
                    cancellationToken
                )
        );
        return command;
    }

    private static Command KeyCommand()
    {
        var name = new Argument<string>("name") { Description = "The witness's name, for example witness.example.gov.uk/northgate." };
        var file = new Option<string>("--key")
        {
            Description = "The file to make. It is never written over.",
            DefaultValueFactory = _ => "witness.key",
        };
        var command = new Command("key", "Makes a key file that you alone may read, and prints the verification key to hand out.")
        {
            name,
            file,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                await Console.Out.WriteLineAsync(
                    WitnessKeyFile.Create(parsed.GetRequiredValue(file), parsed.GetRequiredValue(name)).ToString()
                );
                return CommandLine.Done;
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string keyFile,
        string stateFolder,
        string[] logs,
        Uri listen,
        CancellationToken cancellationToken
    )
    {
        using var signer = WitnessKeyFile.Open(keyFile);
        var keys = new List<VerifierKey>();
        foreach (var argument in logs)
        {
            keys.AddRange(await KeyText.ReadAsync(argument, cancellationToken));
        }

        WitnessedLog[] watched =
        [
            .. keys.GroupBy(k => k.Origin, StringComparer.Ordinal).Select(of => new WitnessedLog([.. of.Distinct()])),
        ];
        using var state = new WitnessState(stateFolder);
        var witness = new Witness(signer, watched, state, TimeProvider.System);
        // What was cosigned must be readable before anything is answered.
        var seen = watched.Select(l => $"{l.Origin} ({state.Find(l.Origin)?.Checkpoint.Size ?? 0} entries cosigned)").ToArray();
        await using var server = await WitnessServer.StartAsync(
            witness,
            new WitnessEvidence(stateFolder),
            listen,
            Console.Error.WriteLine,
            cancellationToken
        );
        await Console.Out.WriteLineAsync(
            $"""
            witness  {signer.WitnessKey}
            watches  {string.Join(", ", seen)}
            listens  {server.Address}add-checkpoint
            """
        );
        await server.RunAsync(cancellationToken);
        return CommandLine.Done;
    }
}
