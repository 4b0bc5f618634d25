using System.Net;
using System.Text;
using DataSharing.Benchmarks.Requests;

namespace DataSharing.Benchmarks.Pages;

/// <summary>One of the busiest pages, as 32 signed-in browsers see it.</summary>
/// <param name="Name">In the output.</param>
/// <param name="Scope">What a reason is stated for first; null where the page asks none.</param>
/// <param name="Path">The address in one browser; a search has another in each.</param>
/// <param name="Shows">What stands on it.</param>
/// <param name="ByOfficer">Opened by the information governance officer; else by practitioners.</param>
internal sealed record BusyPage(string Name, string? Scope, Func<PageSession, Task<string>> Path, string Shows, bool ByOfficer = false)
{
    /// <summary>The eight busiest. Panel members of the council open them; the audit its officer.</summary>
    public static IReadOnlyList<BusyPage> Of(Platform platform)
    {
        var child = platform.Id("aisha-penrow");
        var tactic = platform.Id("t12");
        var meeting = platform.Id("meeting 5 march");
        var (today, start) = (DateTime.UtcNow, DateTime.UtcNow.AddDays(-6));
        var days = FormattableString.Invariant(
            $"From.Day={start.Day}&From.Month={start.Month}&From.Year={start.Year}&To.Day={today.Day}&To.Month={today.Month}&To.Year={today.Year}"
        );
        return
        [
            At("home", null, "/app", "Hello "),
            new("find results", "search", session => session.FindAsync("aisha"), "Records found"),
            At("child's record", $"subject:{child}", $"/app/subjects/{child}", "Aisha Penrow"),
            At("links", $"subject:{child}", $"/app/subjects/{child}/links", "app-chart"),
            At("tactic board", "board", "/app/deployments", "govuk-table"),
            At("one tactic", $"deployment:{tactic}", $"/app/deployments/item/{tactic}", "<h1"),
            At("meeting", $"meeting:{meeting}", $"/app/meetings/{meeting}", "Agenda"),
            At("audit search", null, $"/app/audit?{days}", "govuk-table") with
            {
                ByOfficer = true,
            },
        ];
    }

    /// <summary>
    /// The addresses in each browser, and a script of the load generator that opens them in turn with their cookies; null where the platform has
    /// no such page.
    /// </summary>
    public async Task<PageLoad?> PrepareAsync(IReadOnlyList<PageSession> sessions, string folder)
    {
        if (
            Scope is not null
            && Scope.StartsWith("search", StringComparison.Ordinal)
            && (await sessions[0].GetAsync("/app/find")).Status == HttpStatusCode.NotFound
        )
        {
            return null;
        }

        var lua = new StringBuilder("local users = {\n");
        var first = "";
        foreach (var session in sessions)
        {
            if (Scope is not null)
            {
                await session.StateAsync(Scope);
            }

            var path = await Path(session);
            first = first.Length == 0 ? path : first;
            var (status, text) = await session.GetAsync(path);
            if (status == HttpStatusCode.NotFound)
            {
                return null;
            }

            if (status != HttpStatusCode.OK || !text.Contains(Shows, StringComparison.Ordinal))
            {
                throw new BenchCouldNotRunException($"'{Name}' does not show what it should: HTTP {(int)status}.");
            }

            lua.Append(System.Globalization.CultureInfo.InvariantCulture, $"  {{ [[{path}]], [[{session.CookieHeader(path)}]] }},\n");
        }

        lua.Append(
            """
            }
            local requests, n = {}, 0
            function init(args)
              for i, user in ipairs(users) do requests[i] = wrk.format("GET", user[1], { ["Cookie"] = user[2] }) end
            end
            function request()
              n = n % #requests + 1
              return requests[n]
            end
            """
        );
        var script = System.IO.Path.Combine(folder, "load.lua");
        await File.WriteAllTextAsync(script, lua.ToString());
        return new PageLoad(this, first, script, sessions);
    }

    private static BusyPage At(string name, string? scope, string path, string shows) =>
        new(name, scope, _ => Task.FromResult(path), shows);
}

/// <param name="Page">What is measured.</param>
/// <param name="Path">In the first browser.</param>
/// <param name="Script">For the load generator.</param>
/// <param name="Sessions">Who asks.</param>
internal sealed record PageLoad(BusyPage Page, string Path, string Script, IReadOnlyList<PageSession> Sessions)
{
    /// <summary>An answer that sends elsewhere is no fault to the load generator: so the page is looked at after each round too.</summary>
    public async Task CheckAsync()
    {
        var (status, text) = await Sessions[0].GetAsync(Path);
        if (status != HttpStatusCode.OK || !text.Contains(Page.Shows, StringComparison.Ordinal))
        {
            throw new BenchCouldNotRunException($"'{Page.Name}' stopped being shown under load: HTTP {(int)status}.");
        }
    }
}
