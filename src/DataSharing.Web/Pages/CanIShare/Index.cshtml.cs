using System.Diagnostics.CodeAnalysis;
using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.CanIShare;

/// <summary>
/// "Can I share this?" for somebody who is unsure: whom to, what for, about what kind of person, and the answer. It takes no name and no words of
/// theirs, reads nothing about anybody, and keeps nothing, so it writes no entry; what the agreements say is decided as for a real share.
/// </summary>
public sealed class IndexModel(
    PurposesInForce agreements,
    DecisionViews views,
    DecisionService decisions,
    AgencyDirectory directory,
    AgencyNames names
) : PlatformPage
{
    private IReadOnlyList<NamedCategory> offered = [];

    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    [BindProperty]
    public IList<string> Categories { get; set; } = [];

    [BindProperty]
    public string? Age { get; set; }

    [BindProperty]
    public string? Consent { get; set; }

    [BindProperty]
    public string? Emergency { get; set; }

    /// <summary>Answers to what the rules ask of the person besides, by flag.</summary>
    [BindProperty]
    public IDictionary<string, string?> Flags { get; set; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Which of the two questions pages, or the answer.</summary>
    public Step At { get; private set; }

    public IReadOnlyList<Choice> Recipients { get; private set; } = [];

    public IReadOnlyList<Choice> Purposes { get; private set; } = [];

    public IReadOnlyList<Choice> CategoryChoices =>
        [
            .. offered.Select(category => new Choice(
                category.Code.Value,
                category.Title,
                category.Special ? "Special category data"
                    : category.Criminal ? "Criminal offence data"
                    : null
            )),
        ];

    public IReadOnlyList<Choice> Ages { get; private set; } = [];

    /// <summary>Flags that a rule between the two agencies asks about.</summary>
    public IReadOnlyList<string> FlagsAsked { get; private set; } = [];

    public bool IsPerson => Kind == "person";

    public string ToName { get; private set; } = "";

    public string PurposeTitle => Purposes.FirstOrDefault(choice => choice.Value == Purpose)?.Text ?? "";

    public Answer? Answer { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        await OpenAsync();
        return Page();
    }

    /// <summary>The first page of questions is answered.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await OpenAsync();
        if (TryReadRoute(out var route))
        {
            await ReadRulesAsync(route.To);
            At = Step.What;
        }

        return Page();
    }

    /// <summary>Back from the answer, with everything still chosen.</summary>
    public Task<IActionResult> OnPostChangeAsync() => OnPostAsync();

    /// <summary>Back from the second page.</summary>
    public async Task<IActionResult> OnPostBackAsync()
    {
        await OpenAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAnswerAsync()
    {
        await OpenAsync();
        if (!TryReadRoute(out var route))
        {
            return Page();
        }

        await ReadRulesAsync(route.To);
        At = Step.What;
        if (!TryReadQuestion(route, out var question))
        {
            return Page();
        }

        var decision = await decisions.DecideAsync(Head, question, Stop);
        Answer = await AnswerAsync(decision);
        At = Step.Answer;
        return Page();
    }

    private async Task OpenAsync()
    {
        Recipients = await views.OtherAgenciesAsync(this, Stop);
        Purposes = await views.PurposesAsync(this, Stop);
        offered = await agreements.CategoriesOfAsync(Caller, Head, Stop);
    }

    private bool TryReadRoute([NotNullWhen(true)] out Route? route)
    {
        route = null;
        if (!AgencyId.TryParse(To, out var to) || !Recipients.Any(choice => choice.Value == to.Value))
        {
            ModelState.AddModelError(nameof(To), "Choose who you want to share with");
        }

        if (Answers.KindOf(Kind) is not { } kind)
        {
            ModelState.AddModelError(nameof(Kind), "Choose what it is about");
            kind = default;
        }

        if (!PurposeCode.TryParse(Purpose, out var purpose) || !Purposes.Any(choice => choice.Value == purpose.Value))
        {
            ModelState.AddModelError(nameof(Purpose), "Choose what they need it for");
        }

        if (!ModelState.IsValid || to is null || purpose is null)
        {
            return false;
        }

        route = new Route(to, kind, purpose);
        ToName = Recipients.First(choice => choice.Value == to.Value).Text;
        return true;
    }

    private async Task ReadRulesAsync(AgencyId to)
    {
        var known = await agreements.AgreementsOfAsync(Caller, Head, Stop);
        var asked = known
            .Where(agreement => agreement.Parties.Any(party => party.Agency == to))
            .SelectMany(agreement =>
                agreement.Permissions.Select(rule => rule.Constraints).Concat(agreement.Prohibitions.Select(rule => rule.Constraints))
            )
            .ToArray();
        Ages = Answers.Ages(asked.Select(constraints => constraints.Age).OfType<AgeConstraint>());
        FlagsAsked =
        [
            .. asked
                .SelectMany(constraints => constraints.Flags)
                .Select(flag => flag.Flag)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    private bool TryReadQuestion(Route route, [NotNullWhen(true)] out SharingQuestion? question)
    {
        question = null;
        DataCategory[] asked = [.. offered.Where(category => Categories.Contains(category.Code.Value)).Select(category => category.Code)];
        if (asked.Length is 0 or > SharingQuestion.MaximumCategories)
        {
            ModelState.AddModelError(nameof(Categories), "Choose what you want to share");
        }

        if (IsPerson && !Ages.Any(choice => choice.Value == Age))
        {
            ModelState.AddModelError(nameof(Age), "Choose how old they are, or that you do not know");
        }

        if (IsPerson && !Answers.Consents.Any(choice => choice.Value == Consent))
        {
            ModelState.AddModelError(nameof(Consent), "Choose what they said, or that you do not know");
        }

        if (!Answers.Emergencies.Any(choice => choice.Value == Emergency))
        {
            ModelState.AddModelError(nameof(Emergency), "Choose whether somebody is in danger now");
        }

        if (!ModelState.IsValid)
        {
            return false;
        }

        question = new SharingQuestion(Caller.Agency, route.To, route.Purpose, route.Kind, asked, SharingMode.Content)
        {
            Emergency = Emergency == "yes",
            Facts = IsPerson
                ? new SharingFacts
                {
                    Age = Answers.AgeOf(Age),
                    Consent = Answers.ConsentOf(Consent),
                    Flags = FlagsAsked
                        .Where(flag => Flags.TryGetValue(flag, out var said) && said is "yes" or "no")
                        .ToDictionary(flag => flag, flag => Flags[flag] == "yes", StringComparer.Ordinal),
                }
                : SharingFacts.NoneRecorded,
        };
        return true;
    }

    private async Task<Answer> AnswerAsync(SharingDecision decision)
    {
        var question = decision.Question;
        DataCategory[] withheld = [.. decision.Categories.Where(category => !category.IsPermitted).Select(category => category.Category)];
        DataCategory[] pointers = withheld.Length == 0 ? [] : await PointersAsync(question, withheld);
        var shown = await views.OfAsync(this, RecordedDecision.Of(decision), question.From, question.To, DecisionTense.Asked, Stop);
        var own = await directory.FindAsync(Caller.Agency, Stop);
        return new Answer(decision, shown, pointers, own?.Record.Particulars?.DataProtectionContact)
        {
            Clauses = await ClausesAsync(decision),
            OwnAgency = await names.OfAsync(Head, Caller.Agency, Stop),
            SaidNo = IsPerson && Consent is "refused" or "withdrawn",
        };
    }

    // Of what may not be told, that a record of it is held, and whom to ring.
    private async Task<DataCategory[]> PointersAsync(SharingQuestion question, DataCategory[] withheld)
    {
        var pointer = new SharingQuestion(
            question.From,
            question.To,
            question.Purpose,
            question.SubjectKind,
            withheld,
            SharingMode.Existence
        )
        {
            Facts = question.Facts,
        };
        return [.. (await decisions.DecideAsync(Head, pointer, Stop)).PermittedCategories];
    }

    private async Task<IReadOnlyList<AnswerClause>> ClausesAsync(SharingDecision decision)
    {
        var known = await agreements.AgreementsOfAsync(Caller, Head, Stop);
        return [.. decision.DeterminingRules.Select(rule => AnswerClause.Of(rule, Head.Head, known)).OfType<AnswerClause>()];
    }

    private sealed record Route(AgencyId To, SubjectKind Kind, PurposeCode Purpose);
}

public enum Step
{
    Whom,
    What,
    Answer,
}
