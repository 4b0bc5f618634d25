namespace DataSharing.Disposal;

/// <summary>Why somebody's data are erased: a closed vocabulary.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Title">As people read it.</param>
/// <param name="Source">Where it is laid down.</param>
public sealed record DisposalGround(string Code, string Title, string Source)
{
    /// <remarks>UK GDPR Art 17(1)(a) to (f), Art 5(1)(d) and (e).</remarks>
    public static IReadOnlyList<DisposalGround> All { get; } =
    [
        new("retention-ended", "The retention period is over", "UK GDPR Art 5(1)(e)"),
        new("no-longer-necessary", "No longer necessary for the purpose", "UK GDPR Art 17(1)(a)"),
        new("consent-withdrawn", "Consent was withdrawn and nothing else permits keeping it", "UK GDPR Art 17(1)(b)"),
        new("objection-upheld", "The person objected and nothing overrides that", "UK GDPR Art 17(1)(c)"),
        new("unlawfully-processed", "It was processed unlawfully", "UK GDPR Art 17(1)(d)"),
        new("legal-obligation", "The law requires the erasure", "UK GDPR Art 17(1)(e)"),
        new("child-online-service", "Collected when a child used an online service", "UK GDPR Art 17(1)(f)"),
        new("court-order", "A court ordered the erasure", "the order"),
        new("recorded-in-error", "It was recorded in error", "UK GDPR Art 5(1)(d)"),
    ];

    public static DisposalGround? Find(string? code) => All.FirstOrDefault(g => string.Equals(g.Code, code, StringComparison.Ordinal));
}
