namespace DataSharing.Audit;

/// <summary>Why a witness does not cosign. Codes, for health, metrics and pages.</summary>
public static class WitnessRefusal
{
    /// <summary>It has cosigned another history of the same size.</summary>
    public const string Forked = "forked";

    /// <summary>It has cosigned more entries than the log has: the store was put back behind what was cosigned.</summary>
    public const string Ahead = "ahead";

    /// <summary>What it has cosigned is not the beginning of the log: something was inserted, changed or taken out.</summary>
    public const string Inconsistent = "inconsistent";

    /// <summary>It does not trust the key that signs this log.</summary>
    public const string NotTrusted = "not-trusted";

    /// <summary>It does not watch this log.</summary>
    public const string UnknownLog = "unknown-log";

    /// <summary>Its answer is none that a witness gives, or its signature is wrong.</summary>
    public const string Unintelligible = "unintelligible";

    /// <summary>Its key is the log's own.</summary>
    public const string OwnKey = "own-key";

    /// <summary>It could not be reached, or did not answer in time. Not a refusal, and the only one of these that heals by itself.</summary>
    public const string Away = "away";

    /// <summary>Whether it says that history was changed, so that somebody must look at once; the others say that something is set wrongly.</summary>
    public static bool IsOfHistory(string? refusal) => refusal is Forked or Ahead or Inconsistent;
}
