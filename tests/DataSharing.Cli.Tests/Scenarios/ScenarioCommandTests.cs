using Xunit;

namespace DataSharing.Cli.Tests.Scenarios;

public sealed class ScenarioCommandTests : IDisposable
{
    private const string Manifest = """{"name":"small","title":"A small one","files":["steps.json"]}""";

    private readonly string folder = Directory.CreateTempSubdirectory("datasharing-scenario-").FullName;

    [Fact]
    public async Task Load_Twice_SendsTheSameKeysAndResolvesIds()
    {
        Write(
            """
            [{"name":"people/a","as":"amira","post":"/api/subjects","body":{"kind":"person"}},
             {"name":"sent","as":"ben","post":"/api/subjects/${people/a}/notes","body":{"about":"${people/a}"}}]
            """
        );
        await using var platform = await StandIn.StartAsync(request => new Answer(
            201,
            $$"""{"id":"id-{{request.IdempotencyKey.Length}}"}"""
        ));

        Assert.Equal(0, (await LoadAsync(platform, "--ids", Path.Combine(folder, "ids"))).ExitCode);
        Assert.Equal(0, (await LoadAsync(platform)).ExitCode);

        Assert.Equal(4, platform.Requests.Count);
        Assert.Equal(platform.Requests.Take(2), platform.Requests.Skip(2));
        Assert.Equal(
            ("POST /api/subjects", "Bearer token-of-amira", "scenario:small:people/a"),
            (platform.Requests[0].Line, platform.Requests[0].Authorization, platform.Requests[0].IdempotencyKey)
        );
        Assert.Equal(("POST /api/subjects/id-23/notes", """{"about":"id-23"}"""), (platform.Requests[1].Line, platform.Requests[1].Body));
        Assert.Equal(["people/a id-23", "sent id-19"], await File.ReadAllLinesAsync(Path.Combine(folder, "ids")));
    }

    [Fact]
    public async Task Load_StepOfAChange_SendsTheVersionItRead()
    {
        Write("""[{"name":"confirm","as":"piers","post":"/api/g/1/confirmation","ifMatchFrom":"/api/g/1"}]""");
        await using var platform = await StandIn.StartAsync(request =>
            request.Line.StartsWith("GET", StringComparison.Ordinal) ? new Answer(200, "{}", "\"v7\"") : new Answer(200, "{}")
        );

        Assert.Equal(0, (await LoadAsync(platform)).ExitCode);

        Assert.Equal("\"v7\"", Assert.Single(platform.Requests, request => request.Line == "POST /api/g/1/confirmation").IfMatch);
    }

    [Theory]
    [InlineData("proposed", "POST /api/g, POST /api/g/g1/confirmation")]
    [InlineData("confirmed", "POST /api/g")]
    public async Task Load_EarlierAnswer_GivesVersionAndWhetherItIsDone(string status, string lines)
    {
        Write(
            """
            [{"name":"grant","as":"olwen","post":"/api/g","body":{}},
             {"name":"confirm","as":"piers","post":"/api/g/${grant}/confirmation","ifMatch":"${grant.version}","doneWhen":{"value":"${grant.status}","is":"confirmed"}}]
            """
        );
        await using var platform = await StandIn.StartAsync(_ => new Answer(201, $$"""{"id":"g1","version":"v3","status":"{{status}}"}"""));

        Assert.Equal(0, (await LoadAsync(platform)).ExitCode);

        Assert.Equal(lines, string.Join(", ", platform.Requests.Select(request => request.Line)));
        Assert.All(platform.Requests.Skip(1), request => Assert.Equal("\"v3\"", request.IfMatch));
    }

    [Theory]
    [InlineData("in-force", 1)]
    [InlineData("signed", 2)]
    public async Task Load_StepDoneBefore_IsLeftOut(string status, int requests)
    {
        Write(
            """[{"name":"activate","as":"olwen","post":"/api/a/activation","doneWhen":{"get":"/api/a","member":"version.status","is":"in-force"}}]"""
        );
        await using var platform = await StandIn.StartAsync(_ => new Answer(200, $$$"""{"version":{"status":"{{{status}}}"}}"""));

        Assert.Equal(0, (await LoadAsync(platform)).ExitCode);

        Assert.Equal(requests, platform.Requests.Count);
    }

