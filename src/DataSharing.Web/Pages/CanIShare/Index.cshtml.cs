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

    /// <summary>How the information itself is graded and marked; asked only where it matters.</summary>
    [BindProperty]
    public DataAnswers Data { get; set; } = new();

    /// <summary>Which page of questions, or the answer.</summary>
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

    /// <summary>None where no rule asks how old somebody is.</summary>
    public IReadOnlyList<Choice> Ages { get; private set; } = [];

    /// <summary>Flags that a rule asks about.</summary>
    public IReadOnlyList<string> FlagsAsked { get; private set; } = [];

    /// <summary>Whether a rule asks about gradings, handling codes or markings, so that another page of questions may follow.</summary>
    public bool MayAskData { get; private set; }

    /// <summary>What matters of the information itself, for what has been answered.</summary>
    public DataFactsNeeded DataAsked { get; private set; } = DataFactsNeeded.None;

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
            await ReadRulesAsync(route);
            At = Step.What;
        }

        return Page();
    }

    /// <summary>Back from the answer, or from the questions about the information, with everything still chosen.</summary>
    public Task<IActionResult> OnPostChangeAsync() => OnPostAsync();

    /// <summary>Back from the second page.</summary>
    public async Task<IActionResult> OnPostBackAsync()
    {
        await OpenAsync();
        return Page();
    }

    /// <summary>The second page is answered. Where the information itself matters, it is asked about next.</summary>
    public Task<IActionResult> OnPostAnswerAsync() => ReadAsync(isDataTold: false);

    /// <summary>The third page is answered.</summary>
    public Task<IActionResult> OnPostToldAsync() => ReadAsync(isDataTold: true);

    private async Task<IActionResult> ReadAsync(bool isDataTold)
    {
        await OpenAsync();
        if (!TryReadRoute(out var route))
        {
            return Page();
        }

        await ReadRulesAsync(route);
        At = Step.What;
        if (!TryReadQuestion(route, out var question))
        {
            return Page();
        }

        DataAsked = await decisions.DataNeedsAsync(Head, question, Stop);
        if (!DataAsked.IsNone)
        {
            At = Step.Data;
            if (!isDataTold || Data.Read(DataAsked, ModelState, nameof(Data)) is not { } data)
            {
                return Page();
            }

            question = question with
            {
                Facts = question.Facts with { Data = question.Categories.ToDictionary(category => category, _ => data) },
            };
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

    private async Task ReadRulesAsync(Route route)
    {
        var asked = await decisions.ConstraintsAsync(Head, Caller.Agency, route.To, route.Purpose, route.Kind, Stop);
        AgeConstraint[] ages = [.. asked.Select(constraints => constraints.Age).OfType<AgeConstraint>()];
        Ages = ages.Length == 0 ? [] : Answers.Ages(ages);
        FlagsAsked =
        [
            .. asked
                .SelectMany(constraints => constraints.Flags)
                .Select(flag => flag.Flag)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        MayAskData = asked.Any(constraints => constraints is not { Gradings: null, Handling: null, Markings: null });
    }

    private bool TryReadQuestion(Route route, [NotNullWhen(true)] out SharingQuestion? question)
    {
        question = null;
        DataCategory[] asked = [.. offered.Where(category => Categories.Contains(category.Code.Value)).Select(category => category.Code)];
        if (asked.Length is 0 or > SharingQuestion.MaximumCategories)
        {
            ModelState.AddModelError(nameof(Categories), "Choose what you want to share");
        }

        if (Ages.Count > 0 && !Ages.Any(choice => choice.Value == Age))
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
            Facts = new SharingFacts
            {
                Age = Ages.Count > 0 ? Answers.AgeOf(Age) : null,
                Consent = IsPerson ? Answers.ConsentOf(Consent) : null,
                Flags = FlagsAsked
                    .Where(flag => Flags.TryGetValue(flag, out var said) && said is "yes" or "no")
                    .ToDictionary(flag => flag, flag => Flags[flag] == "yes", StringComparer.Ordinal),
            },
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
            HeldBack = [.. (await HeldBackAsync(decision)).Select(category => shown.TitleOf(category.Value))],
            AsksMarkings = DataAsked.Markings.Count > 0,
            SaidNo = IsPerson && Consent is "refused" or "withdrawn",
        };
    }

    // Of what may not be told, that a record of it is held, and whom to ring.
    private async Task<DataCategory[]> PointersAsync(SharingQuestion question, DataCategory[] withheld) =>
        [.. (await decisions.DecideAsync(Head, question.PointingTo(withheld), Stop)).PermittedCategories];

    // A share carries no grading, handling code or marking.
    private async Task<IEnumerable<DataCategory>> HeldBackAsync(SharingDecision decision)
    {
        var question = decision.Question;
        var shared = question with { Facts = question.Facts with { Data = SharingFacts.NoneRecorded.Data } };
        return DataAsked.IsNone
            ? []
            : decision.PermittedCategories.Except((await decisions.DecideAsync(Head, shared, Stop)).PermittedCategories);
    }

    private async Task<IReadOnlyList<AnswerClause>> ClausesAsync(SharingDecision decision)
    {
        var known = await agreements.AgreementsOfAsync(Caller, Head, Stop);
        return [.. decision.DeterminingRules.Select(rule => AnswerClause.Of(rule, Head.Head, known)).OfType<AnswerClause>()];
    }

    private sealed record Route(AgencyId To, SubjectKind Kind, PurposeCode Purpose);
}
