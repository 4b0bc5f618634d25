using Xunit;

namespace DataSharing.Cli.Tests.Scenarios;

/// <summary>Lanes, parts, PUT steps and a scenario on top of another.</summary>
public sealed class ScenarioLanesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("datasharing-scenario-").FullName;

    [Fact]
    public async Task Load_Lanes_KeepTheOrderWithinEachAndAreDoneBeforeTheNextFile()
    {
        Write("scenario.json", """{"name":"wide","title":"Wide","files":["wide.json","after.json"]}""");
        Write(
            "wide.json",
            $"[{string.Join(',', Enumerable.Range(0, 40).Select(i => $$"""{"name":"s{{i}}","as":"amira","post":"/api/l{{i % 8}}/{{i / 8}}","body":{},"lane":"l{{i % 8}}"}"""))}]"
        );
        Write("after.json", """[{"name":"last","as":"amira","post":"/api/last/${s39}","body":{}}]""");
        await using var platform = await StandIn.StartAsync(request => new Answer(201, """{"id":"made"}"""));

        Assert.Equal(0, (await LoadAsync(platform)).ExitCode);

        var lines = platform.Requests.Select(r => r.Line).ToArray();
        Assert.Equal(41, lines.Length);
        Assert.Equal("POST /api/last/made", lines[^1]);
        for (var lane = 0; lane < 8; lane++)
        {
            var own = lines.Where(l => l.StartsWith($"POST /api/l{lane}/", StringComparison.Ordinal));
            Assert.Equal(Enumerable.Range(0, 5).Select(i => $"POST /api/l{lane}/{i}"), own);
        }
    }

    [Fact]
    public async Task Load_OneLaneRefused_StopsTheLoadAndSaysWhichStep()
    {
        Write("scenario.json", """{"name":"wide","title":"Wide","files":["wide.json","after.json"]}""");
        Write(
            "wide.json",
            """[{"name":"good","as":"amira","post":"/api/good","body":{},"lane":"a"},{"name":"bad","as":"amira","post":"/api/bad","body":{},"lane":"b"}]"""
        );
        Write("after.json", """[{"name":"last","as":"amira","post":"/api/last","body":{}}]""");
        await using var platform = await StandIn.StartAsync(request =>
            request.Line.EndsWith("bad", StringComparison.Ordinal) ? new Answer(404, "{}") : new Answer(201, "{}")
        );

        var result = await LoadAsync(platform);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("'bad'", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(platform.Requests, r => r.Line.EndsWith("last", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Load_PutStep_SendsTheEtagOfAnEarlierAnswer()
    {
        Write("scenario.json", """{"name":"put","title":"Put","files":["a.json"]}""");
        Write(
            "a.json",
            """[{"name":"made","as":"amira","post":"/api/x","body":{}},{"name":"changed","as":"amira","put":"/api/x/1","ifMatch":"${made.etag}","body":{"was":"${made.list.id=b.version}"}}]"""
        );
        await using var platform = await StandIn.StartAsync(_ => new Answer(
            201,
            """{"list":[{"id":"a","version":"v1"},{"id":"b","version":"v2"}]}""",
            "\"v9\""
        ));

        Assert.Equal(0, (await LoadAsync(platform)).ExitCode);

        Assert.Equal(
            ("PUT /api/x/1", "\"v9\"", """{"was":"v2"}"""),
            (platform.Requests[1].Line, platform.Requests[1].IfMatch, platform.Requests[1].Body)
        );
    }

    [Fact]
    public async Task Load_Part_PlaysThoseFilesAloneAndAnUnknownOneIsRefused()
    {
        Write("scenario.json", """{"name":"parts","title":"Parts","files":["a.json","b.json"],"parts":{"small":["a.json"]}}""");
        Write("a.json", """[{"name":"a","as":"amira","post":"/api/a","body":{}}]""");
        Write("b.json", """[{"name":"b","as":"amira","post":"/api/b","body":{}}]""");
        await using var platform = await StandIn.StartAsync(_ => new Answer(201, "{}"));

        Assert.Equal(0, (await LoadAsync(platform, "--part", "small")).ExitCode);
        Assert.Equal("POST /api/a", Assert.Single(platform.Requests).Line);
        Assert.NotEqual(0, (await LoadAsync(platform, "--part", "none")).ExitCode);
    }

    [Fact]
    public async Task Generate_SameScaleAndSeed_WritesTheSameAndAnotherSeedDoesNot()
    {
        var files = new[] { "subjects.json", "tactics.json", "meetings.json" };
        foreach (var (name, seed) in new[] { ("one", "5"), ("two", "5"), ("three", "6") })
        {
            var made = await Command.RunAsync(
                "scenario",
                "generate",
                "--scale",
                "11",
                "--seed",
                seed,
                "--out",
                Path.Combine(folder, name),
                "--base",
                folder
            );
            Assert.Equal((0, ""), (made.ExitCode, made.Error));
        }

        string Read(string name, string file) => File.ReadAllText(Path.Combine(folder, name, file));
        Assert.All(files, file => Assert.Equal(Read("one", file), Read("two", file)));
        Assert.NotEqual(Read("one", "subjects.json"), Read("three", "subjects.json"));
        using var subjects = System.Text.Json.JsonDocument.Parse(Read("one", "subjects.json"));
        Assert.Equal(11 * 11, subjects.RootElement.GetArrayLength());
        using var tactics = System.Text.Json.JsonDocument.Parse(Read("one", "tactics.json"));
        Assert.Equal(
            11 * 12,
            tactics.RootElement.EnumerateArray().Count(s => s.TryGetProperty("post", out var p) && p.GetString() == "/api/deployments")
        );
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    public async Task Generate_ScaleOutOfBounds_IsRefused(string scale)
    {
        var refused = await Command.RunAsync("scenario", "generate", "--scale", scale, "--out", Path.Combine(folder, "x"));
        Assert.NotEqual(0, refused.ExitCode);
        Assert.False(Directory.Exists(Path.Combine(folder, "x")));
    }

    [Fact]
    public async Task Load_OnTopOfAnother_PlaysItsPartFirstUnderItsOwnName()
    {
        Directory.CreateDirectory(Path.Combine(folder, "below"));
        Write("below/scenario.json", """{"name":"below","title":"Below","files":["a.json","b.json"],"parts":{"small":["a.json"]}}""");
        Write("below/a.json", """[{"name":"a","as":"amira","post":"/api/a","body":{}}]""");
        Write("scenario.json", """{"name":"above","title":"Above","files":["c.json"],"base":{"folder":"below","part":"small"}}""");
        Write("c.json", """[{"name":"c","as":"amira","post":"/api/c/${a}","body":{}}]""");
        await using var platform = await StandIn.StartAsync(_ => new Answer(201, """{"id":"x"}"""));

        Assert.Equal(0, (await LoadAsync(platform)).ExitCode);

        Assert.Equal(["scenario:below:a", "scenario:above:c"], platform.Requests.Select(r => r.IdempotencyKey));
        Assert.Equal("POST /api/c/x", platform.Requests[1].Line);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    private Task<CommandResult> LoadAsync(StandIn platform, params string[] more) =>
        Command.RunAsync(["scenario", "load", "--file", folder, "--api", platform.Address, "--issuer", platform.Address, .. more]);
}
