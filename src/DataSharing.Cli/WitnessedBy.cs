using System.CommandLine;
using System.Text;
using DataSharing.TransparencyLog;

namespace DataSharing.Cli;

/// <summary>The options by which a check demands witnesses, and what became of them.</summary>
internal sealed class WitnessedBy
{
    private readonly Option<string[]> witness = new("--witness")
    {
        Description = "A witness's verification key: the text itself, or a file that holds one a line. May be given again.",
    };

    private readonly Option<int?> quorum = new("--quorum")
    {
        Description = "How many of the witnesses must have cosigned; all of them unless given.",
    };

    public void AddTo(Command command)
    {
        command.Add(witness);
        command.Add(quorum);
    }

    /// <exception cref="UnusableInputException">These cannot be witnesses of this log, or not so many of them.</exception>
    public async Task<WitnessPolicy> ReadAsync(ParseResult parsed, IReadOnlyList<VerifierKey> log, CancellationToken cancellationToken)
    {
        var witnesses = new List<WitnessKey>();
        foreach (var argument in parsed.GetValue(witness) ?? [])
        {
            var text = File.Exists(argument) ? await File.ReadAllTextAsync(argument, cancellationToken) : argument;
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                witnesses.Add(
                    WitnessKey.TryParse(line, out var key)
                        ? key
                        : throw new UnusableInputException($"'{argument}' is neither a witness's key (name+id+key) nor a file of such.")
                );
            }
        }

        if (witnesses.FirstOrDefault(w => log.Any(w.IsSameAs)) is { } own)
        {
            throw new UnusableInputException($"{own.Name} has the log's own key, and a log is no witness of itself.");
        }

        var (policy, why) = WitnessPolicy.Of(witnesses, parsed.GetValue(quorum) ?? witnesses.Count);
        return policy ?? throw new UnusableInputException($"{why}.");
    }

    /// <summary>What is to be said of a checkpoint that is otherwise genuine; nothing where no witness was asked for.</summary>
    /// <param name="policy">Who was asked for.</param>
    /// <param name="note">The signed checkpoint.</param>
    /// <param name="verified">The code where enough have cosigned.</param>
    public static (string Report, int ExitCode) Of(WitnessPolicy policy, ReadOnlySpan<byte> note, int verified)
    {
        if (policy.Witnesses.Count == 0 || !SignedNote.TryParse(note, out var signed))
        {
            return ("", verified);
        }

        var count = policy.Count(signed);
        var of = $"{count.Cosigned.Count} of {policy.Witnesses.Count}";
        if (count.IsEnough)
        {
            var who = count.Cosigned.Select(c => $"{c.Witness.Name} at {ReceiptReport.Moment(c.At)}");
            return ($"\nwitness  {of} have cosigned it ({policy.Quorum} wanted): {string.Join(", ", who)}", verified);
        }

        var missing = count.Missing.Select(w =>
            signed.Signatures.Any(w.IsMine) ? $"{w.Name} (the signature in its name is not its own)" : w.Name
        );
        return (
            $"\nNOT WITNESSED: {of} have cosigned this checkpoint, and {policy.Quorum} are wanted; missing: {string.Join(", ", missing)}",
            verified == CommandLine.Refused ? verified : CommandLine.NotWitnessed
        );
    }

    public static (string Report, int ExitCode) Of(WitnessPolicy policy, string note, int verified) =>
        Of(policy, Encoding.UTF8.GetBytes(note), verified);
}
