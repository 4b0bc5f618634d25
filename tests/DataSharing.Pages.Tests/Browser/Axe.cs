using Deque.AxeCore.Commons;

namespace DataSharing.Pages.Tests.Browser;

/// <summary>axe-core, run in the page that stands there.</summary>
/// <remarks>
/// Not Deque.AxeCore.Playwright's RunAxe: it opens a second page for each run, takes what it found in the first one there and back, and describes
/// every element that passed. That was most of the time that these tests took. The rules are the same; all that is left out is the account of what passed.
/// </remarks>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    // WCAG 2.2 AA and what comes before it, and axe's own advice.
    private const string Check = """
        async ownColours => {
          // Only a page without frames is wholly seen from within.
          if (document.querySelector('iframe, frame')) return ['a frame: axe would have to run in it, too'];
          const found = await axe.run(document, {
            runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
            rules: ownColours ? { 'color-contrast': { enabled: false } } : {},
            resultTypes: ['violations'],
          });
          if (found.passes.length === 0) return ['nothing was checked'];
          return found.violations.map(v => `${v.id} (${v.help}) at ${v.nodes.slice(0, 3).map(n => n.html).join('; ')}`);
        }
        """;

    /// <summary>Every violation, in words.</summary>
    /// <param name="page">As it stands.</param>
    /// <param name="ownColours">Whether the person chose the colours: then their contrast is not the page's.</param>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page, bool ownColours)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
        {
            await page.EvaluateAsync($"() => {{ {Script} }}");
        }

        return await page.EvaluateAsync<string[]>(Check, ownColours);
    }
}
