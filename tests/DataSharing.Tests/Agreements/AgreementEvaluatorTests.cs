using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using DataSharing.Identity;
using Xunit;

namespace DataSharing.Tests.Agreements;

public sealed class AgreementEvaluatorTests
{
    private static readonly DateTimeOffset Noon = RandomAgreements.Noon;

    [Fact]
    public void Evaluate_PermittedShare_CarriesEverythingThatAnEntryCites()
    {
        var rule = AgreementTexts.Permission();
        rule["duties"] = new JsonObject
        {
            ["retainFor"] = "P1Y",
            ["onward"] = new JsonObject { ["to"] = "parties" },
        };
        var artefact = AgreementTexts.Compile(AgreementTexts.Whole("exploitation", [rule]));

        var decision = AgreementEvaluator.Evaluate(InForce(artefact), Question("risk", "identity"), Noon);

        Assert.Equal(SharingEffect.Permit, decision.Effect);
        Assert.Equal(["identity", "risk"], decision.PermittedCategories.Select(c => c.Value));
        Assert.Empty(decision.Reasons);
        Assert.Equal(["exploitation:council-police"], decision.DeterminingRules);
        Assert.Equal(
            new DecidingAgreement(AgreementId.Parse("exploitation"), 1, artefact.ContentHash, artefact.ArtefactHash),
            decision.Agreement
        );
        Assert.Equal("6(1)(e)", decision.Grounds[0].LawfulBasis.Article6);
        Assert.Equal(ConsentStance.InformUnlessRisk, decision.Consent);
        Assert.Equal(ReleaseManner.Automatic, decision.Release);
        Assert.Equal("P1Y", decision.Obligations.RetainFor?.Text);
        Assert.Equal(["council", "licensing", "police", "trust"], decision.Obligations.Onward.Agencies.Select(a => a.Value));
        Assert.Matches("^[0-9a-f]{64}$", decision.FactsDigest);
        var cited = decision.Cite();
        Assert.Equal(
            ("permit", "exploitation", 1, "6(1)(e)"),
            (cited.Effect, cited.AgreementId, cited.AgreementVersion, cited.LawfulBasis)
        );
    }

    [Fact]
    public void Evaluate_SomeCategoriesOnly_PermitsInPartAndSaysWhy()
    {
        var decision = Decide(Permission(), Question("identity", "housing"));
        Assert.Equal(SharingEffect.PermitInPart, decision.Effect);
        Assert.Equal(["identity"], decision.PermittedCategories.Select(c => c.Value));
        Assert.Equal([RefusalReason.CategoryNotPermitted], decision.Reasons);
    }

    [Fact]
    public void Evaluate_NoAgreementBindsBoth_Refuses() =>
        Refused(RefusalReason.NoAgreement, AgreementEvaluator.Evaluate(new AgreementsInForce([], [], Active()), Question("risk"), Noon));

    [Fact]
    public void Evaluate_AgreementNamedIsNotThere_Refuses() =>
        Refused(RefusalReason.NoAgreement, Decide(Permission(), Question("risk") with { Under = AgreementId.Parse("another") }));

    [Fact]
    public void Evaluate_OtherDirection_Refuses() =>
        Refused(RefusalReason.DirectionNotPermitted, Decide(Permission(), Ask("police", "council", "risk")));

    [Fact]
    public void Evaluate_WithItself_Refuses()
    {
        var rule = AgreementTexts.Permission();
        rule["to"] = AgreementTexts.List("council", "police");
        Refused(RefusalReason.DirectionNotPermitted, Decide(rule, Ask("council", "council", "risk")));
    }

    [Fact]
    public void Evaluate_OtherPurpose_Refuses() =>
        Refused(RefusalReason.PurposeNotPermitted, Decide(Permission(), Ask("council", "police", "risk", purpose: "crime-prevention")));

    [Fact]
    public void Evaluate_OtherKindOfSubject_Refuses() =>
        Refused(RefusalReason.SubjectKindNotPermitted, Decide(Permission(), Ask("council", "police", "risk", kind: SubjectKind.Business)));

    [Theory]
    [InlineData("housing")]
    [InlineData("never-declared")]
    public void Evaluate_CategoryNotNamed_Refuses(string category) =>
        Refused(RefusalReason.CategoryNotPermitted, Decide(Permission(), Question(category)));

    [Fact]
    public void Evaluate_OtherMode_Refuses() =>
        Refused(RefusalReason.ModeNotPermitted, Decide(Permission(), Ask("council", "police", "risk", mode: SharingMode.Existence)));

