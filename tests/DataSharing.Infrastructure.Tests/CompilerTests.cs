using System.Text.Json;

namespace DataSharing.Infrastructure.Tests;

/// <summary>Whatever the compiler, its linter or its formatter has to say is a failure.</summary>
public sealed class CompilerTests
{
    public static TheoryData<string> Parameters => [.. Bicep.Files("bicepparam")];

    [Fact]
    public async Task Lint_Main_FindsNothing()
    {
        // Modules are linted with the file that uses them.
        var run = await Bicep.RunAsync("lint", "main.bicep", "--diagnostics-format", "sarif");
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(Findings(run.Output));
        Assert.Empty(run.Errors);
    }

    [Fact]
    public void Modules_AreAllUsed_SoThatAllAreLinted()
    {
        var texts = Bicep.Files("bicep").Select(file => File.ReadAllText(Path.Combine(Bicep.Folder, file))).ToArray();
        Assert.All(
            Bicep.Files("bicep").Where(file => file != "main.bicep"),
            module => Assert.Contains(texts, text => text.Contains($"{Path.GetFileName(module)}'", StringComparison.Ordinal))
        );
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task Build_ParametersOfAnEnvironment_SaysNothing(string file)
    {
        var run = await Bicep.RunAsync("build-params", file, "--stdout");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task Format_AllFiles_WouldChangeNothing()
    {
        // On a copy, all at once: the compiler takes longer to start than to format.
        var copy = Directory.CreateTempSubdirectory("datasharing-bicep-");
        try
        {
            string[] files = [.. Bicep.Files("bicep"), .. Bicep.Files("bicepparam")];
            foreach (var file in files.Append("bicepconfig.json"))
            {
                var target = Path.Combine(copy.FullName, file);
                Directory.CreateDirectory(Path.GetDirectoryName(target) ?? copy.FullName);
                File.Copy(Path.Combine(Bicep.Folder, file), target);
            }

            foreach (var extension in new[] { "bicep", "bicepparam" })
            {
                var run = await Bicep.RunAsync("format", "--pattern", Path.Combine(copy.FullName, "**", $"*.{extension}"));
                Assert.Equal((0, ""), (run.ExitCode, run.Errors));
            }

            Assert.All(
                files,
                file =>
                    Assert.Equal(File.ReadAllText(Path.Combine(copy.FullName, file)), File.ReadAllText(Path.Combine(Bicep.Folder, file)))
            );
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Lint_WrongType_IsFound()
    {
        // The exit code alone would let this through.
        var folder = Directory.CreateTempSubdirectory("datasharing-bicep-");
        try
        {
            var wrong = Path.Combine(folder.FullName, "wrong.bicep");
            await File.WriteAllTextAsync(
                wrong,
                """
                resource account 'Microsoft.Storage/storageAccounts@2025-08-01' = {
                  name: 'wrong'
                  location: resourceGroup().location
                  kind: 'StorageV2'
                  sku: { name: 'Standard_LRS' }
                  properties: { allowBlobPublicAccess: 1 }
                }
                """
            );
            var run = await Bicep.RunAsync("lint", wrong, "--diagnostics-format", "sarif");
            Assert.Equal(0, run.ExitCode);
            Assert.NotEmpty(Findings(run.Output));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Findings(string sarif)
    {
        using var report = JsonDocument.Parse(sarif);
        return
        [
            .. report
                .RootElement.GetProperty("runs")
                .EnumerateArray()
                .SelectMany(run => run.GetProperty("results").EnumerateArray())
                .Select(result => result.ToString()),
        ];
    }
}
