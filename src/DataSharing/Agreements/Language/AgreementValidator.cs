namespace DataSharing.Agreements;

/// <summary>
/// Checks what one member cannot tell alone: names that are declared, ids that are unique, dates in order, and the least that the law asks of
/// a permission. Findings come in document order, with codes listed in docs/agreements.md.
/// </summary>
internal static class AgreementValidator
{
    public static void Validate(Agreement agreement, Findings findings)
    {
        Unique(
            agreement.Parties,
            party => party.Agency.Value,
            "/parties",
            "agency",
            "party-repeated",
            "The agency is a party already.",
            findings
        );
        Dates(agreement, findings);
        Unique(
            agreement.Categories,
            item => item.Code.Value,
            "/categories",
            "code",
            "category-repeated",
            "The category is declared already.",
            findings
        );
        Unique(
            agreement.Purposes,
            item => item.Code.Value,
            "/purposes",
            "code",
            "purpose-repeated",
            "The purpose is declared already.",
            findings
        );

        for (var i = 0; i < agreement.Categories.Count; i++)
        {
            if (agreement.Categories[i] is { SpecialCategory: false, SpecialKinds.Count: > 0 })
            {
                findings.Add("special-kinds-of-what", $"/categories/{i}/specialKinds", "Only a special category has kinds.");
            }
        }

        PartySchedules(agreement, findings);
        if (agreement.Permissions.Count + agreement.Prohibitions.Count == 0)
        {
            findings.Add("no-rules", "/permissions", "The agreement says nothing: it has no rule.");
        }

        var check = new RuleCheck(agreement, findings);
        for (var i = 0; i < agreement.Permissions.Count; i++)
        {
            check.Permission(agreement.Permissions[i], $"/permissions/{i}");
        }

        for (var i = 0; i < agreement.Prohibitions.Count; i++)
        {
            check.Prohibition(agreement.Prohibitions[i], $"/prohibitions/{i}");
        }
    }

    private static void PartySchedules(Agreement agreement, Findings findings)
    {
        var declared = agreement.Categories.Select(category => category.Code).ToHashSet();
        for (var i = 0; i < agreement.Parties.Count; i++)
        {
            var periods = agreement.Parties[i].RetentionSchedule?.Periods ?? [];
            var at = $"/parties/{i}/retentionSchedule/periods";
            Unique(
                periods,
                period => period.Category.Value,
                at,
                "category",
                "category-repeated",
                "The category is there already.",
                findings
            );
            for (var j = 0; j < periods.Count; j++)
            {
                if (!declared.Contains(periods[j].Category))
                {
                    findings.Add("category-undeclared", $"{at}/{j}/category", "The category is not declared.");
                }
            }
        }
    }

    private static void Dates(Agreement agreement, Findings findings)
    {
        if (agreement.EffectiveTo is { } to && to <= agreement.EffectiveFrom)
        {
            findings.Add("dates-out-of-order", "/effective/to", "The agreement ends before it begins.");
        }

        if (agreement.ReviewDate < DateOnly.FromDateTime(agreement.EffectiveFrom.UtcDateTime))
        {
            findings.Add("dates-out-of-order", "/reviewDate", "The review comes before the agreement begins.");
        }

        if (agreement.Dpia is { } dpia && dpia.ReviewDate < dpia.Date)
        {
            findings.Add("dates-out-of-order", "/dpia/reviewDate", "The review comes before the assessment.");
        }
    }

    private static void Unique<T>(
        IReadOnlyList<T> items,
        Func<T, string> key,
        string pointer,
        string member,
        string code,
        string sentence,
        Findings findings
    )
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            if (!seen.Add(key(items[i])))
            {
                findings.Add(code, $"{pointer}/{i}/{member}", sentence);
            }
        }
    }
}
