using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;

namespace DataSharing.Entities;

/// <summary>The decisions that one reading rests on, each once.</summary>
internal sealed class Citations(SubjectSight sight)
{
    private readonly Dictionary<string, (CitedDecision Cited, SharingDecision Decision)> cited = new(StringComparer.Ordinal);

    public IReadOnlyList<CitedDecision> All => [.. cited.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Value.Cited)];

    /// <param name="controller">Whose item it let be seen.</param>
    /// <param name="decision">Null where the item is the caller's own: nothing to cite.</param>
    public void Add(AgencyId controller, SharingDecision? decision)
    {
        if (decision is not { Agreement: { } agreement } || controller == sight.Caller.Agency)
        {
            return;
        }

        var recorded = RecordedDecision.Of(decision);
        var category = decision.Question.Categories[0];
        var key = string.Join(' ', [controller.Value, category.Value, agreement.Id.Value, .. recorded.RuleIds]);
        if (!cited.ContainsKey(key))
        {
            var item = new CitedDecision(
                controller,
                category,
                agreement.Id.Value,
                agreement.Version,
                agreement.ArtefactHash,
                recorded.RuleIds,
                recorded.LawfulBases,
                recorded.ConsentStance
            );
            cited[key] = (item, decision);
        }
    }

    /// <summary>The act with all of them cited at once: the rules of every agreement, under the first; none where all is the caller's own.</summary>
    public AuditAct Cite(AuditAct act)
    {
        if (cited.Count == 0)
        {
            return act;
        }

        var decisions = cited.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Value.Decision).ToArray();
        var bases = decisions.SelectMany(d => d.Grounds).Select(g => g.LawfulBasis.Citation).Distinct(StringComparer.Ordinal);
        return act with
        {
            Decision = decisions[0].Cite() with
            {
                RuleIds = [.. decisions.SelectMany(d => d.DeterminingRules).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                LawfulBasis = string.Join("; ", bases),
            },
            // Whose items were shown: their officers see who looked.
            Counterparts = [.. cited.Values.Select(c => c.Cited.Controller).Distinct().OrderBy(c => c.Value, StringComparer.Ordinal)],
            Details = new Dictionary<string, string>(act.Details, StringComparer.Ordinal)
            {
                ["evaluator"] = decisions[0].EvaluatorVersion,
                ["facts-digest"] = decisions[0].FactsDigest,
            },
        };
    }
}