    [Theory]
    [InlineData("2026-10-31T23:59:59.999Z", RefusalReason.AgreementNotYetEffective)]
    [InlineData("2026-11-01T00:00:00Z", RefusalReason.None)]
    [InlineData("2027-10-31T23:59:59.999Z", RefusalReason.None)]
    [InlineData("2027-11-01T00:00:00Z", RefusalReason.AgreementExpired)]
    public void Evaluate_AtTheEdgesOfItsDates_IsExact(string at, RefusalReason reason)
    {
        var inForce = InForce(AgreementTexts.Compile(AgreementTexts.Whole("exploitation", [Permission()])));
        var moment = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(reason, AgreementEvaluator.Evaluate(inForce, Question("risk"), moment).Categories[0].Reason);
    }

    [Fact]
    public void Evaluate_AgreementSuspended_RefusesButItsProhibitionsStand()
    {
        var json = AgreementTexts.Whole("exploitation", [Permission()], [Forbid("risk")]);
        var suspended = new AgreementsInForce([new StandingArtefact(AgreementTexts.Compile(json), Suspended: true)], [], Active());
        var decision = AgreementEvaluator.Evaluate(suspended, Question("identity", "risk"), Noon);
        Assert.Equal([RefusalReason.AgreementSuspended, RefusalReason.Prohibited], decision.Categories.Select(c => c.Reason));
    }

    [Theory]
    [InlineData("council")]
    [InlineData("police")]
    public void Evaluate_PartyNotActive_Refuses(string agency)
    {
        var artefact = AgreementTexts.Compile(AgreementTexts.Whole("exploitation", [Permission()]));
        var inForce = new AgreementsInForce([new StandingArtefact(artefact, false)], [], Active().Where(a => a.Value != agency));
        Refused(RefusalReason.PartyNotActive, AgreementEvaluator.Evaluate(inForce, Question("risk"), Noon));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("council police", true)]
    [InlineData("council licensing", false)]
    public void Evaluate_AnAgreementCannotBeRead_RefusesWhereItMayBindBoth(string? parties, bool refuses)
    {
        var artefact = AgreementTexts.Compile(AgreementTexts.Whole("exploitation", [Permission()]));
        var broken = new UnreadableAgreement("broken", 3, parties?.Split(' ').Select(AgencyId.Parse).ToArray());
        var decision = AgreementEvaluator.Evaluate(
            new AgreementsInForce([new StandingArtefact(artefact, false)], [broken], Active()),
            Question("risk"),
            Noon
        );
        Assert.Equal(refuses ? RefusalReason.AgreementUnreadable : RefusalReason.None, decision.Categories[0].Reason);
    }

    public static TheoryData<string, RefusalReason, RefusalReason> Facts { get; } =
        new()
        {
            // A constraint, why known facts fail it, and why missing facts do.
            { "{\"age\":{\"maximum\":17}}", RefusalReason.AgeOutside, RefusalReason.AgeUnknown },
            { "{\"flags\":{\"adult-at-risk\":true}}", RefusalReason.FlagDiffers, RefusalReason.FlagUnknown },
            { "{\"gradings\":{\"sources\":[1]}}", RefusalReason.GradingOutside, RefusalReason.GradingUnknown },
            { "{\"gradings\":{\"intelligence\":[\"A\"]}}", RefusalReason.GradingOutside, RefusalReason.GradingUnknown },
            { "{\"handling\":[\"P\"]}", RefusalReason.HandlingOutside, RefusalReason.HandlingUnknown },
            { "{\"markings\":{\"within\":[\"tlp-green\"]}}", RefusalReason.MarkingOutside, RefusalReason.MarkingUnknown },
            { "{\"markings\":{\"any\":[\"tlp-green\"]}}", RefusalReason.MarkingOutside, RefusalReason.MarkingUnknown },
        };

    [Theory]
    [MemberData(nameof(Facts))]
    public void Evaluate_ConstraintFalseOrFactMissing_RefusesAndNamesTheRule(
        string constraints,
        RefusalReason outside,
        RefusalReason unknown
    )
    {
        var rule = Permission();
        rule["constraints"] = JsonNode.Parse(constraints);
        var facts = new SharingFacts
        {
            Age = new AgeBand(30, 30),
            Flags = new Dictionary<string, bool> { ["adult-at-risk"] = false },
            Data = new Dictionary<DataCategory, CategoryFacts> { [DataCategory.Parse("risk")] = new(3, 'E', 'C', ["tlp-red"]) },
        };
        var known = Decide(rule, Question("risk") with { Facts = facts });
        Refused(outside, known);
        Assert.Equal(["exploitation:council-police"], known.DeterminingRules);
        Refused(unknown, Decide(rule, Question("risk")));
    }

