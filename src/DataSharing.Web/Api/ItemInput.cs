using System.Diagnostics.CodeAnalysis;
using DataSharing.Entities;
using DataSharing.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Turns the bodies of facts, links and events into drafts, or says which field is wrong.</summary>
internal static class ItemInput
{
    public const int TextLength = 4000;

    private const string TextRule = "1 to 4,000 characters, no control characters.";
    private const string ShortRule = "1 to 500 characters, no control characters.";
    private const string DateRule = "A date from 1880 to fifty years from now.";

    public static bool TryRead(
        FactBody body,
        DateOnly today,
        [NotNullWhen(true)] out FactDraft? draft,
        [NotNullWhen(false)] out ProblemHttpResult? refused
    )
    {
        draft = null;
        var dates = body.Dates ?? new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        refused =
            !Slug.IsValid(body.Kind) ? Problems.InvalidField("/kind", "A code of lower-case letters, digits and hyphens.")
            : !PlainText.IsText(body.Text, TextLength) ? Problems.InvalidField("/text", TextRule)
            : body.Kind == DecisionFacts.StatusKind != body.Code is not null
                ? Problems.InvalidField("/code", "A status has a code, such as nrm; nothing else has.")
            : body.Code is not null && !Slug.IsValid(body.Code)
                ? Problems.InvalidField("/code", "A code of lower-case letters, digits and hyphens.")
            : !body.Holds && body.Code is null ? Problems.InvalidField("/holds", "Only a status is recorded as not holding.")
            : dates.Count > 10 || dates.Any(d => !IsName(d.Key) || !IsSensible(d.Value, today))
                ? Problems.InvalidField(
                    "/dates",
                    "At most 10 dates, each named by a letter and up to 39 letters or digits, from 1880 to fifty years from now."
                )
            : null;
        if (refused is null && TryRead(body.Item, today, out var item, out refused))
        {
            draft = new FactDraft(body.Kind, body.Text.Trim(), body.Code, body.Holds, dates, item);
        }

        return draft is not null;
    }

    public static bool TryRead(
        LinkBody body,
        string fromId,
        DateOnly today,
        [NotNullWhen(true)] out LinkDraft? draft,
        [NotNullWhen(false)] out ProblemHttpResult? refused
    )
    {
        draft = null;
        refused =
            LinkKinds.Find(body.Kind) is null ? Problems.InvalidField("/kind", "A code of the list of links.")
            : !PlainText.IsText(body.WhyNecessary, 500) ? Problems.InvalidField("/whyNecessary", ShortRule)
            : !IsPast(body.FirstSeen, today) ? Problems.InvalidField("/firstSeen", "A date from 1880 to today.")
            : !IsPast(body.LastSeen, today) || body.LastSeen < body.FirstSeen
                ? Problems.InvalidField("/lastSeen", "A date from the first to today.")
            : body.ReviewOn is { } review && (review < today || review > today.AddYears(2))
                ? Problems.InvalidField("/reviewOn", "A date from today to two years from now.")
            : null;
        if (refused is null && TryRead(body.Item, today, out var item, out refused))
        {
            draft = new LinkDraft(
                fromId,
                body.To.ToString("D"),
                body.Kind,
                body.Strength,
                body.FirstSeen,
                body.LastSeen,
                body.ReviewOn,
                body.WhyNecessary.Trim(),
                item
            );
        }

        return draft is not null;
    }

    public static bool TryRead(
        EventBody body,
        DateTimeOffset now,
        [NotNullWhen(true)] out EventDraft? draft,
        [NotNullWhen(false)] out ProblemHttpResult? refused
    )
    {
        draft = null;
        var today = LondonCalendar.DateOf(now);
        var participants = body.Participants;
        refused =
            !EventKinds.All.ContainsKey(body.Kind) ? Problems.InvalidField("/kind", "A code of the list of events.")
            : !PlainText.IsText(body.Text, TextLength) ? Problems.InvalidField("/text", TextRule)
            : body.From.Year < 1880 || body.From > now.AddYears(1)
                ? Problems.InvalidField("/from", "A moment from 1880 to a year from now.")
            : body.To < body.From || body.To > now.AddYears(1)
                ? Problems.InvalidField("/to", "A moment from its beginning to a year from now.")
            : participants.Count is 0 or > EventService.MaximumParticipants
            || participants.DistinctBy(p => p.Subject).Count() != participants.Count
                ? Problems.InvalidField("/participants", $"1 to {EventService.MaximumParticipants} participants, each once.")
            : participants.Any(p => p.Roles.Count is 0 or > 8 || p.Roles.Distinct(StringComparer.Ordinal).Count() != p.Roles.Count)
                ? Problems.InvalidField("/participants", "Each has 1 to 8 roles, each once.")
            : null;
        if (refused is null && TryRead(body.Item, today, out var item, out refused))
        {
            var parts = participants.Select(p => new Participation(p.Subject.ToString("D"), p.Roles));
            draft = new EventDraft(body.Kind, body.From, body.To, body.Text.Trim(), [.. parts], item);
        }

        return draft is not null;
    }

    public static ProblemHttpResult? Fault(ClosureBody body, DateOnly today) =>
        IsPast(body.LastDay, today) ? null : Problems.InvalidField("/lastDay", "A date from 1880 to today.");

    private static bool TryRead(
        ItemBody body,
        DateOnly today,
        [NotNullWhen(true)] out ItemDraft? draft,
        [NotNullWhen(false)] out ProblemHttpResult? refused
    )
    {
        draft = null;
        refused = null;
        Grading? grading = null;
        Handling? handling = null;
        if (
            body.Grading is { } given
            && !(given.Intelligence.Length == 1 && Grading.TryCreate(given.Source, given.Intelligence[0], out grading))
        )
        {
            refused = Problems.InvalidField("/item/grading", "Source 1 to 3 and intelligence A to E.");
        }
        else if (body.Handling is { } code && !(code.Code.Length == 1 && Handling.TryCreate(code.Code[0], code.Conditions, out handling)))
        {
            refused = Problems.InvalidField("/item/handling", "P alone, or C with one of A1 A2 A3 and one of S1 S2.");
        }
        else if (!PlainText.IsText(body.Provenance, 500))
        {
            refused = Problems.InvalidField("/item/provenance", ShortRule);
        }
        else if (body.ValidFrom is { } from && !IsSensible(from, today))
        {
            refused = Problems.InvalidField("/item/validFrom", DateRule);
        }
        else if (body.ValidTo is { } to && (!IsSensible(to, today) || to < body.ValidFrom))
        {
            refused = Problems.InvalidField("/item/validTo", "A date from the first to fifty years from now.");
        }
        else
        {
            draft = new ItemDraft(body.Category, grading, handling, body.ValidFrom, body.ValidTo, body.Provenance.Trim());
        }

        return draft is not null;
    }

    private static bool IsSensible(DateOnly date, DateOnly today) => date.Year >= 1880 && date <= today.AddYears(50);

    private static bool IsPast(DateOnly? date, DateOnly today) => date is null || (date.Value.Year >= 1880 && date <= today);

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 40 && char.IsAsciiLetter(text[0]) && text.All(char.IsAsciiLetterOrDigit);
}
