using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DataSharing.Cli.Scenarios;

/// <summary>A synthetic partnership: named requests to the platform's API, file after file.</summary>
/// <param name="Stages">In order; each begins when the one before is done.</param>
internal sealed record Scenario(IReadOnlyList<ScenarioStage> Stages)
{
    public int Count => Stages.Sum(stage => stage.Steps.Count);

    /// <param name="folder">Holds <c>scenario.json</c>.</param>
    /// <param name="part">One of the manifest's parts; null: the whole.</param>
    /// <exception cref="UnusableInputException">A file is missing or is not what a scenario needs; the message names it.</exception>
    public static Scenario Read(DirectoryInfo folder, string? part = null)
    {
        var manifest = ReadFile(folder, "scenario.json", ScenarioJson.Default.Manifest);
        var files =
            part is null ? manifest.Files
            : manifest.Parts?.GetValueOrDefault(part) is { } some ? some
            : throw new UnusableInputException($"scenario.json has no part called '{part}'.");
        // A scenario on top of another keeps the other's names, so that it finds what that one has loaded already.
        var stages = manifest.Base is { } below
            ? Read(new DirectoryInfo(Path.Combine(folder.FullName, below.Folder)), below.Part).Stages.ToList()
            : [];
        var names = stages.SelectMany(stage => stage.Steps).Select(step => step.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in files)
        {
            var steps = new List<ScenarioStep>();
            foreach (var step in ReadFile(folder, name, ScenarioJson.Default.ScenarioStepArray))
            {
                if (!names.Add(step.Name))
                {
                    throw new UnusableInputException($"{name}: the step '{step.Name}' is there twice.");
                }

                var body = step.BodyFile is { } file ? ReadFile(folder, file, ScenarioJson.Default.JsonNode) : step.Body;
                steps.Add(step with { Body = body, BodyFile = null });
            }

            stages.Add(new ScenarioStage(manifest.Name, name, steps));
        }

        return new Scenario(stages);
    }

    private static T ReadFile<T>(DirectoryInfo folder, string name, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        var path = Path.Combine(folder.FullName, name);
        if (!File.Exists(path))
        {
            throw new UnusableInputException($"there is no {name} in {folder}.");
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), type) ?? throw new UnusableInputException($"{name} holds nothing.");
        }
        catch (JsonException e)
        {
            throw new UnusableInputException($"{name}: {e.Message}");
        }
    }
}

/// <summary>
/// One POST or PUT. In path and body <c>${step}</c> becomes the id, <c>${step.member}</c> another member and <c>${step.etag}</c> the ETag, without
/// quotes, of an earlier step's answer. In an array a member is named by its place, or as <c>id=value</c>.
/// </summary>
/// <param name="Name">Unique; the Idempotency-Key is made from it, so a second load finds the first one's results.</param>
/// <param name="As">The demo person who does it.</param>
/// <param name="Post">The path of a POST.</param>
/// <param name="Put">The path of a PUT instead.</param>
/// <param name="Body">The JSON body, or null for none.</param>
/// <param name="BodyFile">A file beside this one that holds the body instead.</param>
/// <param name="Headers">Further request headers, such as purpose and reason.</param>
/// <param name="IfMatch">The version to change, without quotes; as a rule a member of an earlier step's answer.</param>
/// <param name="IfMatchFrom">A path whose ETag goes into If-Match instead.</param>
/// <param name="DoneWhen">When this holds, the step has been done before and is left out.</param>
/// <param name="Lane">Steps of one lane follow one another; lanes of a file run at once and know nothing of each other.</param>
/// <param name="SettlesWithinSeconds">How long "not found" may only mean "not yet": what an earlier step made reaches others by events.</param>
internal sealed record ScenarioStep(
    string Name,
    string As,
    string? Post = null,
    string? Put = null,
    JsonNode? Body = null,
    string? BodyFile = null,
    IReadOnlyDictionary<string, string>? Headers = null,
    string? IfMatch = null,
    string? IfMatchFrom = null,
    DoneWhen? DoneWhen = null,
    string? Lane = null,
    int SettlesWithinSeconds = 0
);

/// <summary>Whether a step has been done before: what an earlier answer said, or what the platform says now.</summary>
/// <param name="Is">The text that tells; or see <paramref name="Lacks"/>.</param>
/// <param name="Lacks">The text that is missing from a list once the step is done, such as a party from those who have not signed.</param>
/// <param name="Value">What to look at: a member of an earlier step's answer.</param>
/// <param name="Get">Or a path, of whose answer <paramref name="Member"/> (names joined by dots) is looked at.</param>
/// <param name="Member">See <paramref name="Get"/>.</param>
/// <param name="IsNot">The text that stands there until the step is done.</param>
internal sealed record DoneWhen(
    string? Is = null,
    string? Lacks = null,
    string? Value = null,
    string? Get = null,
    string? Member = null,
    string? IsNot = null
);

/// <param name="Name">Part of every Idempotency-Key.</param>
/// <param name="Title">For people.</param>
/// <param name="Files">The whole, in order.</param>
/// <param name="Parts">Smaller wholes of the same steps, by name: for tests that need no more.</param>
/// <param name="Base">A scenario that this one stands on.</param>
internal sealed record Manifest(
    string Name,
    string Title,
    IReadOnlyList<string> Files,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Parts = null,
    BaseScenario? Base = null
);

/// <param name="Folder">Relative to this scenario's own.</param>
/// <param name="Part">A part of it; null: the whole.</param>
internal sealed record BaseScenario(string Folder, string? Part = null);

/// <summary>One file of a scenario.</summary>
/// <param name="Scenario">The scenario's name: part of every Idempotency-Key, so two scenarios never meet.</param>
/// <param name="File">The file's name.</param>
/// <param name="Steps">In their order.</param>
internal sealed record ScenarioStage(string Scenario, string File, IReadOnlyList<ScenarioStep> Steps);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    ReadCommentHandling = JsonCommentHandling.Disallow
)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(ScenarioStep[]))]
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class ScenarioJson : JsonSerializerContext;
