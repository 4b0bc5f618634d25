using System.ComponentModel.DataAnnotations;
using Xunit;

namespace DataSharing.AzureServices.Tests;

public sealed class AzureHomeOptionsTests
{
    [Fact]
    public void Validate_Cloud_IsTaken() => Assert.Empty(Faults(Cloud()));

    [Fact]
    public void Validate_EmulatorWithKeyFiles_IsTaken() => Assert.Empty(Faults(Emulator()));

    [Fact]
    public void Validate_HttpOutsideTheEmulator_IsRefused() =>
        Assert.Contains(
            "Azure:TableEndpoint must be an https address.",
            Faults(Cloud(o => o.TableEndpoint = new Uri("http://a.table.core.windows.net")))
        );

    [Fact]
    public void Validate_NoEndpoint_IsRefused() =>
        Assert.Contains("Azure:BlobEndpoint must be an https address.", Faults(Cloud(o => o.BlobEndpoint = null)));

    [Theory]
    [InlineData("http://192.0.2.1:10002")]
    [InlineData("https://127.0.0.1:10002")]
    public void Validate_EmulatorElsewhere_IsRefused(string address) =>
        Assert.Contains(
            "Azure:TableEndpoint must be an http address on the loopback interface.",
            Faults(Emulator(o => o.TableEndpoint = new Uri(address)))
        );

    [Fact]
    public void Validate_KeyFilesInTheCloud_AreRefused() =>
        Assert.Contains(
            Faults(Cloud(o => (o.KeyRing, o.KeyDirectory) = (KeyRingKind.File, "/keys"))),
            f => f.Contains("only beside an emulator")
        );

    [Fact]
    public void Validate_NoVaultOrNoKeyDirectory_IsRefused()
    {
        Assert.Contains("Azure:KeyVault must be an https address.", Faults(Cloud(o => o.KeyVault = null)));
        Assert.Contains("Azure:KeyDirectory must name a directory.", Faults(Emulator(o => o.KeyDirectory = "")));
    }

    [Fact]
    public void Validate_NamesTheServiceRefuses_AreRefused() =>
        Assert.Equal(2, Faults(Cloud(o => (o.Table, o.ContentContainer) = ("re-cords", "Content"))).Count);

    private static List<string> Faults(AzureHomeOptions options)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true);
        return [.. found.Select(f => f.ErrorMessage ?? "")];
    }

    private static AzureHomeOptions Cloud(Action<AzureHomeOptions>? change = null)
    {
        var options = new AzureHomeOptions
        {
            TableEndpoint = new Uri("https://a.table.core.windows.net"),
            BlobEndpoint = new Uri("https://a.blob.core.windows.net"),
            KeyVault = new Uri("https://a.vault.azure.net"),
        };
        change?.Invoke(options);
        return options;
    }

    private static AzureHomeOptions Emulator(Action<AzureHomeOptions>? change = null)
    {
        var options = new AzureHomeOptions
        {
            Emulator = true,
            TableEndpoint = new Uri("http://127.0.0.1:10002"),
            BlobEndpoint = new Uri("http://127.0.0.1:10000"),
            KeyRing = KeyRingKind.File,
            KeyDirectory = "/keys",
        };
        change?.Invoke(options);
        return options;
    }
}
