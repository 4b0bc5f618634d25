using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DataSharing.Web.Tests.Triggers;

/// <summary>local.settings.sample.json names every setting there is, and none that there is not.</summary>
public sealed partial class SettingsSampleTests
{
    /// <summary>Settings of the Functions host, of ASP.NET and of OpenTelemetry, and the few of ours that are read without a class.</summary>
    private static readonly string[] Others =
    [
        "FUNCTIONS_WORKER_RUNTIME",
        "AzureWebJobsStorage",
        "EventsConnection__fullyQualifiedNamespace",
        "ASPNETCORE_ENVIRONMENT",
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "OTEL_TRACES_SAMPLER",
        "OTEL_TRACES_SAMPLER_ARG",
        "Platform__Home",
        "Packs__Directory",
    ];

    [Fact]
    public void Sample_NamesEverySetting()
    {
        var named = Values().Select(v => v.Key).Order(StringComparer.Ordinal).ToArray();
        var there = Others.Concat(Options().SelectMany(SettingsOf)).Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(Options());
        Assert.Equal(there, named);
    }

    [Fact]
    public void Sample_HoldsTextOnly_BecauseTheHostTakesNothingElse()
    {
        Assert.All(Values(), v => Assert.Equal(System.Text.Json.JsonValueKind.String, v.Value?.GetValueKind()));
        var sample = Sample();
        Assert.Equal("custom", sample["Values"]?["FUNCTIONS_WORKER_RUNTIME"]?.GetValue<string>());
        Assert.False(sample["IsEncrypted"]?.GetValue<bool>());
    }

    [Fact]
    public void Estate_SetsNothingThatTheSampleDoesNotName()
    {
        // Beside the host's own, which only Azure needs.
        var main = File.ReadAllText(RepositoryFiles.Path("infra", "main.bicep"));
        var set = SectionSetting().Matches(main).Select(m => m.Groups["name"].Value).ToArray();
        Assert.True(set.Length > 10);
        string[] byIdentity = ["EventsConnection__credential", "EventsConnection__clientId"];
        Assert.Empty(set.Except(Values().Select(v => v.Key), StringComparer.Ordinal).Except(byIdentity, StringComparer.Ordinal));
    }

    private static JsonObject Sample() =>
        Assert.IsType<JsonObject>(JsonNode.Parse(File.ReadAllText(RepositoryFiles.Path("local.settings.sample.json"))));

    private static JsonObject Values() => Assert.IsType<JsonObject>(Sample()["Values"]);

    /// <summary>Every class with a constant <c>Section</c> in the platform's own assemblies.</summary>
    private static Type[] Options() =>
        [
            .. typeof(PlatformHost)
                .Assembly.GetReferencedAssemblies()
                .Where(name => name.Name?.StartsWith("DataSharing", StringComparison.Ordinal) == true)
                .Select(Assembly.Load)
                .Append(typeof(PlatformHost).Assembly)
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => SectionOf(type) is not null),
        ];

    private static IEnumerable<string> SettingsOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true })
            .Select(property => $"{SectionOf(type)?.Replace(":", "__", StringComparison.Ordinal)}__{property.Name}");

    private static string? SectionOf(Type type) =>
        type.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static) is { IsLiteral: true } field
            ? field.GetRawConstantValue() as string
            : null;

    [GeneratedRegex(@"^ +(?<name>[A-Z][A-Za-z]+__[A-Za-z]+):", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex SectionSetting();
}
