using System.Text.RegularExpressions;

namespace DataSharing.Pages.Tests.Browser;

/// <summary>Words that pages do not use. A child is never described as having chosen what was done to them, and nobody needs to know our trade's words.</summary>
/// <remarks>
/// The Children's Society, "Appropriate Language: Child Sexual and/or Criminal Exploitation" (guidance for professionals), and the GOV.UK style guide,
/// "Words to avoid".
/// </remarks>
internal static partial class PageWords
{
    private static readonly string[] Blaming =
    [
        "putting themselves at risk",
        "puts himself at risk",
        "puts herself at risk",
        "risky behaviour",
        "lifestyle choice",
        "child prostitut",
        // Not "prostitution", which titles of Acts have.
        "prostitute",
        "promiscu",
        "sexually active with",
        "in a relationship with the perpetrator",
        "involved in cse",
        "involved in cce",
        "drug running",
        "drug runner",
        "recruiting",
        "absconded",
        "absconder",
        "failed to engage",
        "refuses to engage",
        "will not engage",
        "streetwise",
        "attention seeking",
        "manipulative",
        "boyfriend model",
        "offering",
        "complicit",
        "grooming themselves",
        "illegal immigrant",
        "alleged victim",
    ];

    private static readonly string[] Jargon =
    [
        "utilise",
        "leverage",
        "facilitate",
        "please note",
        "idempoten",
        "payload",
        "http ",
        "null",
        "undefined",
        "exception",
        "stack trace",
        "click here",
        "system.",
        "datasharing.",
        "e-mail",
        "whilst",
        "going forward",
        "stakeholder",
        "onboard",
        "log in",
        "login",
        "username",
    ];

    /// <summary>What a text says that it should not.</summary>
    public static IReadOnlyList<string> FaultsIn(string text)
    {
        var faults = Blaming.Concat(Jargon).Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)).ToList();
        // 2026-11-23 and 23/11/2026 are for machines; people read "23 November 2026".
        faults.AddRange(MachineDate().Matches(text).Select(match => match.Value));
        return faults;
    }

    [GeneratedRegex(@"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})\b", RegexOptions.None, 1000)]
    private static partial Regex MachineDate();
}
