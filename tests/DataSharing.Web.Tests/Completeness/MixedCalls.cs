using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Completeness;

/// <summary>
/// Practitioners, officers, administrators and strangers who call at random, and a note of each answer. The notes know nothing of how the platform
/// works: what must be in the log is told from what was sent and what came back.
/// </summary>
internal sealed partial class MixedCalls(Eastmere eastmere, int seed)
{
    private static readonly string[] People = ["aisha-penrow", "kofi-larkmoor", "ellie-marsh-vane", "dorian-sleight"];
    private static readonly string[] Council = ["amira", "nia", "ffion", "idris"];
    private static readonly string[] Police = ["ben", "marcus"];
    private static readonly string[] Officers = ["joan", "kath", "una", "greta"];
    private static readonly HashSet<string> None = new(StringComparer.Ordinal);

    private readonly ConcurrentBag<Answered> answers = [];
    private readonly ConcurrentDictionary<string, string> disclosures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> subjects = new(
        People.Select(name => KeyValuePair.Create(eastmere.Id(name), (byte)0)),
        StringComparer.Ordinal
    );
    private int number;

    public IReadOnlyCollection<Answered> Answers => answers;

    /// <summary>One share and one request, for others to read.</summary>
    public async Task PrepareAsync()
    {
        answers.Add(await DiscloseAsync(new Random(seed), 0, "eastmere-police"));
        answers.Add(await AskAsync(new Random(seed), 0));
    }

