using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>Checks the rules of one agreement against what it declares.</summary>
internal sealed class RuleCheck(Agreement agreement, Findings findings)
{
    private readonly HashSet<AgencyId> parties = [.. agreement.Parties.Select(party => party.Agency)];
    private readonly HashSet<PurposeCode> purposes = [.. agreement.Purposes.Select(purpose => purpose.Code)];
    private readonly Dictionary<DataCategory, DeclaredCategory> categories = agreement
        .Categories.GroupBy(category => category.Code)
        .ToDictionary(group => group.Key, group => group.First());
    private readonly HashSet<string> ruleIds = new(StringComparer.Ordinal);

    public void Permission(Permission rule, string at)
    {
        Id(rule.Id, at);
        Each(rule.From, parties.Contains, $"{at}/from", "party-unknown", "The agency is not a party.");
        Each(rule.To, parties.Contains, $"{at}/to", "party-unknown", "The agency is not a party.");
        if (rule.From.Count == 1 && rule.To.Count == 1 && rule.From[0] == rule.To[0])
        {
            findings.Add("rule-without-pair", $"{at}/to", "An agency does not share with itself.");
        }

        Each(rule.Purposes, purposes.Contains, $"{at}/purposes", "purpose-undeclared", "The purpose is not declared.");
        Each(rule.Categories, categories.ContainsKey, $"{at}/categories", "category-undeclared", "The category is not declared.");
        Basis(rule, at);
        foreach (var (pointer, index) in rule.Duties.Redact.Select((pointer, index) => (pointer, index)))
        {
            if (!rule.Categories.Any(category => pointer.StartsWith($"/{category.Value}/", StringComparison.Ordinal)))
            {
                findings.Add(
                    "redaction-outside",
                    $"{at}/duties/redact",
                    $"Field {index + 1} in order belongs to no category of this rule."
                );
            }
        }

        Age(rule.Constraints, rule.SubjectKinds, at);
    }

    public void Prohibition(Prohibition rule, string at)
    {
        Id(rule.Id, at);
        Each(rule.From ?? [], parties.Contains, $"{at}/from", "party-unknown", "The agency is not a party.");
        Each(rule.To ?? [], parties.Contains, $"{at}/to", "party-unknown", "The agency is not a party.");
        Each(rule.Purposes ?? [], purposes.Contains, $"{at}/purposes", "purpose-undeclared", "The purpose is not declared.");
        Each(rule.Categories ?? [], categories.ContainsKey, $"{at}/categories", "category-undeclared", "The category is not declared.");
        Age(rule.Constraints, rule.SubjectKinds, at);
    }

    private void Id(string id, string at)
    {
        if (!ruleIds.Add(id))
        {
            findings.Add("rule-repeated", $"{at}/id", "Another rule of this agreement has this id.");
        }
    }

    private void Basis(Permission rule, string at)
    {
        var basis = rule.LawfulBasis;
        var recognised = string.Equals(basis.Article6, "6(1)(ea)", StringComparison.Ordinal);
        if (recognised != basis.Annex1 is not null)
        {
            findings.Add(
                "annex1-mismatch",
                $"{at}/lawfulBasis/annex1",
                "An Annex 1 condition is stated with 6(1)(ea), and with no other basis."
            );
        }

        var shared = rule.Categories.Select(code => categories.GetValueOrDefault(code)).OfType<DeclaredCategory>().ToArray();
        if (shared.Any(category => category.SpecialCategory) && basis.Article9 is null)
        {
            findings.Add("article9-missing", $"{at}/lawfulBasis/article9", "Special category data needs an Article 9(2) condition.");
        }

        if (shared.Any(category => category.CriminalOffence) && basis is { Schedule1: null, Part3: false, OfficialAuthority: false })
        {
            findings.Add(
                "schedule1-missing",
                $"{at}/lawfulBasis/schedule1",
                "Criminal-offence data needs official authority, a DPA 2018 Schedule 1 condition, or processing under Part 3."
            );
        }

        if (basis.Schedule8 is not null && !basis.Part3)
        {
            findings.Add("schedule8-without-part3", $"{at}/lawfulBasis/schedule8", "Schedule 8 belongs to processing under Part 3.");
        }

        if (basis.Schedule8Safeguarding is not null && basis.Schedule8 != 4)
        {
            findings.Add(
                "schedule8-without-part3",
                $"{at}/lawfulBasis/schedule8Safeguarding",
                "These are the facts of Schedule 8 paragraph 4, which is not relied on."
            );
        }

        if (basis.PartThreeSubjects.Count > 0 && !basis.Part3)
        {
            findings.Add("schedule8-without-part3", $"{at}/lawfulBasis/part3Subjects", "Part 3 tells these apart, and is not relied on.");
        }

        if (basis.Schedule1 is { } condition && (condition.Paragraph == 18) != (condition.Safeguarding is not null))
        {
            findings.Add(
                "safeguarding-facts",
                $"{at}/lawfulBasis/schedule1/safeguarding",
                "Paragraph 18 needs its facts stated, and no other paragraph has them."
            );
        }

        if (rule.Consent != ConsentStance.Explicit && (basis.Article6 is "6(1)(a)" || basis.Article9 is "9(2)(a)"))
        {
            findings.Add("consent-stance", $"{at}/consent", "A permission that rests on consent has the stance explicit.");
        }
    }

    private void Age(Constraints constraints, IReadOnlyList<SubjectKind>? kinds, string at)
    {
        if (constraints.Age is not { } age)
        {
            return;
        }

        if (age.Minimum > age.Maximum)
        {
            findings.Add("ages-out-of-order", $"{at}/constraints/age", "The least age is above the greatest.");
        }

        if (kinds is not [SubjectKind.Person])
        {
            findings.Add("age-of-what", $"{at}/subjectKinds", "A rule about age is about people alone: only a person has an age.");
        }
    }

    private void Each<T>(IReadOnlyList<T> items, Func<T, bool> known, string at, string code, string sentence)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (!known(items[i]))
            {
                findings.Add(code, $"{at}/{i}", sentence);
            }
        }
    }
}
