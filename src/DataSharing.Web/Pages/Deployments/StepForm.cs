using DataSharing.Disruption;
using DataSharing.Entities;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>What people type into the page of a step.</summary>
public sealed class StepForm
{
    public DateParts On { get; set; } = new();

    public string? Venue { get; set; }

    public MomentParts HearingAt { get; set; } = new();

    public TermsForm Terms { get; set; } = new();

    public MomentParts StartsAt { get; set; } = new();

    public MomentParts EndsAt { get; set; } = new();

    public string? ServiceMethod { get; set; }

    public MomentParts ServedAt { get; set; } = new();

    public string? ServedBy { get; set; }

    public string? Plan { get; set; }

    public MomentParts EffectiveFrom { get; set; } = new();

    public MomentParts ExpiresAt { get; set; } = new();

    public bool UntilFurtherOrder { get; set; }

    public bool CareOrder { get; set; }

    public bool ImmediateEffect { get; set; }

    public string? AppealReference { get; set; }

    public bool StayedByCourt { get; set; }

    public DateParts DecideBy { get; set; } = new();

    public string? ReasonCode { get; set; }

    public string? Reasons { get; set; }

    public string? UrgentPower { get; set; }

    public string? Note { get; set; }

    public ReviewForm Review { get; set; } = new();

    public static IReadOnlyList<Choice> ServiceMethods { get; } =
    [
        new("Personal", "In person"),
        new("Post", "By post"),
        new("FixedToPremises", "Fixed to the premises"),
        new("Electronic", "Electronically"),
        new("ThroughRepresentative", "Through a representative"),
    ];

    /// <summary>The field for a member of a transition.</summary>
    public static string? FieldOf(string member) =>
        typeof(StepForm).GetProperties().FirstOrDefault(p => string.Equals(p.Name, member, StringComparison.OrdinalIgnoreCase))
            is { } property
            ? property.PropertyType == typeof(MomentParts)
                ? $"Form.{property.Name}.Date"
                : $"Form.{property.Name}"
            : null;

    /// <summary>The transition, with an error in the model state for whatever cannot be read. What its state needs the rules say.</summary>
    public TransitionDraft Read(DeploymentState to, IReadOnlyList<StepField> fields, ModelStateDictionary state)
    {
        ArgumentNullException.ThrowIfNull(fields);
        bool Asked(StepField field) => fields.Contains(field);
        DateTimeOffset? Moment(StepField field, MomentParts parts, string what, bool end = false) =>
            Asked(field) ? parts.Read(state, $"Form.{field}", what, end) : null;
        string? Words(StepField field, string? text) => Asked(field) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
        var served = Moment(StepField.ServedAt, ServedAt, "the date of service");
        return new TransitionDraft(to)
        {
            On =
                Asked(StepField.On) ? On.Read(state, "Form.On", "the date", required: false)
                : served is { } at ? LondonCalendar.DateOf(at)
                : null,
            Note = Words(StepField.Note, Note),
            ReasonCode = Words(StepField.ReasonCode, ReasonCode),
            Reasons = Words(StepField.Reasons, Reasons),
            Venue = Words(StepField.Venue, Venue),
            HearingAt = Moment(StepField.HearingAt, HearingAt, "the date of the hearing"),
            Terms = Asked(StepField.Terms) ? Terms.Read() : null,
            StartsAt = Moment(StepField.StartsAt, StartsAt, "the start"),
            EndsAt = Moment(StepField.EndsAt, EndsAt, "the end", end: true),
            ServiceMethod =
                Asked(StepField.ServiceMethod) && Enum.TryParse<ServiceMethod>(ServiceMethod, out var method) && Enum.IsDefined(method)
                    ? method
                    : null,
            ServedAt = served,
            ServedBy = Words(StepField.ServedBy, ServedBy),
            Plan = Words(StepField.Plan, Plan),
            EffectiveFrom = Moment(StepField.EffectiveFrom, EffectiveFrom, "the date that it takes effect"),
            ExpiresAt = Moment(StepField.ExpiresAt, ExpiresAt, "the date that it ends", end: true),
            UntilFurtherOrder = Asked(StepField.UntilFurtherOrder) && UntilFurtherOrder,
            CareOrder = Asked(StepField.CareOrder) && CareOrder,
            ImmediateEffect = Asked(StepField.ImmediateEffect) && ImmediateEffect,
            AppealReference = Words(StepField.AppealReference, AppealReference),
            StayedByCourt = Asked(StepField.StayedByCourt) && StayedByCourt,
            DecideBy = Asked(StepField.DecideBy) ? DecideBy.Read(state, "Form.DecideBy", "the date to decide by", required: false) : null,
            UrgentPower = Words(StepField.UrgentPower, UrgentPower),
            Review = Asked(StepField.Review) ? Review.Read(state) : null,
        };
    }

    public override string ToString() => "StepForm(redacted)";
}

/// <summary>Terms as people type them: one on a line, by kind.</summary>
public sealed class TermsForm
{
    public string? Prohibitions { get; set; }

    public string? Requirements { get; set; }

    public string? Conditions { get; set; }

    /// <summary>Null where none was typed: then the terms stay as they are.</summary>
    public IReadOnlyList<TermDraft>? Read() =>
        Lines(TermKind.Prohibition, Prohibitions)
            .Concat(Lines(TermKind.Requirement, Requirements))
            .Concat(Lines(TermKind.Condition, Conditions))
            .ToArray()
            is { Length: > 0 } terms
            ? terms
            : null;

    public override string ToString() => "TermsForm(redacted)";

    private static IEnumerable<TermDraft> Lines(TermKind kind, string? text) =>
        (text ?? "")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => new TermDraft(kind, line, []));
}