    [Theory]
    [InlineData("""["police"]""", 1)]
    [InlineData("""["council","police"]""", 2)]
    [InlineData("null", 2)]
    public async Task Load_PartyHasSigned_IsNotAskedToSignAgain(string unsigned, int requests)
    {
        Write(
            """[{"name":"sign","as":"rhys","post":"/api/a/signatures","doneWhen":{"get":"/api/a","member":"unsigned","lacks":"council"}}]"""
        );
        await using var platform = await StandIn.StartAsync(_ => new Answer(200, $$$"""{"unsigned":{{{unsigned}}}}"""));

        Assert.Equal(0, (await LoadAsync(platform)).ExitCode);

        Assert.Equal(requests, platform.Requests.Count);
    }

    [Fact]
    public async Task Load_StepRefused_StopsThereAndSaysWhy()
    {
        Write("""[{"name":"first","as":"amira","post":"/api/x","body":{}},{"name":"second","as":"amira","post":"/api/y","body":{}}]""");
        await using var platform = await StandIn.StartAsync(_ => new Answer(
            403,
            """{"type":"urn:datasharing:problem:sharing-refused","title":"Refused","detail":"No rule permits it.","pointer":"/categories/0"}"""
        ));

        var result = await LoadAsync(platform);

        Assert.Equal(1, result.ExitCode);
        Assert.Single(platform.Requests);
        foreach (var part in (string[])["'first'", "403", "sharing-refused", "/categories/0", "No rule permits it."])
        {
            Assert.Contains(part, result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Load_PlatformBusyThenNotThereYet_AsksAgain()
    {
        Write("""[{"name":"first","as":"amira","post":"/api/x","body":{},"settlesWithinSeconds":5}]""");
        var replies = new Queue<Answer>([new Answer(503, RetryAfter: "1"), new Answer(404, "{}"), new Answer(201, "{}")]);
        await using var platform = await StandIn.StartAsync(_ => replies.Dequeue());

        Assert.Equal(0, (await LoadAsync(platform)).ExitCode);

        Assert.Equal(3, platform.Requests.Count);
        Assert.Single(platform.Requests.Select(request => request.IdempotencyKey).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Load_AnEarlierFormWasLoaded_AdvisesToBeginAgain()
    {
        Write("""[{"name":"first","as":"amira","post":"/api/x","body":{}}]""");
        await using var platform = await StandIn.StartAsync(_ => new Answer(
            422,
            """{"type":"urn:datasharing:problem:idempotency-key-reused"}"""
        ));

        var result = await LoadAsync(platform);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("--fresh", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"name":"a","as":"amira","post":"/x","bodi":{}}]""", "steps.json")]
    [InlineData("""[{"name":"a","as":"amira","post":"/x"},{"name":"a","as":"amira","post":"/x"}]""", "'a'")]
    [InlineData("""[{"name":"a","as":"amira","post":"/x/${b}"}]""", "'${b}'")]
    [InlineData("""[{"name":"a","as":"amira","post":"/x","bodyFile":"gone.json"}]""", "gone.json")]
    [InlineData("not json", "steps.json")]
    public async Task Load_UnusableFile_IsNoAnswerAndNamesThePlace(string steps, string named)
    {
        Write(steps);
        await using var platform = await StandIn.StartAsync(_ => new Answer(201, "{}"));

        var result = await LoadAsync(platform);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_Eastmere_IsWellFormedThroughout()
    {
        await using var platform = await StandIn.StartAsync(_ => new Answer(
            201,
            """{"id":"00000000-0000-8000-8000-000000000000","contentHash":"00","version":"1","status":"proposed"}""",
            "\"1\""
        ));

        var result = await Command.RunAsync(
            "scenario",
            "load",
            "--api",
            platform.Address,
            "--issuer",
            platform.Address,
            "--file",
            Command.EastmereFolder
        );

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var keys = platform.Requests.Select(request => request.IdempotencyKey).Where(key => key.Length > 0).ToList();
        Assert.Equal(keys.Count, keys.Distinct(StringComparer.Ordinal).Count());
        Assert.All(keys, key => Assert.InRange(key.Length, 8, 200));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Write(string steps)
    {
        File.WriteAllText(Path.Combine(folder, "scenario.json"), Manifest);
        File.WriteAllText(Path.Combine(folder, "steps.json"), steps);
    }

    private Task<CommandResult> LoadAsync(StandIn platform, params string[] more) =>
        Command.RunAsync(["scenario", "load", "--api", platform.Address, "--issuer", platform.Address, "--file", folder, .. more]);
}