    /// <summary>Calls until so many were made.</summary>
    public Task RunAsync(int calls, int callers) =>
        Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(async caller =>
                {
                    // Seeded, so that a run that fails can be had again as far as timing allows.
                    var random = new Random(seed + caller);
                    while (Interlocked.Increment(ref number) is var mine && mine <= calls)
                    {
                        answers.Add(await CallAsync(random, mine));
                    }
                })
        );

    private Task<Answered> CallAsync(Random random, int mine) =>
        random.Next(24) switch
        {
            0 or 1 => DiscloseAsync(random, mine, "eastmere-police"),
            2 => DiscloseAsync(random, mine, "eastmere-licensing"),
            3 or 4 => ReadDisclosureAsync(random, mine),
            5 => ListAsync(random, mine, "disclosure"),
            6 => ListAsync(random, mine, "request"),
            7 => AcknowledgeAsync(random),
            8 or 9 => ReadSubjectAsync(random, mine),
            10 or 11 => SearchAsync(random, mine),
            12 => RegisterAsync(random, mine),
            13 => AskAsync(random, mine),
            14 => ReadRequestAsync(random, mine),
            15 => PreviewAsync(random, mine),
            16 or 17 => InquireAsync(random),
            18 => AdministerAsync(random),
            19 or 20 => BeDeniedAsync(random),
            21 => BeNobodyAsync(random),
            22 => BeRefusedForTheFormAsync(random),
            _ => FurtherListsAsync(random, mine),
        };

    private async Task<Answered> DiscloseAsync(Random random, int mine, string to)
    {
        var (user, subject) = (Pick(random, Council), eastmere.Id(Pick(random, People)));
        var reason = $"Shared by call {mine}";
        var body = new JsonObject
        {
            ["to"] = to,
            ["subjectId"] = subject,
            ["purpose"] = Eastmere.Purpose,
            ["reason"] = reason,
            ["content"] = new JsonObject { ["risk"] = new JsonObject { ["note"] = $"call {mine}" } },
        };
        var key = $"complete-{seed}-{mine:D8}";
        string? stated = reason;
        if (random.Next(3) == 0 && to == "eastmere-police")
        {
            // The same twice: the second is told what the first did, and that is an act, too. The reason stands with the first.
            stated = null;
            using var first = await eastmere.PostAsync(user, "/api/disclosures", body.DeepClone(), key: key);
            answers.Add(await NoteAsync("disclose", user, first, ["disclosure.made"], About(subject), reason: reason));
        }

        using var answer = await eastmere.PostAsync(user, "/api/disclosures", body, key: key);
        if (answer.StatusCode == HttpStatusCode.Created)
        {
            var id = (await Eastmere.JsonAsync(answer)).GetProperty("id").GetString() ?? "";
            disclosures.TryAdd(id, subject);
        }

        string[] acts = answer.StatusCode == HttpStatusCode.Created ? ["disclosure.made", "disclosure.made-again"] : ["disclosure.refused"];
        return await NoteAsync("disclose", user, answer, acts, About(subject), reason: stated);
    }

    private async Task<Answered> ReadDisclosureAsync(Random random, int mine)
    {
        var (id, subject) = Any(random, disclosures);
        var user = Pick(random, [.. Council, .. Police, "colm", "sana"]);
        var reason = $"Read by call {mine}";
        using var answer = await eastmere.GetAsync(user, $"/api/disclosures/{id}", reason: reason);
        string[] acts = answer.StatusCode == HttpStatusCode.Forbidden ? ["disclosure.read-refused"] : ["disclosure.read"];
        return await NoteAsync(
            "read a disclosure",
            user,
            answer,
            acts,
            answer.StatusCode == HttpStatusCode.NotFound ? None : About(subject),
            answer.StatusCode == HttpStatusCode.NotFound ? id : null,
            reason
        );
    }

    private async Task<Answered> AcknowledgeAsync(Random random)
    {
        var (id, subject) = Any(random, disclosures);
        var user = Pick(random, Police);
        using var answer = await eastmere.PostAsync(user, $"/api/disclosures/{id}/acknowledgement", null);
        return answer.StatusCode == HttpStatusCode.NotFound
            ? await NoteAsync("acknowledge", user, answer, ["disclosure.acknowledged"], None, id)
            : await NoteAsync("acknowledge", user, answer, ["disclosure.acknowledged", "disclosure.acknowledged-again"], About(subject));
    }

    private async Task<Answered> ListAsync(Random random, int mine, string kind)
    {
        var user = Pick(random, [.. Council, .. Police, "sana"]);
        var reason = $"Listed by call {mine}";
        var direction = random.Next(2) == 0 ? "sent" : "received";
        using var answer = await eastmere.GetAsync(user, $"/api/{kind}s?direction={direction}", reason: reason);
        var body = await Eastmere.JsonAsync(answer);
        var lines = body.GetProperty("items").GetArrayLength();
        return await NoteAsync(
            $"list {kind}s",
            user,
            answer,
            [$"{kind}.listed"],
            Told(body),
            reason: reason,
            details: ("lines", $"{lines}")
        );
    }

    private async Task<Answered> ReadSubjectAsync(Random random, int mine)
    {
        var id = random.Next(5) == 0 ? Guid.NewGuid().ToString("D") : Any(random, subjects).Key;
        var user = Pick(random, [.. Council, .. Police, "colm"]);
        var reason = $"Looked up by call {mine}";
        using var answer = await eastmere.GetAsync(user, $"/api/subjects/{id}", reason: reason);
        return answer.StatusCode == HttpStatusCode.OK
            ? await NoteAsync("read a subject", user, answer, ["subject.read"], Told(await Eastmere.JsonAsync(answer)), reason: reason)
            : await NoteAsync("read a subject", user, answer, ["subject.read"], None, id, reason);
    }

    private async Task<Answered> SearchAsync(Random random, int mine)
    {
        var user = Pick(random, [.. Council, .. Police]);
        var reason = $"Sought by call {mine}";
        var name = random.Next(3) == 0 ? $"Nobody Such{Letters(mine)}" : Pick(random, ["aisha", "kofi", "ellie", "registered", "Penrow"]);
        var (query, asked) =
            random.Next(4) == 0
                ? (Identifier("nhs-number", "9990000018"), "nhs-number 9990000018")
                : (new JsonObject { ["name"] = name }, name);
        using var answer = await eastmere.WriteAsync(user, "/api/subject-search", query, reason: reason);
        var body = await Eastmere.JsonAsync(answer);
        var found = body.GetProperty("items").GetArrayLength();
        var kind = found == 0 ? "search that finds nothing" : "search that finds";
        return await NoteAsync(kind, user, answer, ["subject.searched"], Told(body), asked, reason, ("lines", $"{found}"));
    }

    private async Task<Answered> RegisterAsync(Random random, int mine)
    {
        var user = Pick(random, Council);
        var body = new JsonObject { ["kind"] = "person", ["name"] = $"Registered {Letters(mine)}" };
        using var answer = await eastmere.PostAsync(user, "/api/subjects", body, key: $"register-{seed}-{mine:D8}");
        var id = (await Eastmere.JsonAsync(answer)).GetProperty("id").GetString() ?? "";
        subjects.TryAdd(id, 0);
        return await NoteAsync("register a subject", user, answer, ["subject.registered"], About(id));
    }

    private async Task<Answered> AskAsync(Random random, int mine)
    {
        var (user, subject) = (Pick(random, Police), eastmere.Id(Pick(random, People)));
        var reason = $"Asked by call {mine}";
        var body = new JsonObject
        {
            ["to"] = "eastmere-council",
            ["subjectId"] = subject,
            ["purpose"] = Eastmere.Purpose,
            ["reason"] = reason,
            ["categories"] = new JsonArray("identity", "risk"),
        };
        using var answer = await eastmere.PostAsync(user, "/api/requests", body, key: $"request-{seed}-{mine:D8}");
        if (answer.StatusCode == HttpStatusCode.Created)
        {
            requests.TryAdd((await Eastmere.JsonAsync(answer)).GetProperty("id").GetString() ?? "", subject);
        }

        return await NoteAsync("ask", user, answer, ["request.made", "request.refused-by-agreement"], About(subject), reason: reason);
    }

    private async Task<Answered> ReadRequestAsync(Random random, int mine)
    {
        var (id, subject) = Any(random, requests);
        var user = Pick(random, [.. Council, .. Police, "colm"]);
        var reason = $"Read by call {mine}";
        using var answer = await eastmere.GetAsync(user, $"/api/requests/{id}", reason: reason);
        var missing = answer.StatusCode == HttpStatusCode.NotFound;
        string[] acts = answer.StatusCode == HttpStatusCode.Forbidden ? ["request.read-refused"] : ["request.read"];
        return await NoteAsync("read a request", user, answer, acts, missing ? None : About(subject), missing ? id : null, reason);
    }

    private async Task<Answered> PreviewAsync(Random random, int mine)
    {
        var (user, subject) = (Pick(random, Council), eastmere.Id(Pick(random, People)));
        var reason = $"Weighed by call {mine}";
        var body = new JsonObject
        {
            ["to"] = Pick(random, ["eastmere-police", "eastmere-licensing"]),
            ["subjectId"] = subject,
            ["purpose"] = Eastmere.Purpose,
            ["reason"] = reason,
            ["categories"] = new JsonArray("risk"),
        };
        using var answer = await eastmere.PostAsync(user, "/api/decisions/preview", body);
        return await NoteAsync("preview", user, answer, ["decision.previewed"], About(subject), reason: reason);
    }

    private static async Task<Answered> NoteAsync(
        string kind,
        string? user,
        HttpResponseMessage answer,
        IReadOnlyList<string> acts,
        IReadOnlySet<string> about,
        string? asked = null,
        string? reason = null,
        (string Name, string Value)? details = null
    )
    {
        if (answer.StatusCode >= HttpStatusCode.InternalServerError)
        {
            throw new InvalidOperationException($"{kind}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        var receipt = answer.Headers.TryGetValues("Audit-Receipt", out var values) ? values.Single() : null;
        return new Answered(kind, user, answer.StatusCode, receipt)
        {
            Acts = acts,
            Subjects = about,
            Asked = asked,
            Reason = reason,
            Details = details is var (name, value)
                ? new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value }
                : new Dictionary<string, string>(StringComparer.Ordinal),
        };
    }

    /// <summary>Every subject that an answer tells of, wherever in it.</summary>
    private HashSet<string> Told(JsonElement answer)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<JsonElement>([answer]);
        while (waiting.TryPop(out var element))
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                    {
                        if (
                            member.Name is "id" or "subjectId"
                            && member.Value.GetString() is { } id
                            && (member.Name == "subjectId" || subjects.ContainsKey(id))
                        )
                        {
                            told.Add(id);
                        }

                        waiting.Push(member.Value);
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray())
                    {
                        waiting.Push(item);
                    }

                    break;
            }
        }

        return told;
    }

    private static HashSet<string> About(string subject) => new(StringComparer.Ordinal) { subject };

    private static JsonObject Identifier(string scheme, string value) =>
        new()
        {
            ["identifier"] = new JsonObject { ["scheme"] = scheme, ["value"] = value },
        };

    /// <summary>A number in letters, as names have no digits.</summary>
    private static string Letters(int number) =>
        string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0')));

    private static string Pick(Random random, string[] values) => values[random.Next(values.Length)];

    private static KeyValuePair<string, T> Any<T>(Random random, ConcurrentDictionary<string, T> known)
        where T : notnull
    {
        var all = known.ToArray();
        return all.Length == 0 ? throw new InvalidOperationException("Nothing is known yet.") : all[random.Next(all.Length)];
    }
}
