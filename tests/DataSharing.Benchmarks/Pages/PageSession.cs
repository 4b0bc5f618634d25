using System.Net;
using System.Text.RegularExpressions;
using DataSharing.Benchmarks.Requests;

namespace DataSharing.Benchmarks.Pages;

/// <summary>One signed-in browser without the browser: its cookies, got through the real sign-in and the real question why.</summary>
internal sealed partial class PageSession : IDisposable
{
    private const string Purpose = "disrupting-exploitation";

    private readonly HttpClient http;
    private readonly Uri platform;

    private PageSession(Uri platform)
    {
        this.platform = platform;
        http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies }) { Timeout = TimeSpan.FromSeconds(60) };
    }

    public CookieContainer Cookies { get; } = new();

    public static async Task<PageSession> SignInAsync(Platform platform, string person)
    {
        var session = new PageSession(new Uri(platform.Server.Address));
        using var asked = await session.http.GetAsync(session.At("/signin?next=%2Fapp"));
        var fields = await HiddenAsync(asked);
        fields["dev_user"] = person;
        using var answer = await session.http.PostAsync(asked.RequestMessage?.RequestUri, new FormUrlEncodedContent(fields));
        return AddressOf(answer) == "/app" && answer.IsSuccessStatusCode
            ? session
            : throw new BenchCouldNotRunException($"{person} was not signed in: HTTP {(int)answer.StatusCode} at {AddressOf(answer)}.");
    }

    /// <summary>States purpose and reason for a scope, as people do once in a quarter of an hour.</summary>
    public Task StateAsync(string scope) =>
        SendFormAsync(
            $"/app/access?scope={Uri.EscapeDataString(scope)}&next=%2Fapp",
            "/app/access",
            new()
            {
                ["Scope"] = scope,
                ["Next"] = "/app",
                ["Purpose"] = Purpose,
                ["Reason"] = "Measured",
            }
        );

    /// <summary>Looks for a name and gives the address of what was found.</summary>
    public Task<string> FindAsync(string name) =>
        SendFormAsync(
            "/app/find",
            "/app/find",
            new()
            {
                ["Look.By"] = "name",
                ["Look.Text"] = name,
                ["Look.Kind"] = "",
            }
        );

    /// <summary>The page as it is answered, without being sent elsewhere.</summary>
    public async Task<(HttpStatusCode Status, string Text)> GetAsync(string path)
    {
        using var answer = await http.GetAsync(At(path));
        var sentAway = AddressOf(answer).Split('?')[0] != path.Split('?')[0];
        return (sentAway ? HttpStatusCode.Found : answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public string CookieHeader(string path) => Cookies.GetCookieHeader(At(path));

    public void Dispose() => http.Dispose();

    private async Task<string> SendFormAsync(string page, string action, Dictionary<string, string> said)
    {
        using var shown = await http.GetAsync(At(page));
        var fields = await HiddenAsync(shown);
        foreach (var (name, value) in said)
        {
            fields[name] = value;
        }

        using var answer = await http.PostAsync(At(action == "/app/access" ? page : action), new FormUrlEncodedContent(fields));
        return answer.IsSuccessStatusCode && AddressOf(answer) != page
            ? AddressOf(answer)
            : throw new BenchCouldNotRunException($"the form of {page} was not taken: HTTP {(int)answer.StatusCode}.");
    }

    private Uri At(string path) => new(platform, path);

    private static string AddressOf(HttpResponseMessage answer) => answer.RequestMessage?.RequestUri?.PathAndQuery ?? "";

    private static async Task<Dictionary<string, string>> HiddenAsync(HttpResponseMessage answer)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match input in Hidden().Matches(await answer.Content.ReadAsStringAsync()))
        {
            fields[Decoded(Name().Match(input.Value))] = Decoded(Value().Match(input.Value));
        }

        return fields;
    }

    private static string Decoded(Match match) => WebUtility.HtmlDecode(match.Groups["text"].Value);

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex("\\sname=\"(?<text>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("\\svalue=\"(?<text>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Value();
}
