using DataSharing.Disruption;
using DataSharing.Identity;
using DataSharing.Testing;

namespace DataSharing.Tests.Disruption;

/// <summary>Deployments as the rules see them, in any state, at the test's own moment.</summary>
internal static class Made
{
    public const string Target = "11111111-0000-4000-8000-000000000001";
    public const string Child = "11111111-0000-4000-8000-000000000002";

    public static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2026, 11, 23);

    public static readonly Caller Proposer = TestPlatform.Caller("eastmere-police", person: "0a000000-0000-4000-8000-000000000021");
    public static readonly Caller Second = TestPlatform.Caller(
        "eastmere-police",
        AgencyRoles.Practitioner | AgencyRoles.PanelMember,
        "0a000000-0000-4000-8000-000000000024"
    );

    public static TacticEntry Tactic(string id) => Packs.Tactics.Find(id) ?? throw new ArgumentException("No such tactic.", nameof(id));

    public static ActContext Context(
        Caller? caller = null,
        PersonFacts? target = null,
        PersonFacts? child = null,
        DateTimeOffset? now = null
    )
    {
        var people = new Dictionary<string, PersonFacts>(StringComparer.Ordinal);
        if (target is not null)
        {
            people[Target] = target;
        }

        if (child is not null)
        {
            people[Child] = child;
        }

        return new ActContext(caller ?? Second, now ?? Now, Packs.Calendar, people);
    }

    public static PersonFacts Person(string? born, bool suspect = false, bool victim = false, params string[] statuses) =>
        new(
            born is null ? null : DateOnly.ParseExact(born, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            suspect,
            victim,
            statuses
        );

    /// <summary>A deployment in a state, with everything recorded that its next steps ask for.</summary>
    public static Deployment In(DeploymentState state, string tactic = "closure-order", SubjectKind kind = SubjectKind.Location)
    {
        var entry = Tactic(tactic);
        var record = new DeploymentRecord
        {
            Controller = AgencyId.Parse("eastmere-police"),
            ProposedBy = Proposer.Actor,
            ProposedAt = Now,
            Purpose = PurposeCode.Parse("disrupting-exploitation"),
            Revision = 1,
            State = state,
            Tactic = entry,
            Pack = new PackReference(Packs.Tactics.PreparedOn, Packs.Tactics.Hash),
            Subjects =
            [
                new DeploymentSubject(Target, kind, SubjectRole.Target),
                new DeploymentSubject(Child, SubjectKind.Person, SubjectRole.Protected),
            ],
            Owner = Proposer.Actor,
            Evidence = [new EvidenceItem("Incident schedule", Done: false, SourceSensitive: false)],
            Terms = [new TermRecord(TermKind.Prohibition, [])],
            Documents = [new DocumentRecord(1, DocumentTypes.Pdf, 10, "00", "documents/x", Now, Proposer.Actor, Proposer.Agency)],
            History = [Line(1, DeploymentState.Idea), Line(2, state)],
        };
        return new Deployment(
            "22222222-0000-4000-8000-000000000001",
            record,
            new DeploymentText
            {
                Objective = "Close the flat.",
                ImpactOnChild = "Safer.",
                Proportionality = "Needed.",
                Terms = ["Nobody enters."],
            }
        );
    }

    /// <summary>A step that has everything its state needs.</summary>
    public static TransitionDraft Step(DeploymentState to, bool tookEffect = false) =>
        new(to)
        {
            On = Today,
            ReasonCode = "not-necessary",
            Reasons = "It is no longer needed.",
            Venue = "Marlowe Quay Magistrates' Court",
            HearingAt = Now.AddDays(10),
            StartsAt = Now,
            EndsAt = Now.AddDays(14),
            ServiceMethod = ServiceMethod.Personal,
            ServedAt = Now,
            ServedBy = "Constable 417",
            Plan = "Patrols after school.",
            EffectiveFrom = Now,
            ExpiresAt = Now.AddDays(60),
            AppealReference = "A-17",
            StayedByCourt = true,
            DecideBy = Today.AddDays(20),
            Review = tookEffect ? Review() : null,
        };

    public static EffectReview Review() =>
        new(
            28,
            Today.AddDays(-60),
            Today.AddDays(-1),
            [new EffectMeasure("incidents", 31, 17)],
            "reduced",
            null,
            "possible",
            "None known."
        );

    private static HistoryLine Line(int number, DeploymentState to) =>
        new(number, null, to, Today, Now, Proposer.Actor, Proposer.Agency, null);
}
