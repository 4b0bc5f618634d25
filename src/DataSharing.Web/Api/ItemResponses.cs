using DataSharing.Consent;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Web.Api;

/// <param name="Controller">The agency that recorded it.</param>
/// <param name="Category">The data category it is shared under.</param>
/// <param name="Grading">Null where it is not graded.</param>
/// <param name="Handling">Null where there is none.</param>
/// <param name="ValidFrom">First day it holds.</param>
/// <param name="ValidTo">Last day it holds.</param>
/// <param name="IsCurrent">Whether today, in London, lies within.</param>
/// <param name="Provenance">Where it comes from.</param>
/// <param name="RecordedAt">UTC.</param>
/// <param name="RecordedBy">The actor.</param>
/// <param name="ClosedAt">Null while it stands.</param>
/// <param name="ETag">For If-Match, when its controller closes it.</param>
public sealed record ItemResponse(
    AgencyId Controller,
    DataCategory Category,
    GradingResponse? Grading,
    HandlingResponse? Handling,
    DateOnly? ValidFrom,
    DateOnly? ValidTo,
    bool IsCurrent,
    string Provenance,
    DateTimeOffset RecordedAt,
    string RecordedBy,
    DateTimeOffset? ClosedAt,
    string ETag
)
{
    internal static ItemResponse From(ItemView item) =>
        new(
            item.Controller,
            item.Category,
            item.Grading is { } g ? new GradingResponse(g.Source, $"{g.Intelligence}") : null,
            item.Handling is { } h ? new HandlingResponse($"{h.Code}", h.Conditions) : null,
            item.ValidFrom,
            item.ValidTo,
            item.IsCurrent,
            item.Provenance,
            item.RecordedAt,
            item.RecordedBy,
            item.ClosedAt,
            Quoted(item.Version)
        );

    private static string Quoted(RowVersion version) => $"\"{version.Value}\"";

    public override string ToString() => "ItemResponse(redacted)";
}

public sealed record GradingResponse(int Source, string Intelligence);

public sealed record HandlingResponse(string Code, IReadOnlyList<string> Conditions);

public sealed record FactResponse(
    string Id,
    string Kind,
    string Text,
    string? Code,
    bool Holds,
    IReadOnlyDictionary<string, DateOnly> Dates,
    ItemResponse Item
)
{
    internal static FactResponse From(FactView fact) =>
        new(fact.Id, fact.Kind, fact.Text, fact.Code, fact.Holds, fact.Dates, ItemResponse.From(fact.Item));

    public override string ToString() => "FactResponse(redacted)";
}

/// <param name="Id">The link.</param>
/// <param name="From">The subject it starts from: closing is addressed to it.</param>
/// <param name="Kind">A code.</param>
/// <param name="Reads">The kind in words, from the subject shown to the other.</param>
/// <param name="Outgoing">Whether it starts from the subject shown.</param>
/// <param name="Other">The other end.</param>
/// <param name="Strength">"Possible" never counts toward a threshold.</param>
/// <param name="FirstSeen">Null where not known.</param>
/// <param name="LastSeen">Null where not known.</param>
/// <param name="ReviewOn">When somebody must look at it again.</param>
/// <param name="WhyNecessary">Why it is still needed.</param>
/// <param name="Item">Controller, grading, dates.</param>
public sealed record LinkResponse(
    string Id,
    string From,
    string Kind,
    string Reads,
    bool Outgoing,
    SubjectLabelResponse Other,
    LinkStrength Strength,
    DateOnly? FirstSeen,
    DateOnly? LastSeen,
    DateOnly ReviewOn,
    string WhyNecessary,
    ItemResponse Item
)
{
    internal static LinkResponse Of(LinkView link) =>
        new(
            link.Id,
            link.FromId,
            link.Kind.Code,
            link.IsOutgoing ? link.Kind.Label : link.Kind.Inverse,
            link.IsOutgoing,
            SubjectLabelResponse.From(link.Other),
            link.Strength,
            link.FirstSeen,
            link.LastSeen,
            link.ReviewOn,
            link.WhyNecessary,
            ItemResponse.From(link.Item)
        );

    public override string ToString() => "LinkResponse(redacted)";
}

public sealed record EventResponse(
    string Id,
    string Kind,
    DateTimeOffset From,
    DateTimeOffset? To,
    string Text,
    IReadOnlyList<string> Roles,
    IReadOnlyList<ParticipantResponse> Others,
    ItemResponse Item
)
{
    internal static EventResponse Of(EventView view) =>
        new(
            view.Id,
            view.Kind,
            view.From,
            view.To,
            view.Text,
            view.Roles,
            [.. view.Others.Select(o => new ParticipantResponse(SubjectLabelResponse.From(o.Subject), o.Roles))],
            ItemResponse.From(view.Item)
        );

    public override string ToString() => "EventResponse(redacted)";
}

public sealed record ParticipantResponse(SubjectLabelResponse Subject, IReadOnlyList<string> Roles)
{
    public override string ToString() => "ParticipantResponse(redacted)";
}

public sealed record SubjectLabelResponse(string Id, SubjectKind Kind, string Name, DateOnly? DateOfBirth, bool UnderEighteen)
{
    internal static SubjectLabelResponse From(SubjectLabel label) =>
        new(label.Id, label.Kind, label.Name, label.DateOfBirth, label.UnderEighteen);

    public override string ToString() => "SubjectLabelResponse(redacted)";
}

/// <summary>One record of the consent ledger.</summary>
public sealed record ConsentResponse(
    string Id,
    AgencyId Controller,
    ConsentAnswer Answer,
    ConsentSpeaker? Speaker,
    IReadOnlyList<PurposeCode> Purposes,
    IReadOnlyList<AgencyId> Recipients,
    string? Words,
    string? ExplainedHow,
    DateTimeOffset RecordedAt,
    string RecordedBy
)
{
    internal static ConsentResponse From(ConsentEntry entry) =>
        new(
            entry.Id,
            entry.Controller,
            entry.Answer,
            entry.Speaker,
            entry.Purposes,
            entry.Recipients,
            entry.Words,
            entry.ExplainedHow,
            entry.RecordedAt,
            entry.RecordedBy
        );

    public override string ToString() => "ConsentResponse(redacted)";
}
