namespace DataSharing.Infrastructure.Tests;

/// <summary>Roles as the modules name them, and what they are. Ids of built-in roles: Azure's list of built-in roles.</summary>
internal static class Roles
{
    public static IReadOnlyList<(string Variable, string Name)> Names { get; } =
    [
        ("variables('blobDataOwner')", "StorageBlobDataOwner"),
        ("variables('blobDataContributor')", "StorageBlobDataContributor"),
        ("variables('tableDataContributor')", "StorageTableDataContributor"),
        ("variables('dataSender')", "ServiceBusDataSender"),
        ("variables('dataReceiver')", "ServiceBusDataReceiver"),
        ("variables('cryptoServiceEncryptionUser')", "KeyVaultCryptoServiceEncryptionUser"),
        ("variables('metricsPublisher')", "MonitoringMetricsPublisher"),
        ("'log writer'", "custom log writer"),
        ("'secret keeper'", "custom secret keeper"),
    ];

    /// <summary>What each variable must hold.</summary>
    public static IReadOnlyDictionary<string, string> BuiltIn { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["blobDataOwner"] = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
            ["blobDataContributor"] = "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
            ["tableDataContributor"] = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
            ["dataSender"] = "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39",
            ["dataReceiver"] = "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0",
            ["cryptoServiceEncryptionUser"] = "e147488a-f6f5-4113-8e2d-b22465e65bf6",
            ["metricsPublisher"] = "3913510d-42f4-4e42-8a64-420c390055eb",
        };
}
