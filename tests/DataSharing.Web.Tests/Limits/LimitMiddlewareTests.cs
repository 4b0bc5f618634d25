using System.Net;
using DataSharing.Testing;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DataSharing.Web.Tests.Limits;

public sealed class LimitMiddlewareTests
{
    [Fact]
    public async Task Limit_AddressWithoutToken_AnswersTooManyRequests()
    {
        await using var platform = await StartAsync(("AddressRequestsPerSecond", "1"), ("AddressBurstRequests", "3"));
        // Many at once: on a slow machine a few one after another would each find a new token.
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => platform.Client.GetAsync("/api/test/ok")));
        Assert.True(answers.Count(a => a.StatusCode == HttpStatusCode.OK) >= 3);
        await ProblemAssert.IsAsync(ProblemTypes.TooManyRequests, answers.First(a => a.StatusCode != HttpStatusCode.OK));
        foreach (var answer in answers)
        {
            answer.Dispose();
        }

        using var health = await platform.Client.GetAsync("/api/health/live");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task Limit_PlatformFull_AnswersUnavailable()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var platform = await StartAsync(() => entered.TrySetResult(), ("ConcurrentRequests", "1"), ("RequestSeconds", "300"));
        using var cancel = new CancellationTokenSource();
        var waiting = platform.Client.GetAsync("/api/test/wait", cancel.Token);
        // Else whichever comes second is refused.
        await entered.Task.WaitAsync(Eventually.Patience);
        using var refused = await platform.Client.GetAsync("/api/test/ok");
        await ProblemAssert.IsAsync(ProblemTypes.Unavailable, refused);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Limit_RequestTakesTooLong_AnswersTimedOut()
    {
        await using var platform = await StartAsync(("RequestSeconds", "1"));
        using var response = await platform.Client.GetAsync("/api/test/wait");
        await ProblemAssert.IsAsync(ProblemTypes.TimedOut, response);
    }

    [Theory]
    [InlineData("AgencyRequestsPerSecond", "0")]
    [InlineData("ConcurrentRequests", "-1")]
    [InlineData("RequestSeconds", "many")]
    public async Task Start_LimitOutOfRange_IsRefused(string name, string value)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync((name, value)));
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    private static Task<RunningPlatform> StartAsync(params (string Name, string Value)[] limits) => StartAsync(() => { }, limits);

    private static Task<RunningPlatform> StartAsync(Action onWait, params (string Name, string Value)[] limits) =>
        RunningPlatform.StartAsync(
            limits.Select(l => KeyValuePair.Create<string, string?>($"Limits:{l.Name}", l.Value)),
            map: app =>
            {
                var test = app.MapGroup("/api/test").AllowAnonymous();
                test.MapGet("/ok", () => TypedResults.Ok());
                test.MapGet(
                    "/wait",
                    async (CancellationToken cancellationToken) =>
                    {
                        onWait();
                        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                        return TypedResults.Ok();
                    }
                );
            }
        );
}
