namespace DataSharing.Agreements;

/// <summary>
/// What the legal check found in agreements' texts, so that a list of them need not make it anew for each. Found again only for the same text,
/// day, law pack and knowledge of every party, which are all that the check depends on: nothing is told tomorrow because it was true today.
/// </summary>
/// <param name="capacity">Texts and findings together that are kept at most; when there would be more, all are forgotten.</param>
public sealed class ReviewedTexts(int capacity)
{
    private readonly Lock changing = new();
    private readonly Dictionary<string, ReviewedText> kept = new(StringComparer.Ordinal);
    private int weight;

    // Some 200 bytes each: at most about 10 MB.
    public ReviewedTexts()
        : this(50_000) { }

    /// <summary>Texts and findings that are kept now.</summary>
    internal int Weight
    {
        get
        {
            lock (changing)
            {
                return weight;
            }
        }
    }

    internal ReviewedText? Find(string contentHash, ReviewedBy by)
    {
        lock (changing)
        {
            return kept.TryGetValue(contentHash, out var text) && text.By.IsSame(by) ? text : null;
        }
    }

    /// <summary>In the place of what was found in the same text before.</summary>
    internal void Keep(string contentHash, ReviewedText text)
    {
        lock (changing)
        {
            weight -= kept.Remove(contentHash, out var before) ? Of(before) : 0;
            if (weight + Of(text) > capacity)
            {
                kept.Clear();
                weight = 0;
            }

            if (Of(text) <= capacity)
            {
                kept[contentHash] = text;
                weight += Of(text);
            }
        }
    }

    private static int Of(ReviewedText text) => 1 + text.Reviewed.Findings.Count;
}

/// <summary>What the check of a text depends on besides the text.</summary>
/// <param name="Day">The day by which it is judged.</param>
/// <param name="LawPack">Hash of the pack.</param>
/// <param name="Parties">What the directory knows of each party, in the order of the document.</param>
internal sealed record ReviewedBy(DateOnly Day, string LawPack, IReadOnlyList<PartyStanding> Parties)
{
    public bool IsSame(ReviewedBy other) =>
        Day == other.Day && string.Equals(LawPack, other.LawPack, StringComparison.Ordinal) && Parties.SequenceEqual(other.Parties);
}

/// <param name="By">What it was judged by.</param>
/// <param name="Reviewed">What was found.</param>
/// <param name="Dates">The dates that the text sets itself.</param>
internal sealed record ReviewedText(ReviewedBy By, LegalReviewed Reviewed, AgreementDates Dates);

/// <summary>The dates that an agreement's text sets itself.</summary>
/// <param name="EffectiveFrom">From this moment on it may permit.</param>
/// <param name="EffectiveTo">From this moment on it no longer does; null where it states no end.</param>
/// <param name="ReviewBy">The first moment after its review date.</param>
internal sealed record AgreementDates(DateTimeOffset EffectiveFrom, DateTimeOffset? EffectiveTo, DateTimeOffset ReviewBy)
{
    public static AgreementDates Of(Agreement agreement) =>
        new(agreement.EffectiveFrom, agreement.EffectiveTo, AgreementArtefact.ReviewByOf(agreement));
}
