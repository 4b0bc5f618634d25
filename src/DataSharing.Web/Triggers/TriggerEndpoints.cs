using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Web.Api;
using DataSharing.Web.Limits;
using DataSharing.Web.Telemetry;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Triggers;

/// <summary>
/// What the Functions host calls for its triggers: <c>POST /{function}</c>. Payloads carry no authority: a timer means "sweep", a message means "look
/// whether this event waits". Each answers 200 with a JSON object when the work is done, and an error when the host must come again.
/// </summary>
public static class TriggerEndpoints
{
    public const string Relay = "/trigger-relay";
    public const string Events = "/trigger-events";

    /// <summary>None at all where the host did not start this process.</summary>
    public static void MapTriggers(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (FunctionsHost.IsHosting(app.Configuration))
        {
            // Every method, so that none tells by a 405 that there is something here.
            app.ForHostOnly(app.Map(Relay, RelayAsync), Relay);
            app.ForHostOnly(app.Map(Events, EventAsync), Events);
        }
    }

    private static void ForHostOnly(this WebApplication app, RouteHandlerBuilder trigger, string path)
    {
        var services = app.Services;
        var filter = new HostOnlyFilter(
            path,
            services.GetRequiredService<PlatformTelemetry>(),
            services.GetRequiredService<ILogger<HostOnlyFilter>>()
        );
        trigger
            .AllowAnonymous()
            .WithMetadata(UnlimitedMetadata.Instance, new DisableRequestTimeoutAttribute())
            .ExcludeFromDescription()
            .AddEndpointFilter(filter);
    }

    private static async Task<IResult> RelayAsync(
        HttpContext context,
        RelaySweep sweep,
        AgreementSweepLoop agreements,
        IOptions<TriggerOptions> options
    )
    {
        // Before the relay, so that it takes along what the sweep has to tell.
        await agreements.RunIfDueAsync(context.RequestAborted);
        return await sweep.RunAsync(TimeSpan.FromSeconds(options.Value.RelaySeconds), context.RequestAborted)
            ? Done("The relay has swept.")
            : Problems.Unavailable(context);
    }

    private static async Task<IResult> EventAsync(
        HttpContext context,
        EventShelf shelf,
        IOptions<TriggerOptions> options,
        TimeProvider time,
        ILogger<HostOnlyFilter> logger
    )
    {
        if (await HostPayload.EventIdAsync(context.Request.Body, context.RequestAborted) is not { } id || !EventShelf.CanBeId(id))
        {
            // An error, so that the broker delivers it again until it lies among the dead letters, where an operator sees it.
            Log.MessageNotOurs(logger);
            return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.EventSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        try
        {
            var delivered = await shelf.DeliverAsync(id, either.Token).AsTask().WaitAsync(either.Token);
            return Done(delivered ? "Delivered." : "No such event waits.");
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            Log.EventTookTooLong(logger, options.Value.EventSeconds);
            return Problems.Unavailable(context);
        }
    }

    // The host waits for ever on an empty answer.
    private static IResult Done(string line) => TypedResults.Json(new HostAnswer([line]), HostAnswerJson.Default.HostAnswer);
}
