using DataSharing.Entities;
using DataSharing.Identity;

namespace DataSharing.Web.Pages.Subjects;

/// <summary>The summary of a record: who it is. A child's begins with the child: what they say, and who is looking after them.</summary>
public sealed class IndexModel(SubjectServices services) : SubjectRecordPage(services)
{
    private static readonly string[] CareLinks = ["parent-or-carer-of", "lives-at", "placed-at", "professional-for", "attends-school"];

    public override SubjectSection Section => SubjectSection.Summary;

    public IReadOnlyList<FactView> Voices => Current(fact => FactKinds.IsVoice(fact.Kind));

    public IReadOnlyList<FactView> Care => Current(FactKinds.IsCare);

    /// <summary>Carers, home, school and professionals.</summary>
    public IReadOnlyList<LinkView> CareTies =>
        [
            .. View.Links.Where(link =>
                link.Item.IsCurrent
                && CareLinks.Contains(link.Kind.Code, StringComparer.Ordinal)
                // Of a tie between two people, the end that is cared for.
                && (link.Kind.To != SubjectKind.Person || !link.IsOutgoing)
            ),
        ];

    public IReadOnlyList<FactView> Statuses => Current(fact => fact.Kind == FactKinds.Status && !FactKinds.IsCare(fact));

    /// <summary>What is left, newest first.</summary>
    public IReadOnlyList<FactView> Others =>
        [
            .. Current(fact => !FactKinds.IsVoice(fact.Kind) && !FactKinds.IsCare(fact) && fact.Kind != FactKinds.Status)
                .OrderByDescending(fact => fact.Item.ValidFrom ?? LondonCalendar.DateOf(fact.Item.RecordedAt))
                .Take(6),
        ];

    /// <summary>Whether the own agency recorded anything here that could be erased, as far as this page shows it.</summary>
    public bool HoldsOwn =>
        View.IsOwn
        || View.Facts.Any(fact => fact.Item.IsOwn)
        || View.Links.Any(link => link.Item.IsOwn)
        || View.Consents.Any(entry => entry.Controller == Caller.Agency);

    public IReadOnlyList<EventView> Recent => [.. View.Events.Take(3)];

    private IReadOnlyList<FactView> Current(Func<FactView, bool> which) =>
        [.. View.Facts.Where(f => f.Item.IsCurrent && which(f)).Reverse()];
}
