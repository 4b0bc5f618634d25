using DataSharing.Benchmarks;
using DataSharing.Benchmarks.Bus;
using DataSharing.Benchmarks.Commit;
using DataSharing.Benchmarks.Disruption;
using DataSharing.Benchmarks.Requests;

try
{
    switch (args)
    {
        case ["commit", .. var options]:
            return await CommitBench.RunAsync(options, CancellationToken.None);
        case ["requests", .. var options]:
            return await RequestsBench.RunAsync(options);
        case ["disruption", ..]:
            return await DisruptionBench.RunAsync();
        case ["bus", .. var options]:
            return await BusBench.RunAsync(options);
        case ["bare", var url]:
            await BareEndpoint.RunAsync(url);
            return BenchLine.Met;
        default:
            await Console.Error.WriteLineAsync("There is no such bench; ./bench lists them.");
            return BenchLine.CouldNotRun;
    }
}
catch (BenchCouldNotRunException e)
{
    await Console.Error.WriteLineAsync($"bench: {e.Message}");
    return BenchLine.CouldNotRun;
}
