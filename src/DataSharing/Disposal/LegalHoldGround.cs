namespace DataSharing.Disposal;

/// <summary>What needs a record, so that nothing of it may be disposed of: a closed vocabulary.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Title">As people read it.</param>
/// <param name="Source">Where the duty to keep is laid down.</param>
public sealed record LegalHoldGround(string Code, string Title, string Source)
{
    public static IReadOnlyList<LegalHoldGround> All { get; } =
    [
        new(
            "court-proceedings",
            "Court or tribunal proceedings, begun or expected",
            "Civil Procedure Rules, Practice Direction 31B para 7"
        ),
        new(
            "criminal-investigation",
            "A criminal investigation or prosecution",
            "Criminal Procedure and Investigations Act 1996 s 23 code"
        ),
        new("coroner", "A coroner’s investigation or inquest", "Coroners and Justice Act 2009 Sch 5 and 6"),
        new("public-inquiry", "A public inquiry", "Inquiries Act 2005 s 21 and s 35"),
        new(
            "safeguarding-review",
            "A safeguarding practice, adult or domestic abuse review",
            "Children Act 2004 s 16F; Care Act 2014 s 44"
        ),
        new("person-asked", "The person asked for their data, or that they be kept", "UK GDPR Art 15 and 18; DPA 2018 s 173"),
        new("complaint", "A complaint, or an investigation by a regulator", "DPA 2018 s 148; Local Government Act 1974 s 29"),
    ];

    public static LegalHoldGround? Find(string? code) => All.FirstOrDefault(g => string.Equals(g.Code, code, StringComparison.Ordinal));
}

/// <summary>What an officer says who sets a hold.</summary>
/// <param name="Reason">In their words.</param>
/// <param name="Ground">Null where none of the list was named.</param>
/// <param name="AskedBy">Who asked for it; null where nobody did, or it was not recorded.</param>
/// <param name="ReviewOn">When to look whether it is still needed; null where no day was set. The hold stands beyond it, until it is lifted.</param>
public sealed record LegalHoldRequest(string Reason, LegalHoldGround? Ground = null, string? AskedBy = null, DateOnly? ReviewOn = null)
{
    public override string ToString() => "LegalHoldRequest(redacted)";
}
