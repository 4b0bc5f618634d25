namespace DataSharing.Agreements;

/// <summary>
/// The law that a permission rests on, as its parties state it. The platform carries it through to decisions and entries; stating it does not
/// make it so.
/// </summary>
/// <remarks>
/// UK GDPR Art 6(1), with (ea) as inserted by the Data (Use and Access) Act 2025 s.70 (in force 5 February 2026, SI 2026/82); Art 9(2);
/// Data Protection Act 2018 Schedule 1, Part 3 and Schedule 8.
/// </remarks>
public sealed record LawfulBasis
{
    /// <summary><c>6(1)(a)</c> to <c>6(1)(f)</c>, or <c>6(1)(ea)</c>.</summary>
    public required string Article6 { get; init; }

    /// <summary>The UK GDPR Annex 1 condition that <c>6(1)(ea)</c> needs; null with any other.</summary>
    public required string? Annex1 { get; init; }

    /// <summary><c>9(2)(a)</c> to <c>9(2)(j)</c>; null where no special category is shared.</summary>
    public required string? Article9 { get; init; }

    public required ScheduleOneCondition? Schedule1 { get; init; }

    /// <summary>The sharing is law-enforcement processing by a competent authority (DPA 2018 Part 3).</summary>
    public required bool Part3 { get; init; }

    /// <summary>DPA 2018 Schedule 8 paragraph for sensitive processing under Part 3 (s.35), 1 to 9.</summary>
    public required int? Schedule8 { get; init; }

    /// <summary>The power or duty to share, such as <c>Children Act 2004 s.16LA</c>.</summary>
    public required string? Gateway { get; init; }

    /// <summary>The powers and duties to share, as codes of the law pack; empty where not stated.</summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    /// <summary>Criminal-offence data is processed under the control of official authority (UK GDPR Art 10(1)).</summary>
    public bool OfficialAuthority { get; init; }

    /// <summary>How the common-law duty of confidentiality is met; null where not stated.</summary>
    public ConfidentialityBasis? Confidentiality { get; init; }

    /// <summary>The facts of DPA 2018 Schedule 8 paragraph 4; null where not stated.</summary>
    public SafeguardingFacts? Schedule8Safeguarding { get; init; }

    /// <summary>The kinds of data subject that are told apart under Part 3 (DPA 2018 s.38(3)); empty where not stated.</summary>
    public IReadOnlyList<string> PartThreeSubjects { get; init; } = [];

    /// <summary>The articles in one line, for entries: <c>6(1)(e) 9(2)(g) sch1:18</c>.</summary>
    public string Citation =>
        string.Join(
            ' ',
            new[]
            {
                Article6,
                Article9,
                Schedule1 is null ? null : $"sch1:{Schedule1.Paragraph}",
                Part3 ? "part3" : null,
                Schedule8 is null ? null : $"sch8:{Schedule8}",
            }.Where(part => part is not null)
        );
}

/// <summary>A condition of DPA 2018 Schedule 1 with the facts that it makes the controller state.</summary>
/// <param name="Paragraph">1-4 (Part 1), 6-28 (Part 2), 29-37 (Part 3).</param>
/// <param name="PolicyDocument">Where the appropriate policy document lies (paragraphs 5 and 38-41); null where not stated.</param>
/// <param name="Safeguarding">The facts of paragraph 18; null with any other paragraph.</param>
public sealed record ScheduleOneCondition(int Paragraph, string? PolicyDocument, SafeguardingFacts? Safeguarding)
{
    /// <summary>When the policy document must be looked at again; from the day after, it is out of date. Null where not stated.</summary>
    public DateOnly? PolicyReviewDate { get; init; }

    /// <summary>Why it is in the substantial public interest, with a paragraph other than 18; null where not stated.</summary>
    public string? SubstantialPublicInterest { get; init; }
}

/// <summary>What lifts the common-law duty of confidentiality.</summary>
public enum ConfidentialityBasis
{
    Consent,
    OverridingPublicInterest,
    LegalDuty,
}

/// <summary>What DPA 2018 Schedule 1 paragraph 18 makes a controller able to say.</summary>
/// <param name="Limb">The processing protects from harm, or protects well-being.</param>
/// <param name="Protects">Whom: people under 18, adults at risk, or both.</param>
/// <param name="WithoutConsent">Why consent is not asked.</param>
/// <param name="SubstantialPublicInterest">Why it is in the substantial public interest, in words.</param>
public sealed record SafeguardingFacts(
    SafeguardingLimb Limb,
    IReadOnlyList<ProtectedPeople> Protects,
    WithoutConsentReason WithoutConsent,
    string SubstantialPublicInterest
);

public enum SafeguardingLimb
{
    Harm,
    WellBeing,
}

public enum ProtectedPeople
{
    Under18,
    AdultAtRisk,
}

public enum WithoutConsentReason
{
    CannotBeGiven,
    CannotReasonablyBeObtained,
    WouldPrejudiceProtection,
}
