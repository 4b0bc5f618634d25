using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using DataSharing.Web.Triggers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Triggers;

/// <summary>The files that the Functions host reads, against the code's own routes: what one side has and the other not is found here, not in Azure.</summary>
public sealed partial class FunctionFilesTests(HostedPlatform platform) : IClassFixture<HostedPlatform>
{
    [Fact]
    public void Doors_AndRoutes_AreTheSame()
    {
        var triggers = FunctionFiles.Triggers.Select(f => f.Name).ToArray();
        var code = FunctionFiles
            .Routes(platform.Running.App)
            .Select(route => route.TrimStart('/').Split('/')[0])
            .Where(segment => !triggers.Contains(segment, StringComparer.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        var doors = FunctionFiles
            .Doors.Where(f => f.Name != "home")
            .Select(f => f.Route?.Split('/')[0] ?? "")
            .ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(code, segment => segment.Length > 0 && !doors.Contains(segment));
        Assert.Empty(doors.Except(code, StringComparer.Ordinal));
    }

    [Fact]
    public void Doors_HaveALiteralFirstSegment_AndAreOpenToTheProgram()
    {
        foreach (var door in FunctionFiles.Doors)
        {
            Assert.Equal(2, door.Bindings.Count);
            var input = Assert.Single(door.Bindings, b => FunctionFile.Text(b, "direction") == "in");
            Assert.Equal(("httpTrigger", "anonymous", ""), (Text(input, "type"), Text(input, "authLevel"), Text(input, "methods")));
            Assert.Equal("http", Text(Assert.Single(door.Bindings, b => Text(b, "direction") == "out"), "type"));
            Assert.Matches(door.Name == "home" ? @"^\{nothing:maxlength\(0\)\?\}$" : @"^[.a-z-]+/\{\*path\}$", door.Route);
        }
    }

    [Fact]
    public void Triggers_AndTriggerEndpoints_AreTheSame()
    {
        var code = FunctionFiles.Routes(platform.Running.App).Where(r => r.StartsWith("/trigger-", StringComparison.Ordinal));
        Assert.Equal(FunctionFiles.Triggers.Select(f => $"/{f.Name}").Order(StringComparer.Ordinal), code.Order(StringComparer.Ordinal));
        Assert.All(FunctionFiles.Triggers, f => Assert.All(f.Bindings, b => Assert.Equal("in", Text(b, "direction"))));
    }

    [Fact]
    public void Names_AreTakenByTheHost_AndNoneHidesAnother()
    {
        Assert.All(FunctionFiles.All, f => Assert.Matches("^[a-z][a-z0-9_-]{0,127}$", f.Name));
        Assert.DoesNotContain(FunctionFiles.All, f => f.Name is "host" or "admin" or "runtime" or "bin" or "handler");
        // Only direct sub-folders of the published folder are looked at, so nothing may be nested.
        Assert.All(
            Directory.EnumerateFiles(RepositoryFiles.Path("functions"), "*", SearchOption.AllDirectories),
            f => Assert.Equal("function.json", Path.GetFileName(f))
        );
    }

    [Fact]
    public void HostJson_Proxies_AndKeepsTheProgramOutOfBin()
    {
        var handler = FunctionFiles.Host["customHandler"];
        Assert.True(handler?["enableProxyingHttpRequest"]?.GetValue<bool>());
        Assert.Null(handler?["enableForwardingHttpRequest"]);
        Assert.Null(handler?["http"]);
        Assert.Equal(
            $"handler/{typeof(PlatformHost).Assembly.GetName().Name}",
            handler?["description"]?["defaultExecutablePath"]?.GetValue<string>()
        );
        Assert.Equal("handler", handler?["description"]?["workingDirectory"]?.GetValue<string>());
        Assert.Equal("", FunctionFiles.Host["extensions"]?["http"]?["routePrefix"]?.GetValue<string>());
        Assert.True(FunctionFiles.Host["extensions"]?["serviceBus"]?["autoCompleteMessages"]?.GetValue<bool>());
        Assert.Equal("Microsoft.Azure.Functions.ExtensionBundle", FunctionFiles.Host["extensionBundle"]?["id"]?.GetValue<string>());
    }

    [Fact]
    public void FunctionTimeout_IsLongerThanAnyTriggerMayTake()
    {
        var longest = typeof(TriggerOptions)
            .GetProperties()
            .Select(p => (int)Assert.IsType<RangeAttribute>(p.GetCustomAttribute<RangeAttribute>()).Maximum)
            .Max();
        Assert.True(FunctionFiles.FunctionTimeout > 2 * TimeSpan.FromSeconds(longest));
        // The broker gives a message out again when its lock ends.
        var lockMinutes = LockDuration()
            .Match(File.ReadAllText(RepositoryFiles.Path("infra", "modules", "bus.bicep")))
            .Groups["minutes"]
            .Value;
        Assert.True(
            TimeSpan.FromMinutes(int.Parse(lockMinutes, System.Globalization.CultureInfo.InvariantCulture)) > TimeSpan.FromSeconds(longest)
        );
    }

    [Fact]
    public void EventTrigger_ListensWhereTheEstateHasItsSubscription()
    {
        var binding = Assert.Single(FunctionFiles.Triggers.Single(f => f.Name == "trigger-events").Bindings);
        var bus = File.ReadAllText(RepositoryFiles.Path("infra", "modules", "bus.bicep"));
        Assert.Contains($"'topics' = {{\n    name: '{Text(binding, "topicName")}'", bus, StringComparison.Ordinal);
        Assert.Contains($"'subscriptions' = {{\n      name: '{Text(binding, "subscriptionName")}'", bus, StringComparison.Ordinal);
        Assert.Equal(TriggerEndpoints.Events, "/trigger-events");
        var main = File.ReadAllText(RepositoryFiles.Path("infra", "main.bicep"));
        Assert.All(
            ["fullyQualifiedNamespace", "credential", "clientId"],
            s => Assert.Contains($"{Text(binding, "connection")}__{s}:", main, StringComparison.Ordinal)
        );
        // Where the payload carries the message.
        Assert.Equal("event", Text(binding, "name"));
    }

    [Fact]
    public void Timer_HasASchedule()
    {
        var binding = Assert.Single(FunctionFiles.Triggers.Single(f => f.Name == "trigger-relay").Bindings);
        Assert.Equal("timerTrigger", Text(binding, "type"));
        Assert.Matches(@"^(\S+ ){5}\S+$", Text(binding, "schedule"));
    }

    [Theory]
    [InlineData("/", "home")]
    [InlineData("/api", "api")]
    [InlineData("/api/health/live", "api")]
    [InlineData("/API/health/live", "api")]
    [InlineData("/access/v1/evaluation", "access")]
    [InlineData("/log/key", "log")]
    [InlineData("/app/subjects/1", "app")]
    [InlineData("/assets/fonts/x.woff2", "assets")]
    [InlineData("/signin/callback", "signin")]
    [InlineData("/.well-known/openid-configuration", "well-known")]
    [InlineData("/trigger-relay", null)]
    [InlineData("/trigger-events", null)]
    [InlineData("/admin/functions", null)]
    [InlineData("/runtime/webhooks", null)]
    [InlineData("/anything", null)]
    [InlineData("/x/api/y", null)]
    public async Task Templates_LetThroughWhatTheyShould(string path, string? function)
    {
        // The host matches its templates with the same router.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        await using var host = builder.Build();
        host.UseRouting();
        foreach (var door in FunctionFiles.Doors)
        {
            host.Map(door.Route ?? "", () => door.Name);
        }

        await host.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
        using var answer = await client.GetAsync(path);
        Assert.Equal(function, answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : null);
    }

    private static string Text(System.Text.Json.Nodes.JsonObject binding, string member) => FunctionFile.Text(binding, member);

    [GeneratedRegex("lockDuration: 'PT(?<minutes>[0-9]+)M'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LockDuration();
}
