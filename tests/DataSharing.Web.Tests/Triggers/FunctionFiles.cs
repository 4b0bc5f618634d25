using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Triggers;

/// <summary>host.json and every function.json, as the Functions host reads them.</summary>
internal static class FunctionFiles
{
    public static JsonObject Host { get; } = Read(RepositoryFiles.Path("host.json"));

    /// <summary>Past this the host kills the process.</summary>
    public static TimeSpan FunctionTimeout { get; } =
        TimeSpan.Parse(Host["functionTimeout"]?.GetValue<string>() ?? "", System.Globalization.CultureInfo.InvariantCulture);

    public static IReadOnlyList<FunctionFile> All { get; } =
    [
        .. Directory
            .EnumerateDirectories(RepositoryFiles.Path("functions"))
            .Order(StringComparer.Ordinal)
            .Select(folder => new FunctionFile(
                Path.GetFileName(folder),
                [
                    .. Assert
                        .IsType<JsonArray>(Read(Path.Combine(folder, "function.json"))["bindings"])
                        .Select(b => Assert.IsType<JsonObject>(b)),
                ]
            )),
    ];

    public static IEnumerable<FunctionFile> Doors => All.Where(f => f.Route is not null);

    public static IEnumerable<FunctionFile> Triggers => All.Where(f => f.Route is null);

    /// <summary>Every route of the code, as written.</summary>
    public static IEnumerable<string> Routes(WebApplication app) =>
        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText ?? "");

    private static JsonObject Read(string path) => Assert.IsType<JsonObject>(JsonNode.Parse(File.ReadAllText(path)));
}

/// <param name="Name">Of the folder, and so of the function.</param>
/// <param name="Bindings">As written.</param>
internal sealed record FunctionFile(string Name, IReadOnlyList<JsonObject> Bindings)
{
    public string? Route => Bindings.FirstOrDefault(b => Text(b, "type") == "httpTrigger")?["route"]?.GetValue<string>();

    public static string Text(JsonObject binding, string member) => binding[member]?.ToString() ?? "";

    public override string ToString() => Name;
}
