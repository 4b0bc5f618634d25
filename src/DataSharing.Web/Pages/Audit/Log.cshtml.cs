using DataSharing.Audit;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>How the log and its witnesses stand, and how to check them without us. Holds nothing of an entry, so looking leaves none.</summary>
public sealed class LogModel(LogOverviewReader overview, TimeProvider time) : PlatformPage
{
    public LogOverview Log
    {
        get => field ?? throw NotOpened();
        private set;
    }

    /// <summary>The log's keys, one a line.</summary>
    public string Keys { get; private set; } = "";

    public DateTimeOffset Now { get; private set; }

    /// <summary>Where the platform is reached, for the commands.</summary>
    public string Api => $"{Request.Scheme}://{Request.Host}";

    /// <summary>The witnesses as arguments of the command that checks.</summary>
    public string WitnessArguments =>
        string.Concat(Log.Witnesses.Select(w => $" \\\n  --witness {w.Key}")) + (Log.Wanted > 0 ? $" \\\n  --quorum {Log.Wanted}" : "");

    public async Task<IActionResult> OnGetAsync()
    {
        Now = time.GetUtcNow();
        Log = await overview.ReadAsync(Stop);
        Keys = string.Join('\n', await overview.KeysAsync(Stop));
        return Page();
    }

    /// <summary>A refusal of the log itself, in words.</summary>
    public static string RefusalOf(string code) =>
        code switch
        {
            LogRefusal.Behind =>
                "The store was put back to an older state than was signed. No checkpoint is signed until the operator has acted.",
            LogRefusal.Forked => "The store holds another history than was signed. No checkpoint is signed until the operator has acted.",
            _ => "The signed head of the log is damaged. No checkpoint is signed until the operator has acted.",
        };

    /// <summary>How a witness stands: a tag's colour, its text, and a sentence where one is needed.</summary>
    public static (string Colour, string Tag, string? Sentence) StandingOf(WitnessOverview witness)
    {
        ArgumentNullException.ThrowIfNull(witness);
        return witness.Refusal switch
        {
            null when witness.Size is null => ("grey", "Not asked yet", null),
            null => ("green", "Cosigns", null),
            WitnessRefusal.Away => ("yellow", "Does not answer", "It is asked again by itself."),
            WitnessRefusal.Ahead => ("red", "Refuses", "It has cosigned more entries than the log has."),
            WitnessRefusal.Forked => ("red", "Refuses", "It has cosigned another history of the same length."),
            WitnessRefusal.Inconsistent => ("red", "Refuses", "What it cosigned is not the beginning of this log."),
            WitnessRefusal.NotTrusted => ("orange", "Set wrongly", "It does not know this log’s key."),
            WitnessRefusal.UnknownLog => ("orange", "Set wrongly", "It does not watch this log."),
            WitnessRefusal.OwnKey => ("orange", "Set wrongly", "Its key is the log’s own."),
            _ => ("orange", "Set wrongly", "What answers there is not the witness that was named."),
        };
    }
}