    [Theory]
    [MemberData(nameof(Facts))]
    public void Evaluate_ProhibitionWhoseFactIsMissing_RefusesWhatIsPermitted(
        string constraints,
        RefusalReason outside,
        RefusalReason unknown
    )
    {
        Assert.True(outside < unknown);
        var forbid = Forbid("risk");
        forbid["subjectKinds"] = AgreementTexts.List("person");
        forbid["constraints"] = JsonNode.Parse(constraints);
        var inForce = InForce(AgreementTexts.Compile(AgreementTexts.Whole("exploitation", [Permission()], [forbid])));
        var decision = AgreementEvaluator.Evaluate(inForce, Question("identity", "risk"), Noon);
        Assert.Equal([RefusalReason.None, RefusalReason.ProhibitionUnevaluable], decision.Categories.Select(c => c.Reason));
        Assert.Equal(["exploitation:forbid"], decision.Categories[1].Rules);
    }

    [Theory]
    [InlineData(ConsentState.Given, RefusalReason.None)]
    [InlineData(ConsentState.Refused, RefusalReason.ConsentRefused)]
    [InlineData(ConsentState.Withdrawn, RefusalReason.ConsentWithdrawn)]
    [InlineData(null, RefusalReason.ConsentUnknown)]
    public void Evaluate_ExplicitConsentNeeded_OnlyGivenPermits(ConsentState? consent, RefusalReason reason)
    {
        var rule = Permission();
        rule["consent"] = "explicit";
        var decision = Decide(rule, Question("risk") with { Facts = new SharingFacts { Consent = consent } });
        Assert.Equal(reason, decision.Categories[0].Reason);
    }

    [Theory]
    [InlineData(10, 17, RefusalReason.None)]
    [InlineData(17, 18, RefusalReason.AgeUnknown)]
    [InlineData(18, 40, RefusalReason.AgeOutside)]
    public void Evaluate_AgeBandAcrossTheLimit_IsNotKnownEnough(int from, int to, RefusalReason reason)
    {
        var rule = Permission();
        rule["constraints"] = JsonNode.Parse("{\"age\":{\"maximum\":17}}");
        var decision = Decide(rule, Question("risk") with { Facts = new SharingFacts { Age = new AgeBand(from, to) } });
        Assert.Equal(reason, decision.Categories[0].Reason);
    }

    [Fact]
    public void Evaluate_AnotherPermissionLacksAFact_RefusesAlthoughOneHolds()
    {
        var careful = Permission("careful");
        careful["constraints"] = JsonNode.Parse("{\"age\":{\"maximum\":17}}");
        var inForce = InForce(AgreementTexts.Compile(AgreementTexts.Whole("exploitation", [Permission(), careful])));
        Refused(RefusalReason.AgeUnknown, AgreementEvaluator.Evaluate(inForce, Question("risk"), Noon));
        var adult = Question("risk") with { Facts = new SharingFacts { Age = new AgeBand(30, 30) } };
        Assert.Equal(["exploitation:council-police"], AgreementEvaluator.Evaluate(inForce, adult, Noon).DeterminingRules);
    }

    [Fact]
    public void Evaluate_ProhibitionOfAnotherAgreement_BeatsThePermission()
    {
        var permits = AgreementTexts.Compile(AgreementTexts.Whole("exploitation", [Permission()]));
        var forbids = AgreementTexts.Compile(AgreementTexts.Whole("restraint", [], [Forbid("risk")]));
        var decision = AgreementEvaluator.Evaluate(
            InForce(permits, forbids),
            Question("risk") with
            {
                Under = AgreementId.Parse("exploitation"),
            },
            Noon
        );
        Refused(RefusalReason.Prohibited, decision);
        Assert.Equal(["restraint:forbid"], decision.DeterminingRules);
        Assert.Equal("exploitation", decision.Agreement?.Id.Value);
    }

    [Theory]
    [InlineData("existence", SharingMode.Existence, true)]
    [InlineData("existence", SharingMode.Content, true)]
    [InlineData("content", SharingMode.Content, true)]
    [InlineData("content", SharingMode.Existence, false)]
    public void Evaluate_ProhibitionOnExistence_ForbidsContentToo(string forbidden, SharingMode asked, bool prohibited)
    {
        var forbid = Forbid("risk");
        forbid["mode"] = forbidden;
        var inForce = InForce(AgreementTexts.Compile(AgreementTexts.Whole("exploitation", [Permission()], [forbid])));
        var reason = AgreementEvaluator.Evaluate(inForce, Ask("council", "police", "risk", mode: asked), Noon).Categories[0].Reason;
        Assert.Equal(prohibited, reason == RefusalReason.Prohibited);
    }

