using System.Text.RegularExpressions;
using System.Xml.Linq;
using DataSharing.Tests.Architecture;
using Xunit;

namespace DataSharing.Tests;

/// <summary>The promises of the folder map that no project reference keeps. Each rule is shown to catch a wrong file, too.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly IReadOnlyList<SourceFile> Sources = SourceFile.Under("src");

    [Fact]
    public void FolderArrows_RealTree_OnlyGoDown()
    {
        Assert.Contains(Sources, file => FolderArrows.FolderOf(file) == "Audit");
        Assert.Empty(FolderArrows.Violations(Sources));
    }

    [Theory]
    [InlineData("Storage", "using DataSharing.Audit;")]
    [InlineData("Agreements", "namespace DataSharing.Agreements; class C { Exchange.ExchangeService? s; }")]
    [InlineData("Audit", "namespace DataSharing.Audit; class C { DataSharing.Partnership.PartnershipHead? head; }")]
    [InlineData("Identity", "using DataSharing.Storage;")]
    [InlineData("Toolbox", "namespace DataSharing.Toolbox;")]
    public void FolderArrows_ArrowUpOrSidewaysOrUnknownFolder_IsNamed(string folder, string code) =>
        Assert.Single(FolderArrows.Violations([new SourceFile($"src/DataSharing/{folder}/Wrong.cs", code)]));

    [Theory]
    [InlineData("using DataSharing.Storage; namespace DataSharing.Audit;")]
    [InlineData("namespace DataSharing.Audit; // unlike DataSharing.Exchange.ExchangeService")]
    [InlineData("namespace DataSharing.Audit; class C { string s = \"DataSharing.Exchange.X\"; }")]
    public void FolderArrows_ArrowDownOrProse_IsFine(string code) =>
        Assert.Empty(FolderArrows.Violations([new SourceFile("src/DataSharing/Audit/Right.cs", code)]));

    [Fact]
    public void TransparencyLog_References_NothingOfOurs()
    {
        Assert.Empty(References("DataSharing.TransparencyLog", "ProjectReference"));
        Assert.DoesNotContain(
            Sources.Where(file => file.Path.StartsWith("src/DataSharing.TransparencyLog/", StringComparison.Ordinal)),
            file => OtherProject().IsMatch(file.Code)
        );
    }

    [Fact]
    public void Rules_References_NoHttpNoCloudNoDatabase()
    {
        Assert.Equal(["../DataSharing.TransparencyLog/DataSharing.TransparencyLog.csproj"], References("DataSharing", "ProjectReference"));
        Assert.Empty(References("DataSharing", "FrameworkReference"));
        var packages = LockedPackages("DataSharing");
        Assert.NotEmpty(packages);
        Assert.DoesNotContain(packages, name => Infrastructure().IsMatch(name));
        Assert.Contains(LockedPackages("DataSharing.Embedded"), name => Infrastructure().IsMatch(name));
    }

    [Fact]
    public void Web_StorageHome_IsKnownToTheCompositionAlone()
    {
        Assert.Empty(InWeb(Sources).SelectMany(SourceRules.HomeOutsideComposition));
        var wrong = new SourceFile("src/DataSharing.Web/Api/WrongEndpoints.cs", "using DataSharing.Embedded;");
        Assert.Single(SourceRules.HomeOutsideComposition(wrong));
    }

    [Fact]
    public void Source_FileLength_StaysWithinTheHouseLimit()
    {
        Assert.Empty(Sources.SelectMany(SourceRules.TooLong));
        Assert.Single(SourceRules.TooLong(new SourceFile("src/Long.cs", new string('\n', SourceRules.MostLines + 1))));
    }

    [Fact]
    public void Source_Clock_IsReadThroughTimeProvider()
    {
        Assert.Empty(Sources.Where(file => !IsDevelopmentIssuer(file)).SelectMany(SourceRules.AmbientClock));
        Assert.Single(SourceRules.AmbientClock(new SourceFile("src/Now.cs", "var now = DateTimeOffset.UtcNow;")));
    }

    [Theory]
    [InlineData("try { } catch { }", 2)]
    [InlineData("try { } catch (Exception) { /* whatever */ }", 1)]
    [InlineData("try { } catch (IOException) { }", 1)]
    [InlineData("try { } catch (IOException) when (closing) { }", 1)]
    [InlineData("try { } catch (OperationCanceledException) { /* stopping: nobody waits for this */ }", 0)]
    [InlineData("try { } catch (IOException e) { Log.Failed(e); }", 0)]
    public void SilentCatch_Samples_AreToldApart(string code, int found) =>
        Assert.Equal(found, SourceRules.SilentCatch(new SourceFile("src/Catch.cs", code)).Count());

    [Fact]
    public void Source_Catch_IsNeverSilent() => Assert.Empty(Sources.SelectMany(SourceRules.SilentCatch));

    [Fact]
    public void Source_NullForgiving_IsAbsent()
    {
        Assert.Empty(Sources.SelectMany(SourceRules.NullForgiving));
        Assert.Equal(3, SourceRules.NullForgiving(new SourceFile("src/Bang.cs", "a!.B(c()!, d[0]!); if (!e && f != g) { }")).Count());
    }

    [Fact]
    public void CapabilityFolders_Readme_SaysPurposeDependenciesAndKeys()
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "src", "DataSharing"));
        Assert.NotEmpty(folders);
        foreach (var readme in folders.Select(folder => Path.Combine(folder, "README.md")))
        {
            Assert.True(File.Exists(readme), $"{readme} is missing");
            var lines = File.ReadAllLines(readme);
            Assert.All(
                ["Purpose: ", "Depends on: ", "Keys: "],
                start => Assert.Single(lines, line => line.StartsWith(start, StringComparison.Ordinal))
            );
        }
    }

    [Fact]
    public void CapabilityFolders_Readme_NamesEveryDependencyInUse()
    {
        var undeclared =
            from file in Sources
            let folder = FolderArrows.FolderOf(file)
            where folder is not null
            let declared = File.ReadLines(Path.Combine(Repository.Root, "src", "DataSharing", folder, "README.md"))
                .Single(line => line.StartsWith("Depends on: ", StringComparison.Ordinal))
            from used in FolderArrows.Uses(file)
            where !declared.Contains(used, StringComparison.Ordinal)
            select $"{file.Path} uses {used}, which {folder}/README.md does not name";
        Assert.Empty(undeclared);
    }

    private static IEnumerable<SourceFile> InWeb(IEnumerable<SourceFile> files) =>
        files.Where(file => file.Path.StartsWith("src/DataSharing.Web/", StringComparison.Ordinal));

    private static bool IsDevelopmentIssuer(SourceFile file) =>
        file.Path.StartsWith("src/DataSharing.DevIdentity/", StringComparison.Ordinal);

    private static string[] References(string project, string kind) =>
        [
            .. XDocument
                .Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"))
                .Descendants(kind)
                .Select(reference => (string?)reference.Attribute("Include") ?? ""),
        ];

    /// <summary>Direct and transitive packages, as locked.</summary>
    private static string[] LockedPackages(string project)
    {
        using var file = File.OpenRead(Path.Combine(Repository.Root, "src", project, "packages.lock.json"));
        using var locked = System.Text.Json.JsonDocument.Parse(file);
        return
        [
            .. locked
                .RootElement.GetProperty("dependencies")
                .EnumerateObject()
                .SelectMany(target => target.Value.EnumerateObject())
                .Select(package => package.Name),
        ];
    }

    [GeneratedRegex(@"\bDataSharing\.(?!TransparencyLog\b)[A-Z]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OtherProject();

    [GeneratedRegex(
        "^(Microsoft\\.AspNetCore|Azure|Microsoft\\.Azure|Microsoft\\.Data\\.Sqlite|SQLitePCLRaw|Microsoft\\.Identity)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Infrastructure();
}
