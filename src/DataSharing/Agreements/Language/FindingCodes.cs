using System.Collections.Frozen;

namespace DataSharing.Agreements;

/// <summary>Every code that a finding may have. Stable; meanings in docs/agreements.md, which a test holds against this list.</summary>
public static class FindingCodes
{
    public static IReadOnlySet<string> All { get; } =
        new[]
        {
            "too-large",
            "too-deep",
            "malformed-json",
            "unknown-member",
            "duplicate-member",
            "missing-member",
            "wrong-type",
            "invalid-value",
            "out-of-range",
            "invalid-identifier",
            "invalid-text",
            "empty-text",
            "too-long",
            "invalid-date",
            "invalid-duration",
            "invalid-pointer",
            "too-few",
            "too-many",
            "repeated-item",
            "party-repeated",
            "category-repeated",
            "purpose-repeated",
            "rule-repeated",
            "party-unknown",
            "category-undeclared",
            "purpose-undeclared",
            "no-rules",
            "rule-without-pair",
            "dates-out-of-order",
            "ages-out-of-order",
            "age-of-what",
            "article6-missing",
            "annex1-mismatch",
            "article9-missing",
            "schedule1-missing",
            "safeguarding-facts",
            "schedule8-without-part3",
            "consent-stance",
            "redaction-outside",
            "special-kinds-of-what",
        }.ToFrozenSet(StringComparer.Ordinal);
}