    [Fact]
    public void Evaluate_ProhibitionOnAnything_CoversWhatNobodyDeclared()
    {
        var forbid = Forbid("risk");
        (forbid["categories"], forbid["purposes"]) = ("any", "any");
        var inForce = InForce(AgreementTexts.Compile(AgreementTexts.Whole("exploitation", [Permission()], [forbid])));
        var question = Ask("council", "police", "never-declared", purpose: "never-declared");
        Refused(RefusalReason.Prohibited, AgreementEvaluator.Evaluate(inForce, question, Noon));
    }

    [Fact]
    public void Evaluate_SeveralAgreementsPermit_TakesTheNarrowestOfThoseThatPermitMost()
    {
        var wide = Permission();
        wide["categories"] = AgreementTexts.List("identity", "risk", "housing");
        var narrow = Permission();
        narrow["categories"] = AgreementTexts.List("identity", "risk");
        var less = Permission();
        less["categories"] = AgreementTexts.List("risk");
        var inForce = InForce(Compile("aa-wide", wide), Compile("bb-narrow", narrow), Compile("cc-less", less));
        Assert.Equal("bb-narrow", AgreementEvaluator.Evaluate(inForce, Question("identity", "risk"), Noon).Agreement?.Id.Value);
        Assert.Equal("cc-less", AgreementEvaluator.Evaluate(inForce, Question("risk"), Noon).Agreement?.Id.Value);
        var named = Question("risk") with { Under = AgreementId.Parse("aa-wide") };
        Assert.Equal("aa-wide", AgreementEvaluator.Evaluate(inForce, named, Noon).Agreement?.Id.Value);
    }

    [Fact]
    public void Evaluate_NothingPermits_TellsTheNearestMiss()
    {
        var consent = Permission();
        consent["consent"] = "explicit";
        var inForce = InForce(Compile("aa-other", Direction("police", "council")), Compile("bb-consent", consent));
        var decision = AgreementEvaluator.Evaluate(inForce, Question("risk"), Noon);
        Assert.Equal(("bb-consent", RefusalReason.ConsentUnknown), (decision.Agreement?.Id.Value, decision.Reasons[0]));
    }

    [Fact]
    public void Evaluate_TwoPermissionsHold_BothBindAndTheStricterWins()
    {
        var first = Permission("first");
        first["duties"] = JsonNode.Parse("{\"retainFor\":\"P1Y\",\"redact\":[\"/identity/phone\"],\"onward\":{\"to\":\"parties\"}}");
        var second = Permission("second");
        second["duties"] = JsonNode.Parse(
            "{\"retainFor\":\"P90D\",\"redact\":[\"/identity/address\"],\"notifySubject\":true,\"onward\":{\"to\":\"named\",\"agencies\":[\"trust\",\"stranger\"]}}"
        );
        (second["release"], second["consent"]) = ("manual", "not-required");
        var inForce = InForce(AgreementTexts.Compile(AgreementTexts.Whole("exploitation", [first, second])));
        var decision = AgreementEvaluator.Evaluate(inForce, Question("identity"), Noon);
        var duties = decision.Obligations;
        Assert.Equal(2, decision.Grounds.Count);
        Assert.Equal(("P90D", true), (duties.RetainFor?.Text, duties.NotifySubject));
        Assert.Equal(["/identity/address", "/identity/phone"], duties.Redact);
        Assert.Equal(["trust"], duties.Onward.Agencies.Select(a => a.Value));
        Assert.Equal((ReleaseManner.Manual, ConsentStance.InformUnlessRisk), (decision.Release, decision.Consent));
    }

