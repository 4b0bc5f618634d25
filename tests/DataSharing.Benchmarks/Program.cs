using DataSharing.Benchmarks;
using DataSharing.Benchmarks.Bus;
using DataSharing.Benchmarks.Cloud;
using DataSharing.Benchmarks.ColdStart;
using DataSharing.Benchmarks.Commit;
using DataSharing.Benchmarks.Disruption;
using DataSharing.Benchmarks.Logs;
using DataSharing.Benchmarks.Pages;
using DataSharing.Benchmarks.Requests;

try
{
    switch (args)
    {
        case ["log", .. var options]:
            return await LogBench.RunAsync(options, CancellationToken.None);
        case ["commit", .. var options]:
            return await CommitBench.RunAsync(options, CancellationToken.None);
        case ["requests", .. var options]:
            return await RequestsBench.RunAsync(options);
        case ["disruption", ..]:
            return await DisruptionBench.RunAsync();
        case ["pages", .. var options]:
            return await PagesBench.RunAsync(options);
        case ["empty-page", var url]:
            await EmptyPage.RunAsync(url);
            return BenchLine.Met;
        case ["bus", .. var options]:
            return await BusBench.RunAsync(options);
        case ["cloud"]:
            return await CloudBench.RunAsync();
        case ["coldstart"]:
            return await ColdStartBench.RunAsync();
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
