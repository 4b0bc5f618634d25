using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Disruption;

/// <summary>
/// What an agency sees of another's deployments: those whose category <c>disruption</c> an agreement lets the controller share with it about
/// every one of the subjects, without a person's release, and whose controller did not exclude it.
/// </summary>
public sealed class DeploymentSharing(DecisionService decisions, DecisionFacts facts)
{
    public static readonly DataCategory Category = DataCategory.Parse("disruption");

    /// <summary>Whether the caller's agency may see it now for this purpose, and the decisions that say so, by subject id; none where it is its own.</summary>
    internal ValueTask<Sighting> SeeAsync(
        Caller caller,
        ReadHead head,
        DeploymentRecord record,
        PurposeCode purpose,
        CancellationToken cancellationToken
    ) => SeeAsync(caller, head, record.Controller, record.ExcludedAgencies, record.Subjects, purpose, cancellationToken);

    internal ValueTask<Sighting> SeeAsync(
        Caller caller,
        ReadHead head,
        DeploymentLine line,
        PurposeCode purpose,
        CancellationToken cancellationToken
    ) => SeeAsync(caller, head, line.Controller, line.ExcludedAgencies, line.Subjects, purpose, cancellationToken);

    private async ValueTask<Sighting> SeeAsync(
        Caller caller,
        ReadHead head,
        AgencyId controller,
        IReadOnlyList<AgencyId> excluded,
        IReadOnlyList<DeploymentSubject> about,
        PurposeCode purpose,
        CancellationToken cancellationToken
    )
    {
        if (controller == caller.Agency)
        {
            return new Sighting(true, []);
        }

        if (excluded.Contains(caller.Agency))
        {
            return new Sighting(false, []);
        }

        var made = new List<(string SubjectId, SharingDecision Decision)>();
        foreach (var subject in about)
        {
            var question = Question(controller, caller.Agency, purpose, subject.Kind) with
            {
                Facts = await facts.ForAsync(head, subject.Id, controller, caller.Agency, purpose, FactsNeeded.None, cancellationToken),
            };
            var decision = await decisions.DecideAsync(head, question, cancellationToken);
            made.Add((subject.Id, decision));
            // A duty to take members out of a deployment cannot be kept piece by piece: then it is not shown at all.
            if (decision is not { Effect: SharingEffect.Permit, Release: ReleaseManner.Automatic, Obligations.Redact.Count: 0 })
            {
                return new Sighting(false, made);
            }
        }

        return new Sighting(made.Count > 0, made);
    }

    /// <summary>The agencies of whose deployments the caller could see any for this purpose: the store is asked for nobody else's.</summary>
    internal async ValueTask<IReadOnlyList<AgencyId>> ControllersAsync(
        Caller caller,
        ReadHead head,
        PurposeCode purpose,
        CancellationToken cancellationToken
    )
    {
        var controllers = new List<AgencyId> { caller.Agency };
        foreach (var agency in head.Head.Agencies.Where(a => !a.Suspended && a.Id != caller.Agency).Select(a => a.Id))
        {
            foreach (var kind in Enum.GetValues<SubjectKind>())
            {
                var decision = await decisions.DecideAsync(head, Question(agency, caller.Agency, purpose, kind), cancellationToken);
                // Without facts a rule that needs them says "unknown"; with a subject's facts it may still permit.
                if (
                    decision.Categories[0].Reason
                    is RefusalReason.None
                        or (>= RefusalReason.AgeUnknown and <= RefusalReason.ProhibitionUnevaluable)
                )
                {
                    controllers.Add(agency);
                    break;
                }
            }
        }

        return controllers;
    }

    private static SharingQuestion Question(AgencyId from, AgencyId to, PurposeCode purpose, SubjectKind kind) =>
        new(from, to, purpose, kind, [Category], SharingMode.Content);
}

/// <summary>Whether it may be seen, and what decided.</summary>
internal sealed record Sighting(bool IsVisible, IReadOnlyList<(string SubjectId, SharingDecision Decision)> Decisions)
{
    /// <summary>The act with its subjects named and, where agreements decided, the decision cited that let it be seen.</summary>
    /// <param name="act">The act.</param>
    /// <param name="record">What it is about.</param>
    /// <param name="subjects">Its subjects as the entry names them, where they are at hand.</param>
    public AuditAct On(AuditAct act, DeploymentRecord record, IReadOnlyList<AuditSubject>? subjects = null)
    {
        var cited =
            Decisions.Count == 0
                ? act
                : act.With(Decisions[0].Decision, Decisions[0].SubjectId) with
                {
                    Counterparts = [record.Controller],
                };
        return cited with { Subjects = subjects ?? [.. record.Subjects.Select(s => new AuditSubject(s.Id))] };
    }
}
