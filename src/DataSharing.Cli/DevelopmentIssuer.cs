using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace DataSharing.Cli;

/// <summary>Asks the development issuer for tokens of demo people.</summary>
internal sealed class DevelopmentIssuer(HttpClient http)
{
    private readonly ConcurrentDictionary<string, string> issued = new(StringComparer.Ordinal);

    /// <summary>A delegated token, remembered for the life of this object: a command runs for seconds, a token lives for minutes.</summary>
    public async Task<TokenOutcome> TokenAsync(string person, CancellationToken cancellationToken)
    {
        if (issued.TryGetValue(person, out var known))
        {
            return new TokenOutcome.Issued(known);
        }

        using var answer = await http.PostAsJsonAsync("dev/token", new JsonObject { ["user"] = person }, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return new TokenOutcome.Refused(
                $"the issuer gave no token for '{person}' (HTTP {(int)answer.StatusCode}): is that a demo person?"
            );
        }

        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        if (body?["access_token"]?.GetValue<string>() is not { Length: > 0 } token)
        {
            return new TokenOutcome.Refused("the issuer's answer holds no access_token: is that address the development issuer's?");
        }

        issued[person] = token;
        return new TokenOutcome.Issued(token);
    }
}

/// <summary>What the issuer answered.</summary>
internal abstract record TokenOutcome
{
    private TokenOutcome() { }

    public sealed record Issued(string AccessToken) : TokenOutcome
    {
        // A token is a credential: printing it is the caller's explicit choice, never a format string's.
        public override string ToString() => "Issued(redacted)";
    }

    public sealed record Refused(string Reason) : TokenOutcome;
}
