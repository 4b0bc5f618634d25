namespace DataSharing.Web.Triggers;

/// <summary>The Azure Functions host, where it is what started this process.</summary>
internal static class FunctionsHost
{
    /// <summary>The environment variable by which it says where to listen. Nobody else sets it.</summary>
    public const string PortKey = "FUNCTIONS_CUSTOMHANDLER_PORT";

    public static bool IsHosting(IConfiguration configuration) => configuration[PortKey] is { Length: > 0 };
}
