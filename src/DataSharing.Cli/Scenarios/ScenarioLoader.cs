using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace DataSharing.Cli.Scenarios;

/// <summary>
/// Plays a scenario against the real API. Each creating request carries an Idempotency-Key made from the scenario's and the step's names, so
/// that loading again, or going on after a stop half-way, finds what is there and changes nothing.
/// </summary>
internal sealed class ScenarioLoader(HttpClient platform, DevelopmentIssuer issuer, TextWriter progress)
{
    private const int LanesAtOnce = 16;

    // Lanes together ask for more than one person may in a second, and wait for one another.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly StepAnswers answers = new();

    public async Task<LoadOutcome> LoadAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        var done = 0;
        foreach (var stage in scenario.Stages)
        {
            var lanes = stage.Steps.GroupBy(step => step.Lane ?? "", StringComparer.Ordinal).ToArray();
            var stopped =
                lanes.Length > 1
                    ? await PlayLanesAsync(stage, lanes, done, scenario.Count, cancellationToken)
                    : await PlayInOrderAsync(stage, done, scenario.Count, cancellationToken);
            if (stopped is not null)
            {
                return stopped;
            }

            done += stage.Steps.Count;
        }

        // In the order of the steps, whichever lane was faster.
        var steps = scenario.Stages.SelectMany(stage => stage.Steps).Select(step => step.Name);
        var ids = steps.Select(name => (name, Id: answers.IdOf(name)));
        return new LoadOutcome.Loaded([.. ids.Where(pair => pair.Id is not null).Select(pair => $"{pair.name} {pair.Id}")]);
    }

    private async Task<LoadOutcome.Stopped?> PlayInOrderAsync(ScenarioStage stage, int done, int count, CancellationToken cancellationToken)
    {
        foreach (var (number, step) in stage.Steps.Index())
        {
            await progress.WriteAsync($"  {done + number + 1}/{count} {step.Name} ... ");
            var stopped = await PlayAsync(stage.Scenario, step, cancellationToken);
            await progress.WriteLineAsync(stopped is null ? "ok" : "failed");
            if (stopped is not null)
            {
                return stopped;
            }
        }

        return null;
    }

    private async Task<LoadOutcome.Stopped?> PlayLanesAsync(
        ScenarioStage stage,
        IReadOnlyList<IGrouping<string, ScenarioStep>> lanes,
        int done,
        int count,
        CancellationToken cancellationToken
    )
    {
        await progress.WriteAsync($"  {done + stage.Steps.Count}/{count} {stage.File}, {lanes.Count} at once as far as may be ... ");
        LoadOutcome.Stopped? first = null;
        await Parallel.ForEachAsync(
            lanes,
            new ParallelOptions { MaxDegreeOfParallelism = LanesAtOnce, CancellationToken = cancellationToken },
            async (lane, cancellation) =>
            {
                foreach (var step in lane.TakeWhile(_ => first is null))
                {
                    if (await PlayAsync(stage.Scenario, step, cancellation) is { } stopped)
                    {
                        first ??= stopped;
                        return;
                    }
                }
            }
        );
        await progress.WriteLineAsync(first is null ? "ok" : "failed");
        return first;
    }

    private async Task<LoadOutcome.Stopped?> PlayAsync(string scenario, ScenarioStep step, CancellationToken cancellationToken)
    {
        if (await issuer.TokenAsync(step.As, cancellationToken) is not TokenOutcome.Issued token)
        {
            return new LoadOutcome.Stopped(step.Name, $"the issuer knows nobody called '{step.As}'.");
        }

        if (step.DoneWhen is { } done && await IsDoneAsync(step, done, token, cancellationToken))
        {
            return null;
        }

        string? version = step.IfMatch is { } known ? $"\"{answers.Resolve(known)}\"" : null;
        if (step.IfMatchFrom is { } path)
        {
            using var current = await SendAsync(() => Request(HttpMethod.Get, path, step, token), TimeSpan.Zero, cancellationToken);
            version = current.Headers.ETag?.ToString();
            if (version is null)
            {
                return new LoadOutcome.Stopped(step.Name, $"GET {path} gave no ETag (HTTP {(int)current.StatusCode}).");
            }
        }

        var patience = TimeSpan.FromSeconds(step.SettlesWithinSeconds);
        using var answer = await SendAsync(() => Change(scenario, step, token, version), patience, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return new LoadOutcome.Stopped(step.Name, Explain((int)answer.StatusCode, text));
        }

        answers.Remember(step.Name, text, answer.Headers.ETag);
        return null;
    }

    private async Task<bool> IsDoneAsync(ScenarioStep step, DoneWhen done, TokenOutcome.Issued token, CancellationToken cancellationToken)
    {
        if (done is not { Get: { } path, Member: { } member })
        {
            return string.Equals(answers.Resolve(done.Value ?? ""), done.Is, StringComparison.Ordinal);
        }

        using var answer = await SendAsync(() => Request(HttpMethod.Get, path, step, token), TimeSpan.Zero, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return false;
        }

        var at = answers.Resolve(member);
        var isDone =
            done.Lacks is { } missing
                ? StepAnswers.Node(text, at) is JsonArray list
                    && list.All(item => !string.Equals(item?.ToString(), missing, StringComparison.Ordinal))
            : done.IsNot is { } before ? StepAnswers.Member(text, at) is { } now && !string.Equals(now, before, StringComparison.Ordinal)
            : string.Equals(StepAnswers.Member(text, at), done.Is, StringComparison.Ordinal);
        if (isDone)
        {
            // What the platform says now stands in for what the step was answered when it was played.
            answers.Remember(step.Name, text, answer.Headers.ETag);
        }

        return isDone;
    }

    /// <summary>Waits and asks again when the platform says when (429, 503), and while "not found" may only mean "not yet".</summary>
    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, TimeSpan patience, CancellationToken cancellationToken)
    {
        var waited = TimeSpan.Zero;
        while (true)
        {
            using var request = make();
            var answer = await platform.SendAsync(request, cancellationToken);
            var wait =
                answer.StatusCode == HttpStatusCode.NotFound && waited < patience
                    ? TimeSpan.FromMilliseconds(250)
                    : answer.Headers.RetryAfter?.Delta;
            if (wait is not { } delay || waited > patience + LongestWait)
            {
                return answer;
            }

            answer.Dispose();
            await Task.Delay(delay, cancellationToken);
            waited += delay;
        }
    }

    private HttpRequestMessage Change(string scenario, ScenarioStep step, TokenOutcome.Issued token, string? version)
    {
        var (method, path) = step.Put is { } put ? (HttpMethod.Put, put) : (HttpMethod.Post, step.Post ?? "/");
        var request = Request(method, path, step, token);
        request.Headers.Add("Idempotency-Key", $"scenario:{scenario}:{step.Name}");
        if (version is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", version);
        }

        if (step.Body is { } body)
        {
            request.Content = new StringContent(answers.Resolve(body.ToJsonString()), Encoding.UTF8, "application/json");
        }

        return request;
    }

    private HttpRequestMessage Request(HttpMethod method, string path, ScenarioStep step, TokenOutcome.Issued token)
    {
        var request = new HttpRequestMessage(method, answers.Resolve(path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.AccessToken);
        foreach (var (name, value) in step.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            // What is not ASCII travels percent-encoded, as the platform's headers take it (RFC 8187).
            request.Headers.Add(
                name,
                value.All(char.IsAscii) && !value.Contains('%', StringComparison.Ordinal) ? value : Uri.EscapeDataString(value)
            );
        }

        return request;
    }

    private static string Explain(int status, string text)
    {
        var type = StepAnswers.Member(text, "type") ?? "no problem type";
        var detail = StepAnswers.Member(text, "detail") ?? StepAnswers.Member(text, "title") ?? "";
        var place = StepAnswers.Member(text, "pointer") ?? StepAnswers.Member(text, "header");
        var advice = status == 422 ? " The store holds an earlier form of this scenario: begin again with ./run --fresh." : "";
        return $"HTTP {status} ({type}{(place is null ? "" : $", {place}")}): {detail}{advice}".TrimEnd();
    }
}
