using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DataSharing.Agreements;
using DataSharing.Exchange;
using DataSharing.Identity;

namespace DataSharing.Web.Api;

/// <summary>
/// Reads an AuthZEN evaluation as a question about sharing. Default deny: a property or a piece of context that is not understood may have been
/// meant to narrow the question, so it refuses instead of being passed over.
/// </summary>
internal static class AccessInput
{
    private static readonly Dictionary<string, SubjectKind> Kinds = new(StringComparer.Ordinal)
    {
        ["person"] = SubjectKind.Person,
        ["group"] = SubjectKind.Group,
        ["business"] = SubjectKind.Business,
        ["location"] = SubjectKind.Location,
    };

    private static readonly Dictionary<string, SharingMode> Actions = new(StringComparer.Ordinal)
    {
        ["disclose"] = SharingMode.Content,
        ["disclose-existence"] = SharingMode.Existence,
    };

    public static bool TryRead(
        EvaluationBody sent,
        AgencyId own,
        [NotNullWhen(true)] out EvaluationDraft? draft,
        [NotNullWhen(false)] out EvaluationError? fault
    )
    {
        draft = null;
        fault = Missing(sent) ?? Subject(sent, own);
        if (
            fault is not null
            || !TryReadAction(sent, out var mode, out var to, out fault)
            || !TryReadResource(sent, out var kind, out var id, out var categories, out fault)
            || !TryReadContext(sent, out var purpose, out var reason, out var agreement, out fault)
        )
        {
            return false;
        }

        draft = new EvaluationDraft(to, kind, id, purpose, reason, categories, mode, agreement);
        return true;
    }

    // What the specification itself requires (sections 5 and 6).
    private static EvaluationError? Missing(EvaluationBody sent) =>
        sent.Subject is null ? Required("/subject")
        : sent.Subject.Type is null ? Required("/subject/type")
        : sent.Subject.Id is null ? Required("/subject/id")
        : sent.Action is null ? Required("/action")
        : sent.Action.Name is null ? Required("/action/name")
        : sent.Resource is null ? Required("/resource")
        : sent.Resource.Type is null ? Required("/resource/type")
        : sent.Resource.Id is null ? Required("/resource/id")
        : Shapeless(sent.Subject.Properties, "/subject/properties")
            ?? Shapeless(sent.Action.Properties, "/action/properties")
            ?? Shapeless(sent.Resource.Properties, "/resource/properties")
            ?? Shapeless(sent.Context, "/context");

    private static EvaluationError Required(string pointer) =>
        new(StatusCodes.Status400BadRequest, "missing", pointer, "This member is required.");

    private static EvaluationError? Shapeless(JsonElement? sent, string pointer) =>
        sent is { ValueKind: not JsonValueKind.Object }
            ? new EvaluationError(StatusCodes.Status400BadRequest, "not-an-object", pointer, "An object.")
            : null;

    private static EvaluationError? Subject(EvaluationBody sent, AgencyId own) =>
        sent.Subject?.Type != "agency" ? Unclear("/subject/type", "The type agency: who would disclose.")
        : Unknown(sent.Subject.Properties) ? Strange("/subject/properties")
        : sent.Subject.Id != own.Value
            ? new EvaluationError(StatusCodes.Status403Forbidden, "not-your-agency", "/subject/id", "Ask for your own agency.")
        : null;

    private static bool TryReadAction(
        EvaluationBody sent,
        out SharingMode mode,
        [NotNullWhen(true)] out AgencyId? to,
        [NotNullWhen(false)] out EvaluationError? fault
    )
    {
        to = null;
        var isKnown = Actions.TryGetValue(sent.Action?.Name ?? "", out mode);
        fault =
            !isKnown ? Unclear("/action/name", "Either disclose or disclose-existence.")
            : Unknown(sent.Action?.Properties, "to") ? Strange("/action/properties")
            : AgencyId.TryParse(Text(sent.Action?.Properties, "to"), out to) ? null
            : Unclear("/action/properties/to", "The agency that would receive.");
        return fault is null && to is not null;
    }

    private static bool TryReadResource(
        EvaluationBody sent,
        out SubjectKind kind,
        out string id,
        out List<DataCategory> categories,
        [NotNullWhen(false)] out EvaluationError? fault
    )
    {
        categories = [];
        var isKind = Kinds.TryGetValue(sent.Resource?.Type ?? "", out kind);
        var isId = Guid.TryParseExact(sent.Resource?.Id, "D", out var parsed);
        id = parsed.ToString("D");
        fault =
            !isKind ? Unclear("/resource/type", "One of person, group, business, location.")
            : !isId ? Unclear("/resource/id", "The id that the platform gave the subject.")
            : Unknown(sent.Resource?.Properties, "categories") ? Strange("/resource/properties")
            : TryReadCategories(sent.Resource?.Properties, categories) ? null
            : Unclear("/resource/properties/categories", $"1 to {ContentInput.MaximumCategories} category codes.");
        return fault is null;
    }

    private static bool TryReadCategories(JsonElement? properties, List<DataCategory> categories)
    {
        if (
            properties is not { } some
            || !some.TryGetProperty("categories", out var list)
            || list.ValueKind != JsonValueKind.Array
            || list.GetArrayLength() is 0 or > ContentInput.MaximumCategories
        )
        {
            return false;
        }

        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !DataCategory.TryParse(item.GetString(), out var category))
            {
                return false;
            }

            categories.Add(category);
        }

        return true;
    }

    private static bool TryReadContext(
        EvaluationBody sent,
        [NotNullWhen(true)] out PurposeCode? purpose,
        out string reason,
        out AgreementId? agreement,
        [NotNullWhen(false)] out EvaluationError? fault
    )
    {
        agreement = null;
        reason = Text(sent.Context, "reason") ?? "";
        var isPurpose = PurposeCode.TryParse(Text(sent.Context, "purpose"), out purpose);
        fault =
            Unknown(sent.Context, "purpose", "reason", "agreement") ? Strange("/context")
            : !isPurpose ? Unclear("/context/purpose", "A purpose code such as safeguarding-children.")
            : !PlainText.IsText(reason, AccessReason.MaximumLength)
                ? Unclear("/context/reason", "1 to 500 characters, no control characters.")
            : !Has(sent.Context, "agreement") || AgreementId.TryParse(Text(sent.Context, "agreement"), out agreement) ? null
            : Unclear("/context/agreement", "The id of an agreement.");
        return fault is null && purpose is not null;
    }

    private static EvaluationError Unclear(string pointer, string rule) =>
        new(StatusCodes.Status422UnprocessableEntity, "not-understood", pointer, rule);

    // Not its name: the program that sent it chose that, and it may be somebody's.
    private static EvaluationError Strange(string pointer) =>
        Unclear(pointer, "There is a member here that the platform does not know, and what it does not know it cannot weigh.");

    private static bool Unknown(JsonElement? sent, params string[] known) =>
        sent is { } some && some.EnumerateObject().Any(member => !known.Contains(member.Name, StringComparer.Ordinal));

    private static bool Has(JsonElement? sent, string name) => sent is { } some && some.TryGetProperty(name, out _);

    private static string? Text(JsonElement? sent, string name) =>
        sent is { } some && some.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
