using System.Text.Json;

namespace DataSharing.Web.Tests.Security;

public sealed class PublishedProductTests
{
    [Fact]
    public void WebsDependencies_DoNotHoldTheDevelopmentIssuer()
    {
        // What the Web project itself resolves; this test project references the issuer beside it.
        var folder = Path.GetDirectoryName(typeof(PublishedProductTests).Assembly.Location);
        var web = Path.Combine(folder ?? "", "..", "..", "DataSharing.Web", Path.GetFileName(folder) ?? "", "DataSharing.Web.deps.json");
        using var dependencies = JsonDocument.Parse(File.ReadAllText(web));

        var names = dependencies.RootElement.GetProperty("libraries").EnumerateObject().Select(l => l.Name).ToArray();

        Assert.Contains(names, name => name.StartsWith("DataSharing.Web/", StringComparison.Ordinal));
        Assert.Contains(names, name => name.StartsWith("Microsoft.Identity.Web/", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.Contains("DevIdentity", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(names, name => name.StartsWith("OpenIddict", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void IssuersProject_IsNotPublishable()
    {
        var project = File.ReadAllText(RepositoryFiles.Path("src", "DataSharing.DevIdentity", "DataSharing.DevIdentity.csproj"));

        Assert.Contains("<IsPublishable>false</IsPublishable>", project, StringComparison.Ordinal);
    }
}
