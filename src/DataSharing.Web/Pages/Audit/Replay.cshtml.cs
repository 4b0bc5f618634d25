using DataSharing.Agreements;
using DataSharing.Exchange;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>Makes the decision of one entry again and tells whether it comes to the same. The officer's look is an entry.</summary>
public sealed class ReplayModel(DecisionReplays replays) : PlatformPage
{
    [BindProperty(SupportsGet = true, Name = "index")]
    public long Index { get; set; }

    /// <summary>The record's id, where the entry alone does not tell whom it was about.</summary>
    [BindProperty]
    public string? About { get; set; }

    /// <summary>Null until it was made again.</summary>
    public ReplayedDecision? Answer { get; private set; }

    /// <summary>Whether the page has to be told whom the entry was about.</summary>
    public bool AsksWhom { get; private set; }

    public IReadOnlyList<ReplayDifference> Differences =>
        Answer is ReplayedDecision.Made { Outcome: ReplayOutcome.Differs { Differences: var found } } ? found : [];

    public string? Digest =>
        Answer switch
        {
            ReplayedDecision.Made made => made.Digest,
            ReplayedDecision.Disposed disposed => disposed.Digest,
            ReplayedDecision.NotKept kept => kept.Digest,
            _ => null,
        };

    /// <summary>What it came to, with the colour of its tag.</summary>
    public (string Text, string Colour, string Meaning) Said =>
        Answer switch
        {
            ReplayedDecision.Made { Outcome: ReplayOutcome.Identical } => (
                "The same",
                "green",
                "Made again from what was kept and the agreements of that moment, the decision is exactly what the entry says."
            ),
            ReplayedDecision.Made { Outcome: ReplayOutcome.Differs } => (
                "Not the same",
                "red",
                "Made again, the decision is not what the entry says. Tell whoever runs this service, and keep this page."
            ),
            ReplayedDecision.Made { Outcome: ReplayOutcome.Impossible { Reason: var reason } } => (
                "Cannot be made again",
                "orange",
                $"What it was made from is there, and cannot be used: {UkText.Words(reason).ToLowerInvariant()}. Tell whoever runs this service."
            ),
            ReplayedDecision.Disposed => (
                "Disposed of",
                "grey",
                "What it was made from was disposed of with the person’s key. Only its fingerprint is left."
            ),
            ReplayedDecision.NotKept => (
                "Not kept",
                "grey",
                "The entry rests on several decisions at once, or is from before what they were made from was kept."
            ),
            _ => ("No decision", "grey", "The entry rests on no decision that could be made again."),
        };

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        Guid? about = null;
        if (About?.Trim() is { Length: > 0 } text)
        {
            about = RecordField.TryRead(text, out var id) ? id : null;
            if (about is null)
            {
                AsksWhom = true;
                ModelState.AddModelError(nameof(About), RecordField.Error);
                return Page();
            }
        }

        var (answer, _) = await replays.ReplayAsync(Caller, Index, about?.ToString("D"), Stop);
        switch (answer)
        {
            case ReplayedDecision.NotFound:
                return NotFound();
            case ReplayedDecision.SubjectNeeded:
                AsksWhom = true;
                ModelState.AddModelError(
                    nameof(About),
                    about is null ? "Enter the id of the record that it was about" : "The entry is not about this record"
                );
                return Page();
            default:
                Answer = answer;
                return Page();
        }
    }
}
