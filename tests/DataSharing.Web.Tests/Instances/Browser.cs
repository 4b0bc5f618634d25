using System.Net;
using System.Text.RegularExpressions;

namespace DataSharing.Web.Tests.Instances;

/// <summary>
/// As much of a browser as signing in and forms take: cookies and links. What lies before several instances sends each request to any of them, so
/// the cookies that one gives go to all.
/// </summary>
public sealed partial class Browser(IEnumerable<Uri> instances) : IDisposable
{
    private readonly HashSet<string> instances = [.. instances.Select(address => address.Authority)];
    private readonly Dictionary<(string Path, string Name), string> cookies = [];
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>As another browser that was given these.</summary>
    public IReadOnlyDictionary<(string Path, string Name), string> Cookies => cookies;

    public void Take(IReadOnlyDictionary<(string Path, string Name), string> copied)
    {
        ArgumentNullException.ThrowIfNull(copied);
        foreach (var (name, value) in copied)
        {
            cookies[name] = value;
        }
    }

    /// <summary>Signs in, beginning at one instance; the identity provider sends the browser back to the other.</summary>
    public async Task SignInAsync(RunningPlatform first, RunningPlatform second, string user)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        using var begun = await GetAsync(new Uri(first.Address, "/signin?next=%2Fapp"));
        var authorize = Location(begun);
        using var picking = await GetAsync(authorize);
        var fields = Hidden(await picking.Content.ReadAsStringAsync()).Append(new("dev_user", user));
        using var picked = await PostAsync(new Uri(authorize.GetLeftPart(UriPartial.Path)), fields);
        var callback = Location(picked);
        using var signedIn = await GetAsync(new Uri(second.Address, callback.PathAndQuery));
        Assert.Equal("/app", signedIn.Headers.Location?.OriginalString);
    }

    public Task<HttpResponseMessage> GetAsync(RunningPlatform instance, string path)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return GetAsync(new Uri(instance.Address, path));
    }

    public async Task<string> TextAsync(RunningPlatform instance, string path)
    {
        using var answer = await GetAsync(instance, path);
        return await answer.Content.ReadAsStringAsync();
    }

    public Task<HttpResponseMessage> PostAsync(RunningPlatform instance, string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return PostAsync(new Uri(instance.Address, path), fields);
    }

    /// <summary>The hidden fields of the page's last form, the anti-forgery token among them.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Hidden(string page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var form = page[page.LastIndexOf("<form", StringComparison.Ordinal)..];
        return
        [
            .. Input()
                .Matches(form)
                .Select(m => m.Value)
                .Where(input => input.Contains("type=\"hidden\"", StringComparison.Ordinal))
                .Select(input => KeyValuePair.Create(Attribute(input, "name"), WebUtility.HtmlDecode(Attribute(input, "value")))),
        ];
    }

    public void Dispose() => http.Dispose();

    private Task<HttpResponseMessage> GetAsync(Uri address) => SendAsync(new HttpRequestMessage(HttpMethod.Get, address));

    private Task<HttpResponseMessage> PostAsync(Uri address, IEnumerable<KeyValuePair<string, string>> fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) });

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            var address = request.RequestUri ?? throw new InvalidOperationException("A request has an address.");
            if (instances.Contains(address.Authority))
            {
                var sent = cookies.Where(cookie => address.AbsolutePath.StartsWith(cookie.Key.Path, StringComparison.Ordinal));
                request.Headers.TryAddWithoutValidation(
                    "Cookie",
                    string.Join("; ", sent.Select(cookie => $"{cookie.Key.Name}={cookie.Value}"))
                );
            }

            var answer = await http.SendAsync(request);
            foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
            {
                Keep(set);
            }

            return answer;
        }
    }

    private void Keep(string set)
    {
        var parts = set.Split("; ");
        var (name, value) = (
            parts[0][..parts[0].IndexOf('=', StringComparison.Ordinal)],
            parts[0][(parts[0].IndexOf('=', StringComparison.Ordinal) + 1)..]
        );
        var path = parts.FirstOrDefault(p => p.StartsWith("path=", StringComparison.OrdinalIgnoreCase))?["path=".Length..] ?? "/";
        lock (cookies)
        {
            if (value.Length == 0)
            {
                cookies.Remove((path, name));
            }
            else
            {
                cookies[(path, name)] = value;
            }
        }
    }

    private static Uri Location(HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode}");
        return answer.Headers.Location ?? throw new InvalidOperationException("A redirect without an address.");
    }

    private static string Attribute(string input, string name) =>
        Regex.Match(input, $"{name}=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

    [GeneratedRegex("<input[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Input();
}
