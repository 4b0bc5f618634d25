using DataSharing.AzureServices;
using DataSharing.Testing.Azure;

namespace DataSharing.Cli.Tests.Storm;

/// <summary>Where processes of the platform keep everything: settings for them, and the same as options for a look of the test's own.</summary>
internal static class Homes
{
    public static Dictionary<string, string> Embedded(string folder) =>
        new(StringComparer.Ordinal) { ["Platform__Home"] = "Embedded", ["Embedded__DataDirectory"] = folder };

    /// <summary>On the emulator that all tests of this run share: a table and containers of its own, by name.</summary>
    public static AzureHomeOptions Azure(Azurite azurite, string folder, string name) =>
        new()
        {
            Emulator = true,
            TableEndpoint = azurite.TableEndpoint,
            BlobEndpoint = azurite.BlobEndpoint,
            Table = $"{name}records",
            ContentContainer = $"{name}-content",
            LogContainer = $"{name}-log",
            CheckpointContainer = $"{name}-checkpoints",
            KeyRing = KeyRingKind.File,
            KeyDirectory = folder,
        };

    public static Dictionary<string, string> Settings(AzureHomeOptions options) =>
        new(StringComparer.Ordinal)
        {
            ["Platform__Home"] = "Azure",
            ["Azure__Emulator"] = "true",
            ["Azure__CreateMissing"] = "true",
            ["Azure__TableEndpoint"] = options.TableEndpoint?.ToString() ?? "",
            ["Azure__BlobEndpoint"] = options.BlobEndpoint?.ToString() ?? "",
            ["Azure__Table"] = options.Table,
            ["Azure__ContentContainer"] = options.ContentContainer,
            ["Azure__LogContainer"] = options.LogContainer,
            ["Azure__CheckpointContainer"] = options.CheckpointContainer,
            ["Azure__KeyRing"] = "File",
            ["Azure__KeyDirectory"] = options.KeyDirectory,
            // The emulator reads its whole table for each range that a sweep asks for.
            ["Log__RelayPaceMilliseconds"] = "400",
        };
}
