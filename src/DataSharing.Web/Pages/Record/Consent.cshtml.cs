using DataSharing.Consent;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Record;

/// <summary>Records what was said about sharing, or why nobody was asked. Nothing is changed afterwards: what is said later is another record.</summary>
public sealed class ConsentModel(
    SubjectNames names,
    SubjectConsents consents,
    PurposesInForce purposes,
    AgencyNames agencies,
    TimeProvider time
) : RecordPage(names, time)
{
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["/speaker"] = nameof(Speaker),
        ["/words"] = nameof(Words),
        ["/explainedHow"] = nameof(ExplainedHow),
        ["/purposes"] = nameof(For),
        ["/recipients"] = nameof(With),
    };

    [BindProperty]
    public string? Answer { get; set; }

    [BindProperty]
    public string? Speaker { get; set; }

    [BindProperty]
    public IReadOnlyList<string> For { get; set; } = [];

    [BindProperty]
    public IReadOnlyList<string> With { get; set; } = [];

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public string? ExplainedHow { get; set; }

    public IReadOnlyList<Choice> Purposes { get; private set; } = [];

    public IReadOnlyList<Choice> Agencies { get; private set; } = [];

    public static IReadOnlyList<Choice> Answers { get; } =
    [
        new("given", "Consent was given", "For the purposes and agencies chosen below, and no others"),
        new("refused", "Consent was refused"),
        new("withdrawn", "Consent was withdrawn"),
        new("not-sought", "Nobody was asked", "Say why, for example because asking would put a child at risk"),
    ];

    public IReadOnlyList<Choice> Speakers =>
        [
            new("subject", $"{Subject.Name}"),
            new("parent", "A parent, or somebody with parental responsibility"),
            new("other", "Somebody else who may speak for them", "Such as a deputy or attorney; say who in words"),
        ];

    public async Task<IActionResult> OnGetAsync() => await OpenedAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await OpenedAsync() is { } instead)
        {
            return instead;
        }

        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (Read() is not { } draft)
        {
            return Page();
        }

        switch (await consents.RecordAsync(Caller, Head, SubjectId, draft, Access, retry, Stop))
        {
            case SubjectConsentOutcome.Recorded:
                Notify("What was said is recorded.");
                return Redirect(Home + "/consent");
            case SubjectConsentOutcome.KeyReused:
                return Say(PageMessage.AlreadySent);
            default:
                return NotFound();
        }
    }

    private async Task<IActionResult?> OpenedAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        if (Subject.Kind != SubjectKind.Person)
        {
            return NotFound();
        }

        Purposes = [.. (await purposes.OfAsync(Caller, Head, Stop)).Select(purpose => new Choice(purpose.Code.Value, purpose.Title))];
        var all = await agencies.AllAsync(Head, Stop);
        Agencies =
        [
            .. all.Where(agency => agency.Key != Caller.Agency)
                .OrderBy(agency => agency.Value, StringComparer.Ordinal)
                .Select(agency => new Choice(agency.Key.Value, agency.Value)),
        ];
        return null;
    }

    private ConsentDraft? Read()
    {
        ConsentAnswer? answer = Answer switch
        {
            "given" => ConsentAnswer.Given,
            "refused" => ConsentAnswer.Refused,
            "withdrawn" => ConsentAnswer.Withdrawn,
            "not-sought" => ConsentAnswer.NotSought,
            _ => null,
        };
        if (answer is not { } said)
        {
            ModelState.AddModelError(nameof(Answer), "Choose what was said");
            return null;
        }

        ConsentSpeaker? speaker = Speaker switch
        {
            "subject" => ConsentSpeaker.Subject,
            "parent" => ConsentSpeaker.Parent,
            "other" => ConsentSpeaker.Other,
            _ => null,
        };
        var asked = said != ConsentAnswer.NotSought;
        Require(asked && speaker is null, nameof(Speaker), "Choose who said it");
        Require(!asked && string.IsNullOrWhiteSpace(Words), nameof(Words), "Say why nobody was asked");
        Require(
            said == ConsentAnswer.Given && string.IsNullOrWhiteSpace(ExplainedHow),
            nameof(ExplainedHow),
            "Say how it was explained: consent counts only when it is informed"
        );
        Require(said == ConsentAnswer.Given && For.Count == 0, nameof(For), "Choose what the consent is for");
        Require(said == ConsentAnswer.Given && With.Count == 0, nameof(With), "Choose with whom it lets us share");
        if (!ModelState.IsValid)
        {
            return null;
        }

        var body = new ConsentBody(
            said,
            // Nobody spoke where nobody was asked, whatever an earlier choice left in the form.
            asked ? speaker : null,
            [.. For.Where(code => Purposes.Any(choice => choice.Value == code)).Select(PurposeCode.Parse)],
            [.. With.Where(code => Agencies.Any(choice => choice.Value == code)).Select(AgencyId.Parse)],
            Lines(Words),
            Lines(ExplainedHow)
        );
        if (body.Fault(Head.Head) is { } refused)
        {
            Refuse(refused, Fields);
            return null;
        }

        return new ConsentDraft(body.Answer, body.Speaker, body.Purposes ?? [], body.Recipients ?? [], body.Words, body.ExplainedHow);
    }

    private void Require(bool isMissing, string field, string message)
    {
        if (isMissing)
        {
            ModelState.AddModelError(field, message);
        }
    }

    private static string? Lines(string? text) => string.IsNullOrWhiteSpace(text) ? null : ItemFields.Lines(text);
}
