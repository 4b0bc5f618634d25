using System.Diagnostics;

namespace DataSharing.AzureServices.Messaging;

/// <summary>The name to subscribe to for the traces of events handled.</summary>
public static class BusTelemetry
{
    public const string Name = "DataSharing.Messaging";

    internal static ActivitySource Source { get; } = new(Name);
}
