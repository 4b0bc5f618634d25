namespace DataSharing.Agreements;

/// <summary>Reads the lawful basis of a permission.</summary>
internal static class LawfulBasisReader
{
    private const string Missing = "article6-missing";

    public static LawfulBasis Read(StrictObject rule)
    {
        if (rule.Required("lawfulBasis", Missing) is not { } element)
        {
            return Nothing();
        }

        var basis = new StrictObject(element, rule.PointerTo("lawfulBasis"), rule.Findings);
        var read = new LawfulBasis
        {
            Article6 = basis.Word("article6", Words.Article6, Missing),
            Annex1 = basis.OptionalWord("annex1", Words.Annex1),
            Article9 = basis.OptionalWord("article9", Words.Article9),
            Schedule1 = ScheduleOne(basis),
            Part3 = basis.Flag("part3"),
            Schedule8 = basis.OptionalInteger("schedule8", 1, 9),
            Gateway = basis.OptionalText("gateway", 300),
            Gateways = basis.Codes("gateways", AgreementReader.MaximumFunctions),
            OfficialAuthority = basis.Flag("officialAuthority"),
            Confidentiality = basis.Has("confidentiality") ? basis.Word("confidentiality", Words.Confidentiality) : null,
            Schedule8Safeguarding = basis.OptionalInner("schedule8Safeguarding", Safeguarding),
            PartThreeSubjects = basis.Words("part3Subjects", Words.PartThreeSubjects),
        };
        basis.Close();
        return read;
    }

    private static ScheduleOneCondition? ScheduleOne(StrictObject basis)
    {
        if (basis.Optional("schedule1") is not { } element)
        {
            return null;
        }

        var condition = new StrictObject(element, basis.PointerTo("schedule1"), basis.Findings);
        var paragraph = condition.Integer("paragraph", 1, 37);
        if (paragraph == 5)
        {
            basis.Findings.Add(
                "out-of-range",
                condition.PointerTo("paragraph"),
                "Paragraph 5 is a requirement on other conditions, not a condition."
            );
        }

        var read = new ScheduleOneCondition(
            paragraph,
            condition.OptionalText("policyDocument", 300),
            condition.OptionalInner("safeguarding", Safeguarding)
        )
        {
            PolicyReviewDate = condition.OptionalDate("policyReviewDate"),
            SubstantialPublicInterest = condition.OptionalText("substantialPublicInterest", 1000),
        };
        condition.Close();
        return read;
    }

    private static SafeguardingFacts Safeguarding(StrictObject facts) =>
        new(
            facts.Word("limb", Words.Limbs),
            StrictList.Distinct(
                facts.Required("protects"),
                facts.PointerTo("protects"),
                1,
                2,
                facts.Findings,
                (value, at) => StrictText.Word(value, at, Words.Protected, facts.Findings)
            ),
            facts.Word("withoutConsent", Words.WithoutConsent),
            facts.Text("substantialPublicInterest", 1000)
        );

    private static LawfulBasis Nothing() =>
        new()
        {
            Article6 = "",
            Annex1 = null,
            Article9 = null,
            Schedule1 = null,
            Part3 = false,
            Schedule8 = null,
            Gateway = null,
        };
}
