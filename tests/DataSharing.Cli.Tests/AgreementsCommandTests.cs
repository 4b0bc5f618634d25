using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.Cli.Tests;

public sealed class AgreementsCommandTests : IDisposable
{
    private static readonly string Pointer = Path.Combine(Command.Root, "examples/agreements/hospital-pointer.json");

    private readonly string folder = Directory.CreateTempSubdirectory("datasharing-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Check_WorkedExamples_AreSound()
    {
        var files = Directory.GetFiles(Path.Combine(Command.Root, "examples/agreements"), "*.json");
        var result = await Command.RunAsync(["agreements", "check", .. files, "--on", "2026-11-23"]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal(files.Length, result.Output.Split(": sound (").Length - 1);
        Assert.Contains("commencement unknown", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Defective_SaysWhereWhyAndBySource()
    {
        var json = JsonNode.Parse(await File.ReadAllTextAsync(Pointer))?.AsObject() ?? [];
        _ = json.Remove("dpia");
        var file = Write("defective.json", json.ToJsonString());

        var plain = await Command.RunAsync("agreements", "check", file, Pointer, "--on", "2026-11-23");
        Assert.Equal(1, plain.ExitCode);
        Assert.Contains("refuses   dpia-missing /dpia", plain.Output, StringComparison.Ordinal);
        Assert.Contains("UK GDPR, Art 35(1)", plain.Output, StringComparison.Ordinal);

        var told = await Command.RunAsync("agreements", "check", file, Pointer, "--on", "2026-11-23", "--json");
        Assert.Equal(1, told.ExitCode);
        using var answer = JsonDocument.Parse(told.Output);
        var files = answer.RootElement.GetProperty("files");
        Assert.Equal(["refused", "sound"], files.EnumerateArray().Select(f => f.GetProperty("result").GetString()));
        var finding = files[0].GetProperty("findings").EnumerateArray().First(f => f.GetProperty("severity").GetString() == "refuses");
        Assert.Equal("dpia-missing", finding.GetProperty("code").GetString());
        Assert.Equal("secondary", finding.GetProperty("source").GetProperty("certainty").GetString());
    }

    [Fact]
    public async Task Check_WhatNobodyCanRead_IsTwo()
    {
        var absent = await Command.RunAsync("agreements", "check", Path.Combine(folder, "absent.json"));
        Assert.Equal(2, absent.ExitCode);
        var nonsense = await Command.RunAsync("agreements", "check", Write("nonsense.json", "{"), Pointer);
        Assert.Equal(2, nonsense.ExitCode);
        Assert.Contains("cannot be read", nonsense.Output, StringComparison.Ordinal);
        var noLaw = await Command.RunAsync("agreements", "check", Pointer, "--law", Write("law.json", "{}"));
        Assert.Equal(2, noLaw.ExitCode);
        var noDay = await Command.RunAsync("agreements", "check", Pointer, "--on", "soon");
        Assert.Equal(2, noDay.ExitCode);
    }

    [Fact]
    public async Task Check_FaultOfForm_IsOne()
    {
        var text = (await File.ReadAllTextAsync(Pointer)).Replace("\"governance\"", "\"surprise\"", StringComparison.Ordinal);
        var result = await Command.RunAsync("agreements", "check", Write("form.json", text));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("unknown-member /surprise", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_SameAndOther_SaysByExitCodeAndInWords()
    {
        var same = await Command.RunAsync("agreements", "compare", Pointer, Pointer);
        Assert.Equal((0, "Nothing differs in what they permit and forbid.\n"), (same.ExitCode, same.Output.ReplaceLineEndings("\n")));

        var json = JsonNode.Parse(await File.ReadAllTextAsync(Pointer))?.AsObject() ?? [];
        json["permissions"]?[0]?.AsObject()["release"] = "manual";
        var other = Write("other.json", json.ToJsonString());
        var plain = await Command.RunAsync("agreements", "compare", Pointer, other);
        Assert.Equal(1, plain.ExitCode);
        Assert.Contains(
            "Release: a person of the disclosing agency looks first, before: automatic.",
            plain.Output,
            StringComparison.Ordinal
        );
        var told = await Command.RunAsync("agreements", "compare", Pointer, other, "--json");
        Assert.Equal(1, told.ExitCode);
        using var answer = JsonDocument.Parse(told.Output);
        Assert.False(answer.RootElement.GetProperty("same").GetBoolean());
        Assert.All(
            answer.RootElement.GetProperty("sharing").EnumerateArray(),
            c => Assert.Equal("other-terms", c.GetProperty("change").GetString())
        );

        var nonsense = await Command.RunAsync("agreements", "compare", Pointer, Write("nonsense.json", "{"));
        Assert.Equal(2, nonsense.ExitCode);
        Assert.Contains("malformed-json", nonsense.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analyse_RuleTwice_IsAFaultAndTheExamplesHaveNone()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Command.Root, "examples/agreements"), "*.json"))
        {
            var sound = await Command.RunAsync("agreements", "analyse", file);
            Assert.True(sound.ExitCode == 0, file + sound.Output + sound.Error);
        }

        var json = JsonNode.Parse(await File.ReadAllTextAsync(Pointer))?.AsObject() ?? [];
        var copy = json["permissions"]?[0]?.DeepClone().AsObject() ?? [];
        copy["id"] = "again";
        (json["permissions"] as JsonArray)?.Add((JsonNode)copy);
        var twice = Write("twice.json", json.ToJsonString());
        var plain = await Command.RunAsync("agreements", "analyse", twice);
        Assert.Equal(1, plain.ExitCode);
        Assert.Contains("fault  redundant /permissions/0", plain.Output, StringComparison.Ordinal);
        var told = await Command.RunAsync("agreements", "analyse", twice, "--json");
        using var answer = JsonDocument.Parse(told.Output);
        Assert.Contains(
            "again",
            answer.RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString())
        );
        Assert.Equal(2, (await Command.RunAsync("agreements", "analyse", Path.Combine(folder, "absent.json"))).ExitCode);
    }

    [Fact]
    public async Task AnalyseAndCompare_RulesThatOverlapInTooManyWays_AreTwoAndSayWhy()
    {
        var tangled = Write("tangled.json", TangledAgreement.Of("tangled", "council", "police", "licensing", "trust").ToJsonString());
        Assert.Equal(0, (await Command.RunAsync("agreements", "check", tangled)).ExitCode);
        foreach (var asked in new string[][] { ["analyse", tangled], ["analyse", tangled, "--json"], ["compare", Pointer, tangled] })
        {
            var told = await Command.RunAsync(["agreements", .. asked]);
            Assert.Equal((2, ""), (told.ExitCode, told.Output));
            Assert.Contains("overlap in more ways than can be worked out", told.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Simulate_DraftWithoutARule_SaysWhatWouldBeRefusedAndAboutHowMany()
    {
        var json = JsonNode.Parse(await File.ReadAllTextAsync(Pointer))?.AsObject() ?? [];
        var rule = json["permissions"]?[0] ?? throw new InvalidOperationException();
        string Case(string subject) =>
            new JsonObject
            {
                ["subject"] = subject,
                ["input"] = new JsonObject
                {
                    ["at"] = "2026-11-20T09:00:00.0000000Z",
                    ["categories"] = new JsonArray(rule["categories"]?[0]?.DeepClone()),
                    ["data"] = new JsonObject(),
                    ["evaluator"] = "2",
                    ["flags"] = new JsonObject(),
                    ["age"] = new JsonArray(9, 9),
                    ["from"] = rule["from"]?[0]?.DeepClone(),
                    ["inForce"] = "00",
                    ["mode"] = rule["mode"]?.DeepClone(),
                    ["purpose"] = rule["purposes"]?[0]?.DeepClone(),
                    ["subjectKind"] = "person",
                    ["to"] = rule["to"]?[0]?.DeepClone(),
                },
            }.ToJsonString();
        var decisions = Write("decisions.jsonl", $"{Case("a")}\n{Case("a")}\n{Case("b")}\n");
        var same = await Command.RunAsync("agreements", "simulate", Pointer, "--decisions", decisions, "--in-force", Pointer);
        Assert.Equal((0, "0 of 3 decisions would change, about 0 subjects."), (same.ExitCode, same.Output.Trim()));

        json["version"] = 2;
        rule["mode"] = "content";
        var draft = Write("draft.json", json.ToJsonString());
        var told = await Command.RunAsync("agreements", "simulate", draft, "--decisions", decisions, "--in-force", Pointer, "--json");
        Assert.True(told.ExitCode == 1, told.Output + told.Error);
        using var answer = JsonDocument.Parse(told.Output);
        var change = Assert.Single(answer.RootElement.GetProperty("changes").EnumerateArray());
        Assert.Equal(
            ("permit-to-refuse", 3, 2),
            (change.GetProperty("change").GetString(), change.GetProperty("decisions").GetInt32(), change.GetProperty("people").GetInt32())
        );
        var nonsense = Write("nonsense.jsonl", "{}\n");
        var refused = await Command.RunAsync("agreements", "simulate", draft, "--decisions", nonsense, "--in-force", Pointer);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("line 1 is not a decision", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_WritesThePage()
    {
        var page = Path.Combine(folder, "pointer.html");
        var result = await Command.RunAsync("agreements", "render", Pointer, "--to", page);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var html = await File.ReadAllTextAsync(page);
        Assert.Contains("id=\"rule-record-is-held\"", html, StringComparison.Ordinal);
        Assert.Contains("@media print", html, StringComparison.Ordinal);
        var refused = await Command.RunAsync("agreements", "render", Write("nonsense.json", "{"), "--to", page);
        Assert.Equal(2, refused.ExitCode);
    }

    [Fact]
    public async Task Odrl_PrintsThePolicy()
    {
        var result = await Command.RunAsync("agreements", "odrl", Pointer);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        using var policy = JsonDocument.Parse(result.Output);
        Assert.Equal("odrl:Agreement", policy.RootElement.GetProperty("@type").GetString());
        Assert.NotEmpty(policy.RootElement.GetProperty("permission").EnumerateArray());
        Assert.Equal(2, (await Command.RunAsync("agreements", "odrl", Write("nonsense.json", "{"))).ExitCode);
        Assert.Equal(1, (await Command.RunAsync("agreements", "odrl", Write("faulty.json", "{\"format\":1}"))).ExitCode);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
