using DataSharing.Entities;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Subjects;

/// <summary>Facts, events, links and consent in the order of their dates, newest first.</summary>
public sealed class TimelineModel(SubjectServices services) : SubjectRecordPage(services)
{
    private const int PageSize = 40;

    /// <summary>From 1.</summary>
    [BindProperty(SupportsGet = true, Name = "page-number")]
    public int Number { get; set; } = 1;

    public override SubjectSection Section => SubjectSection.Timeline;

    public IReadOnlyList<TimelineEntry> All =>
        [
            .. View
                .Facts.Select(Of)
                .Concat(View.Events.Select(Of))
                .Concat(View.Links.Select(Of))
                .Concat(
                    View.Consents.Select(entry => new TimelineEntry(
                        entry.RecordedAt,
                        entry.RecordedAt.UkDate(),
                        "Consent",
                        $"Consent to share: {SubjectWords.Answer(entry.Answer).Text.ToLowerInvariant()}",
                        entry.Words,
                        null,
                        Agency(entry.Controller)
                    ))
                )
                .OrderByDescending(entry => entry.On),
        ];

    public IReadOnlyList<IGrouping<int, TimelineEntry>> Years =>
        [.. All.Skip((Math.Clamp(Number, 1, 1000) - 1) * PageSize).Take(PageSize).GroupBy(entry => LondonCalendar.DateOf(entry.On).Year)];

    public string? Older =>
        All.Count > Math.Clamp(Number, 1, 1000) * PageSize ? $"/app/subjects/{SubjectId}/timeline?page-number={Number + 1}" : null;

    private static DateTimeOffset Moment(DateOnly? day, DateTimeOffset recorded) =>
        day is { } known ? new DateTimeOffset(known.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero) : recorded;

    private TimelineEntry Of(FactView fact) =>
        new(
            Moment(fact.Item.ValidFrom, fact.Item.RecordedAt),
            SubjectWords.Span(fact.Item.ValidFrom, fact.Item.ValidTo) ?? $"Recorded {fact.Item.RecordedAt.UkDate()}",
            "Fact",
            FactKinds.Title(fact),
            fact.Text,
            Line(fact.Item)
        );

    private TimelineEntry Of(EventView happened) =>
        new(
            happened.From,
            SubjectWords.Span(happened.From, happened.To),
            "Event",
            SubjectWords.Event(happened.Kind),
            happened.Text,
            Line(happened.Item)
        )
        {
            Roles = SubjectWords.Roles(happened.Roles),
            Others = happened.Others,
        };

    private TimelineEntry Of(LinkView link) =>
        new(
            Moment(link.FirstSeen ?? link.Item.ValidFrom, link.Item.RecordedAt),
            SubjectWords.Span(link.FirstSeen ?? link.Item.ValidFrom, link.LastSeen ?? link.Item.ValidTo)
                ?? $"Recorded {link.Item.RecordedAt.UkDate()}",
            "Link",
            SubjectWords.Strength(link.Strength).Text + ": " + SubjectWords.Link(link),
            null,
            Line(link.Item)
        )
        {
            Other = link.Other,
        };
}
