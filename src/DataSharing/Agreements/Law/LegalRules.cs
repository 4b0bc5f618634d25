using System.Collections.Frozen;
using static DataSharing.Agreements.LegalSeverity;

namespace DataSharing.Agreements;

/// <summary>Every legal fault that is looked for, in the order of docs/legal-checks.md, which a test holds against this list.</summary>
public static class LegalRules
{
    internal const string Toolkit = "nhs-toolkit";

    public static IReadOnlyList<LegalRule> All { get; } =
    [
        // Found on reading.
        new("article6-missing", Refuses, "uk-gdpr-6-1", "The permission states no UK GDPR Article 6 basis.", OnReading: true),
        new(
            "annex1-mismatch",
            Refuses,
            "uk-gdpr-annex-1",
            "An Annex 1 condition belongs to a recognised legitimate interest, and to no other basis.",
            OnReading: true
        ),
        new(
            "article9-missing",
            Refuses,
            "uk-gdpr-9",
            "Special-category data is shared without an Article 9(2) condition.",
            OnReading: true
        ),
        new(
            "schedule1-missing",
            Refuses,
            "uk-gdpr-10",
            "Criminal-offence data is shared without official authority, a Schedule 1 condition or Part 3.",
            OnReading: true
        ),
        new(
            "safeguarding-facts",
            Refuses,
            "dpa-sch1-18",
            "Paragraph 18 is relied on without its facts, among them why consent is not relied on.",
            OnReading: true
        ),
        new("schedule8-without-part3", Refuses, "dpa-35", "A Schedule 8 condition belongs to processing under Part 3.", OnReading: true),
        new("consent-stance", Refuses, "uk-gdpr-7", "Consent is the basis, yet it is not sought.", OnReading: true),
        // Article 6.
        new(
            "recognised-interest-public-authority",
            Refuses,
            "duaa-70-2-c",
            "A public authority may not rely on a recognised legitimate interest for its tasks."
        ),
        new(
            "legitimate-interests-public-authority",
            Refuses,
            "uk-gdpr-6-1-closed",
            "A public authority may not rely on legitimate interests for its tasks."
        ),
        new(
            "public-task-without-authority",
            Refuses,
            "uk-gdpr-6-1-e",
            "A body that is no public authority relies on a public task, which must be its own."
        ),
        new("public-task-without-law", Refuses, "uk-gdpr-6-3", "A public task is relied on, and no power or duty in law is named."),
        new(
            "legal-obligation-without-duty",
            Refuses,
            "uk-gdpr-6-1-c",
            "A legal obligation is relied on, and no duty in law is named: a power does not oblige."
        ),
        new(
            "requested-by-no-public-body",
            Refuses,
            "annex-1-public-task-request",
            "Another body's public task is relied on, and a recipient is no public authority."
        ),
        new(
            "consent-by-public-authority",
            Warns,
            "uk-gdpr-recital-43",
            "A public authority rests on consent, which is doubtful where it has the upper hand."
        ),
        // Special-category data.
        new(
            "substantial-interest-without-paragraph",
            Refuses,
            "dpa-sch1-part-2",
            "Article 9(2)(g) is relied on without a paragraph of Schedule 1 Part 2."
        ),
        new("employment-condition-missing", Refuses, "dpa-sch1-1", "Article 9(2)(b) is relied on without Schedule 1 paragraph 1."),
        new("care-condition-missing", Refuses, "dpa-sch1-2", "Article 9(2)(h) is relied on without Schedule 1 paragraph 2."),
        new("public-health-condition-missing", Refuses, "dpa-sch1-3", "Article 9(2)(i) is relied on without Schedule 1 paragraph 3."),
        new("research-condition-missing", Refuses, "dpa-sch1-4", "Article 9(2)(j) is relied on without Schedule 1 paragraph 4."),
        new(
            "care-without-secrecy",
            NeedsSignOff,
            "uk-gdpr-9-3",
            "Health or social care is relied on, and a recipient is not in health or social care."
        ),
        new(
            "members-data-disclosed",
            NeedsSignOff,
            "uk-gdpr-9-2-d",
            "Article 9(2)(d) is relied on for data that leaves the body whose members it is about."
        ),
        new(
            "incapable-yet-asked",
            Refuses,
            "uk-gdpr-9-2-c",
            "Article 9(2)(c) is for a person who cannot consent, yet explicit consent is sought."
        ),
        new(
            "public-interest-unstated",
            NeedsSignOff,
            "uk-gdpr-9-2-g",
            "Substantial public interest is relied on, and nobody says why it is substantial."
        ),
        new(
            "statutory-purposes-without-statute",
            Refuses,
            "dpa-sch1-6",
            "Paragraph 6 is for purposes laid down in law, and no power or duty is named."
        ),
        new(
            "safeguarding-condition-with-consent",
            Refuses,
            "dpa-sch1-18",
            "The safeguarding condition is for sharing without consent, yet explicit consent is sought."
        ),
        new(
            "policy-document-missing",
            Refuses,
            "dpa-sch1-39",
            "The Schedule 1 condition needs an appropriate policy document, and none is named."
        ),
        new(
            "policy-document-undated",
            Refuses,
            "dpa-sch1-40",
            "The policy document has no review date, so nobody can tell whether it is in date."
        ),
        new("policy-document-overdue", Refuses, "dpa-sch1-40", "The review date of the policy document is past."),
        new(
            "policy-document-waived",
            NeedsSignOff,
            "dpa-sch1-10-waiver",
            "No policy document is named for a disclosure to competent authorities, where none may be needed."
        ),
        // Criminal-offence data and law enforcement.
        new("official-authority-not-held", Refuses, "uk-gdpr-10", "Official authority is relied on by a body that is no public authority."),
        new("part3-not-competent-authority", Refuses, "dpa-30", "Part 3 is relied on by a body that is no competent authority."),
        new("part3-without-law-enforcement-purpose", Refuses, "dpa-31", "Part 3 is relied on for a purpose that is not law enforcement."),
        new(
            "part3-sensitive-without-condition",
            Refuses,
            "dpa-35",
            "Special-category data is processed under Part 3 without a Schedule 8 condition."
        ),
        new(
            "part3-safeguarding-facts",
            Refuses,
            "dpa-sch8-4",
            "Schedule 8 paragraph 4 is relied on without its facts, among them why consent is not relied on."
        ),
        new(
            "part3-reuse-without-law",
            Refuses,
            "dpa-36-4",
            "Law-enforcement data goes to a general purpose or body, and no authority in law is named."
        ),
        new("part3-subjects-undistinguished", Warns, "dpa-38-3", "Suspects, convicted people, victims and witnesses are not told apart."),
        // Confidentiality.
        new(
            "confidentiality-unaddressed",
            Refuses,
            "common-law-confidence",
            "Health or care information is disclosed, and nobody says how confidentiality is lifted."
        ),
        new(
            "confidentiality-consent-not-sought",
            Refuses,
            "common-law-confidence",
            "Confidentiality is said to be lifted by consent, yet explicit consent is not sought."
        ),
        new(
            "confidentiality-duty-not-shown",
            Refuses,
            "common-law-confidence",
            "Confidentiality is said to be lifted by a legal duty, and no duty is named."
        ),
        // Powers, duties and their dates.
        new("gateway-closed", Refuses, null, "The power or duty is not open to one of the bodies that rely on it."),
        new("gateway-adults-only", Refuses, null, "The power or duty is about adults alone, and the permission is not."),
        new(
            "detriment-unconsidered",
            Warns,
            null,
            "The duty ends where sharing would harm the child more, and automatic release leaves nobody to weigh that."
        ),
        new("law-not-in-force", Refuses, null, "The permission relies on law that is not in force yet."),
        new("law-ended", Refuses, null, "The permission relies on law that is no longer in force."),
        new("law-commencement-unknown", NeedsSignOff, null, "The permission relies on law whose commencement is not known."),
        new("law-not-carried", NeedsSignOff, null, "The permission relies on something that the law pack does not carry."),
        new("law-unverified", Warns, null, "The permission relies on law that the law pack carries from memory, unverified."),
        // Impact assessment and retention.
        new("dpia-missing", Refuses, "uk-gdpr-35", "The sharing is of high risk, and no impact assessment is named."),
        new("dpia-not-done-yet", Refuses, "uk-gdpr-35", "The impact assessment is dated in the future: it comes before the sharing."),
        new("dpia-overdue", Refuses, "uk-gdpr-35-11", "The review date of the impact assessment is past."),
        new("retention-missing", Refuses, "uk-gdpr-5-1-e", "Content is shared, and nothing says how long it may be kept."),
        new(
            "retention-beyond-category",
            Refuses,
            "uk-gdpr-5-1-e",
            "The permission lets a category be kept longer than the agreement lets it."
        ),
        new(
            "retention-beyond-schedule",
            Refuses,
            "uk-gdpr-30-1-f",
            "Content may be kept longer than the recipient's own schedule keeps it."
        ),
        new("retention-schedule-missing", Warns, "uk-gdpr-30-1-f", "A recipient states no retention schedule."),
        // The parties.
        new("party-not-active", Refuses, "ico-sharing-code", "The party is suspended or not in the directory."),
        new("party-without-dpo", Refuses, "uk-gdpr-37", "Nobody answers for data protection at the party."),
        new("party-authority-unstated", Refuses, "dpa-7", "Nothing says whether the party is a public authority."),
        new(
            "party-authority-contradicted",
            Refuses,
            "dpa-7",
            "The party is a public authority to one of agreement and directory, and not to the other."
        ),
        new(
            "functions-unstated",
            Refuses,
            "uk-gdpr-5-1-b",
            "No functions are stated, so nobody can tell whether the purpose is within them."
        ),
        new("purpose-beyond-functions", Refuses, "uk-gdpr-5-1-b", "The purpose serves none of the recipient's functions."),
        new("toolkit-missing", Refuses, Toolkit, "Health data goes to a party without a Data Security and Protection Toolkit submission."),
        new("toolkit-not-met", Refuses, Toolkit, "Health data goes to a party whose toolkit submission does not meet the standards."),
        new("toolkit-out-of-date", Refuses, Toolkit, "Health data goes to a party whose toolkit submission is out of date."),
        new(
            "caldicott-guardian-missing",
            Warns,
            "caldicott-guardian",
            "The party is in health or social care, and names no Caldicott Guardian."
        ),
        new("joint-arrangement-missing", Refuses, "uk-gdpr-26", "There are joint controllers, and no arrangement between them is named."),
        new("lone-joint-controller", Refuses, "uk-gdpr-26", "One party alone is a joint controller."),
        new("processor-contract-missing", Refuses, "uk-gdpr-28", "The party is a processor, and no contract is named."),
        new("processor-decides", NeedsSignOff, "uk-gdpr-29", "A processor discloses in its own name."),
        new(
            "onward-outside-parties",
            NeedsSignOff,
            "uk-gdpr-5-1-b",
            "Data may be passed on to an agency that this agreement does not bind."
        ),
        // The agreement as a whole.
        new("review-overdue", Refuses, "ico-sharing-code", "The review date of the agreement is past."),
        new("transparency-unstated", Warns, "ico-ten-steps", "Nothing says how people are told of the sharing."),
        new("rights-unstated", Warns, "ico-sharing-code", "Nothing says how people's rights are met."),
        new("governance-unstated", Warns, "ico-sharing-code", "Nothing says who watches over the agreement."),
    ];

    private static readonly FrozenDictionary<string, LegalRule> ByCode = All.ToFrozenDictionary(rule => rule.Code, StringComparer.Ordinal);

    public static LegalRule? Find(string code) => ByCode.GetValueOrDefault(code);
}
