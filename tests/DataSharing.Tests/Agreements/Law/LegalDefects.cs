namespace DataSharing.Tests.Agreements.Law;

/// <summary>Every fault of the check, each with a defective and a sound case.</summary>
internal static class LegalDefects
{
    private const string P0 = "/permissions/0";
    private const string P1 = "/permissions/1";
    private const string P2 = "/permissions/2";
    private const string P3 = "/permissions/3";
    private const string P4 = "/permissions/4";
    private const string Basis0 = P0 + "/lawfulBasis";
    private const string Basis1 = P1 + "/lawfulBasis";
    private const string Basis2 = P2 + "/lawfulBasis";
    private const string Basis3 = P3 + "/lawfulBasis";
    private const string Basis4 = P4 + "/lawfulBasis";
    private const string Policy = "\"policyDocument\":\"Policy\",\"policyReviewDate\":\"2027-06-30\"";

    public static IReadOnlyList<LegalDefect> All { get; } = [.. OfBases(), .. LegalDefectsOfParties.All];

    private static LegalDefect[] OfBases() =>
        [
            // Found on reading.
            new("article6-missing", $"{Basis0}/article6", [$"{Basis0}/article6"], [$"{Basis0}/article6=\"6(1)(e)\""]),
            new("annex1-mismatch", $"{Basis3}/annex1", [$"{Basis3}/annex1"], [$"{Basis3}/annex1=\"crime\""]),
            new("article9-missing", $"{Basis2}/article9", [$"{Basis2}/article9"], [$"{P2}/categories=[\"identity\"]"]),
            new(
                "schedule1-missing",
                $"{Basis1}/schedule1",
                [$"{Basis1}/schedule1", $"{Basis1}/officialAuthority"],
                [$"{Basis1}/officialAuthority=true"]
            ),
            new(
                "safeguarding-facts",
                $"{Basis1}/schedule1/safeguarding",
                [$"{Basis1}/schedule1/safeguarding"],
                [$"{Basis1}/schedule1/paragraph=10"]
            ),
            new(
                "schedule8-without-part3",
                $"{Basis4}/schedule8",
                [$"{Basis4}/part3", $"{Basis4}/officialAuthority=true"],
                [$"{Basis4}/part3=true"]
            ),
            new("consent-stance", $"{P3}/consent", [$"{Basis3}={{\"article6\":\"6(1)(a)\"}}"], [$"{P3}/consent=\"explicit\""]),
            // Article 6.
            new(
                "recognised-interest-public-authority",
                $"{Basis0}/article6",
                [$"{Basis0}={{\"article6\":\"6(1)(ea)\",\"annex1\":\"safeguarding\"}}"],
                [$"{P0}/from=[\"charity\"]"]
            ),
            new(
                "legitimate-interests-public-authority",
                $"{Basis0}/article6",
                [$"{Basis0}={{\"article6\":\"6(1)(f)\"}}"],
                [$"{P0}/from=[\"charity\"]"]
            ),
            new("public-task-without-authority", $"{Basis0}/article6", [$"{P0}/from=[\"charity\"]"], [$"{Basis0}/article6=\"6(1)(f)\""]),
            new("public-task-without-law", $"{Basis0}/gateways", [$"{Basis0}/gateways"], [$"{Basis0}/gateways=[\"ca1989-s47\"]"]),
            new(
                "legal-obligation-without-duty",
                $"{Basis2}/gateways",
                [$"{Basis2}/gateways=[\"cda1998-s115\"]"],
                [$"{Basis2}/gateways=[\"cda1998-s115\",\"ca1989-s47\"]"]
            ),
            new(
                "requested-by-no-public-body",
                $"{Basis3}/annex1",
                [$"{Basis3}/annex1=\"public-task-request\"", "/parties/0/authority=\"other\""],
                ["/parties/0/authority=\"public-authority\""]
            ),
            new(
                "consent-by-public-authority",
                $"{Basis0}/article6",
                [$"{Basis0}={{\"article6\":\"6(1)(a)\"}}", $"{P0}/consent=\"explicit\""],
                [$"{P0}/from=[\"charity\"]"]
            ),
            // Special-category data.
            new(
                "substantial-interest-without-paragraph",
                $"{Basis2}/schedule1",
                [$"{Basis2}/schedule1/paragraph=30"],
                [$"{Basis2}/schedule1/paragraph=10"]
            ),
            new(
                "employment-condition-missing",
                $"{Basis2}/schedule1",
                [$"{Basis2}/article9=\"9(2)(b)\""],
                [$"{Basis2}/schedule1/paragraph=1"]
            ),
            new("care-condition-missing", $"{Basis2}/schedule1", [$"{Basis2}/article9=\"9(2)(h)\""], [$"{Basis2}/schedule1/paragraph=2"]),
            new(
                "public-health-condition-missing",
                $"{Basis2}/schedule1",
                [$"{Basis2}/article9=\"9(2)(i)\""],
                [$"{Basis2}/schedule1/paragraph=3"]
            ),
            new(
                "research-condition-missing",
                $"{Basis2}/schedule1",
                [$"{Basis2}/article9=\"9(2)(j)\""],
                [$"{Basis2}/schedule1/paragraph=4"]
            ),
            new(
                "care-without-secrecy",
                $"{Basis2}/article9",
                [$"{Basis2}/article9=\"9(2)(h)\"", $"{Basis2}/schedule1/paragraph=2", $"{P2}/to=[\"police\"]"],
                [$"{P2}/to=[\"council\"]"]
            ),
            new("members-data-disclosed", $"{Basis2}/article9", [$"{Basis2}/article9=\"9(2)(d)\""], [$"{Basis2}/article9=\"9(2)(f)\""]),
            new(
                "incapable-yet-asked",
                $"{Basis2}/article9",
                [$"{Basis2}/article9=\"9(2)(c)\"", $"{P2}/consent=\"explicit\""],
                [$"{P2}/consent=\"not-required\""]
            ),
            new(
                "public-interest-unstated",
                $"{Basis2}/schedule1/substantialPublicInterest",
                [$"{Basis2}/schedule1/substantialPublicInterest"],
                [$"{Basis2}/schedule1/substantialPublicInterest=\"Children must be kept safe.\""]
            ),
            new(
                "statutory-purposes-without-statute",
                $"{Basis2}/schedule1/paragraph",
                [$"{Basis2}/gateways", $"{Basis2}/article6=\"6(1)(d)\""],
                [$"{Basis2}/gateways=[\"ca2004-s10\"]"]
            ),
            new("safeguarding-condition-with-consent", $"{P1}/consent", [$"{P1}/consent=\"explicit\""], [$"{P1}/consent=\"not-required\""]),
            new(
                "safeguarding-condition-with-consent",
                $"{P4}/consent",
                [$"{P4}/consent=\"explicit\""],
                [$"{Basis4}/schedule8=1", $"{Basis4}/schedule8Safeguarding"]
            ),
            new(
                "policy-document-missing",
                $"{Basis2}/schedule1/policyDocument",
                [$"{Basis2}/schedule1={{\"paragraph\":10}}"],
                [$"{Basis2}/schedule1={{\"paragraph\":10,{Policy}}}"]
            ),
            new(
                "policy-document-undated",
                $"{Basis2}/schedule1/policyReviewDate",
                [$"{Basis2}/schedule1/policyReviewDate"],
                [$"{Basis2}/schedule1/policyReviewDate=\"2026-11-23\""]
            ),
            new(
                "policy-document-overdue",
                $"{Basis1}/schedule1/policyReviewDate",
                [$"{Basis1}/schedule1/policyReviewDate=\"2026-11-22\""],
                [$"{Basis1}/schedule1/policyReviewDate=\"2026-11-23\""]
            ),
            new(
                "policy-document-waived",
                $"{Basis1}/schedule1/policyDocument",
                [$"{Basis1}/schedule1={{\"paragraph\":10}}", $"{P1}/to=[\"crime-agency\"]"],
                [$"{Basis1}/schedule1={{\"paragraph\":10,{Policy}}}"]
            ),
            // Criminal-offence data and law enforcement.
            new(
                "official-authority-not-held",
                $"{Basis1}/officialAuthority",
                [$"{P1}/from=[\"charity\"]"],
                [$"{Basis1}/officialAuthority=false"]
            ),
            new(
                "part3-not-competent-authority",
                $"{Basis4}/part3",
                [$"{P4}/from=[\"council\"]"],
                ["/parties/0/authority=\"competent-authority\""]
            ),
            new(
                "part3-without-law-enforcement-purpose",
                $"{P4}/purposes",
                [$"{P4}/purposes=[\"safeguarding-children\"]"],
                ["/purposes/0/lawEnforcement=true"]
            ),
            new(
                "part3-sensitive-without-condition",
                $"{Basis4}/schedule8",
                [$"{Basis4}/schedule8", $"{Basis4}/schedule8Safeguarding"],
                [$"{P4}/categories=[\"intelligence\"]"]
            ),
            new(
                "part3-safeguarding-facts",
                $"{Basis4}/schedule8Safeguarding",
                [$"{Basis4}/schedule8Safeguarding"],
                [$"{Basis4}/schedule8=1"]
            ),
            new(
                "part3-reuse-without-law",
                $"{Basis1}/gateways",
                [$"{Basis1}/gateways", $"{Basis1}/article6=\"6(1)(d)\""],
                ["/categories/2/lawEnforcement=false"]
            ),
            new(
                "part3-subjects-undistinguished",
                $"{Basis4}/part3Subjects",
                [$"{Basis4}/part3Subjects"],
                [$"{P4}/subjectKinds=[\"business\"]"]
            ),
            // Confidentiality.
            new(
                "confidentiality-unaddressed",
                $"{Basis2}/confidentiality",
                [$"{Basis2}/confidentiality"],
                ["/categories/1/specialKinds=[\"ethnicity\"]"]
            ),
            new(
                "confidentiality-consent-not-sought",
                $"{Basis2}/confidentiality",
                [$"{Basis2}/confidentiality=\"consent\""],
                [$"{P2}/consent=\"explicit\""]
            ),
            new(
                "confidentiality-duty-not-shown",
                $"{Basis2}/confidentiality",
                [$"{Basis2}/gateways=[\"cda1998-s115\"]"],
                [$"{Basis2}/confidentiality=\"overriding-public-interest\""]
            ),
            // Powers, duties and their dates.
            new(
                "gateway-closed",
                $"{Basis3}/gateways/0",
                [$"{Basis3}/gateways=[\"cda1998-s115\"]"],
                [$"{Basis3}/gateways=[\"ca2004-s11\"]"]
            ),
            new(
                "gateway-adults-only",
                $"{Basis2}/gateways/1",
                [$"{Basis2}/gateways=[\"ca2004-s11\",\"hsca2012-s251b\"]"],
                [$"{P2}/constraints={{\"age\":{{\"minimum\":18}}}}"]
            ),
            new("detriment-unconsidered", $"{Basis0}/gateways/0", [$"{Basis0}/gateways=[\"ca2004-s16la\"]"], [$"{P0}/release=\"manual\""]),
            new(
                "law-commencement-unknown",
                $"{Basis2}/gateways/0",
                [$"{Basis2}/gateways=[\"ca2004-s16la\"]"],
                [$"{Basis2}/gateways=[\"ca2004-s10\"]"]
            ),
            new(
                "law-not-carried",
                $"{Basis0}/gateways/0",
                [$"{Basis0}/gateways=[\"act-of-nobody\"]"],
                [$"{Basis0}/gateways=[\"ca2004-s10\"]"]
            ),
            new(
                "law-not-carried",
                $"{Basis1}/schedule1/paragraph",
                [$"{Basis1}/schedule1={{\"paragraph\":20,{Policy}}}"],
                [$"{Basis1}/schedule1={{\"paragraph\":10,{Policy}}}"]
            ),
            new(
                "law-not-carried",
                "/parties/3/functions/0",
                ["/parties/3/functions=[\"gardening\"]"],
                ["/parties/3/functions=[\"support\"]"]
            ),
            new("law-unverified", $"{Basis0}/gateways/0", [$"{Basis0}/gateways=[\"ca1989-s27\"]"], [$"{Basis0}/gateways=[\"ca1989-s47\"]"]),
        ];
}