    [Fact]
    public void FactsDigest_CoversTheWholeInput_AndIsCanonical()
    {
        var inForce = InForce(AgreementTexts.Compile(AgreementTexts.Whole("exploitation", [Permission()])));
        var facts = new SharingFacts
        {
            Age = new AgeBand(12, 15),
            Consent = ConsentState.Given,
            Flags = new Dictionary<string, bool> { ["looked-after"] = true, ["adult-at-risk"] = false },
            Data = new Dictionary<DataCategory, CategoryFacts>
            {
                [DataCategory.Parse("risk")] = new(1, 'A', 'P', ["tlp-green", "tlp-amber"]),
            },
        };
        var question = Question("risk") with { Facts = facts, Under = AgreementId.Parse("exploitation") };
        var canonical = DecisionInput.Canonical(AgreementEvaluator.Evaluate(inForce, question, Noon));
        Assert.Equal(Encoding.UTF8.GetString(CanonicalJson.From(canonical)), Encoding.UTF8.GetString(canonical));

        SharingQuestion[] others =
        [
            question,
            question with
            {
                Under = null,
            },
            question with
            {
                Facts = facts with { Age = new AgeBand(12, 16) },
            },
            question with
            {
                Facts = facts with { Consent = null },
            },
            question with
            {
                Facts = facts with { Flags = new Dictionary<string, bool>() },
            },
            question with
            {
                Facts = facts with { Data = new Dictionary<DataCategory, CategoryFacts>() },
            },
            Ask("council", "police", "risk", mode: SharingMode.Existence) with
            {
                Facts = facts,
                Under = question.Under,
            },
            Ask("council", "trust", "risk") with
            {
                Facts = facts,
                Under = question.Under,
            },
        ];
        var digests = others.Select(other => AgreementEvaluator.Evaluate(inForce, other, Noon).FactsDigest).ToList();
        digests.Add(AgreementEvaluator.Evaluate(inForce, question, Noon.AddTicks(1)).FactsDigest);
        digests.Add(AgreementEvaluator.Evaluate(InForce(), question, Noon).FactsDigest);
        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    [Fact]
    public void ToString_OfFacts_TellsNothing() =>
        Assert.Equal("SharingFacts(redacted)", new SharingFacts { Age = new AgeBand(3, 3) }.ToString());

    [Fact]
    public void Listed_EveryReason_HasACodeAndASentence()
    {
        Assert.Equal(Enum.GetValues<RefusalReason>().Where(r => r != RefusalReason.None), RefusalReasons.Listed.Select(l => l.Reason));
        Assert.All(RefusalReasons.Listed, l => Assert.True(Slug.IsValid(l.Code) && l.Sentence.EndsWith('.')));
        Assert.Equal(RefusalReasons.Listed.Count, RefusalReasons.Listed.Select(l => l.Code).Distinct().Count());
    }

    private static SharingDecision Decide(JsonObject rule, SharingQuestion question) =>
        AgreementEvaluator.Evaluate(InForce(Compile("exploitation", rule)), question, Noon);

    private static AgreementArtefact Compile(string id, JsonObject rule) =>
        AgreementTexts.Compile(AgreementTexts.Whole(id, [rule.DeepClone()]));

    private static AgreementsInForce InForce(params AgreementArtefact[] artefacts) =>
        new(artefacts.Select(artefact => new StandingArtefact(artefact, Suspended: false)), [], Active());

    private static IEnumerable<AgencyId> Active() => AgreementTexts.Agencies.Select(AgencyId.Parse);

    private static JsonObject Permission(string id = "council-police") => AgreementTexts.Permission(id);

    private static JsonObject Direction(string from, string to)
    {
        var rule = AgreementTexts.Permission();
        (rule["from"], rule["to"]) = (AgreementTexts.List(from), AgreementTexts.List(to));
        return rule;
    }

    private static JsonObject Forbid(string category)
    {
        var rule = AgreementTexts.Prohibition("forbid");
        (rule["to"], rule["categories"]) = ("any", AgreementTexts.List(category));
        return rule;
    }

    private static SharingQuestion Question(params string[] categories) =>
        new(
            AgencyId.Parse("council"),
            AgencyId.Parse("police"),
            PurposeCode.Parse("safeguarding-children"),
            SubjectKind.Person,
            categories.Select(DataCategory.Parse),
            SharingMode.Content
        );

    private static SharingQuestion Ask(
        string from,
        string to,
        string category,
        string purpose = "safeguarding-children",
        SubjectKind kind = SubjectKind.Person,
        SharingMode mode = SharingMode.Content
    ) => new(AgencyId.Parse(from), AgencyId.Parse(to), PurposeCode.Parse(purpose), kind, [DataCategory.Parse(category)], mode);

    private static void Refused(RefusalReason reason, SharingDecision decision)
    {
        Assert.Equal(SharingEffect.Deny, decision.Effect);
        Assert.Empty(decision.Grounds);
        Assert.Empty(decision.PermittedCategories);
        Assert.Equal([reason], decision.Reasons);
        Assert.Equal("deny", decision.Cite().Effect);
    }
}
