using System.Security.Cryptography;
using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.Web.Api;
using DataSharing.Web.Pages;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Edge;

/// <summary>
/// The outermost layer: security headers on everything, and a problem for whatever ends without a body. One middleware of ours in place of
/// UseExceptionHandler and UseStatusCodePages, because the former drops the headers and both cost every request a little.
/// </summary>
internal sealed class EdgeMiddleware(RequestDelegate next, SecurityHeaders headers, ILogger<EdgeMiddleware> logger)
{
    private const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context)
    {
        var response = context.Response;
        headers.Write(response.Headers);
        if (PageMessages.AreFor(context))
        {
            PagePolicy.Write(context);
        }

        if (context.Request.ContentLength > 0 && HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            response.OnStarting(SayWhetherItCloses, context);
        }

        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is listening any more.
            if (!response.HasStarted)
            {
                response.StatusCode = ClientClosedRequest;
            }

            return;
        }
        catch (Exception exception) when (!response.HasStarted)
        {
            response.Clear();
            headers.Write(response.Headers);
            await context.AnswerAsync(ProblemFor(CauseOf(exception), context));
            return;
        }

        if (response.StatusCode >= StatusCodes.Status400BadRequest && !response.HasStarted && response.ContentType is null)
        {
            await AnswerBareStatus(context);
        }
    }

    /// <summary>
    /// Kestrel does not read a body beyond the limit to its end: it closes. Whoever refuses such a body without reading it must say so, or the client
    /// sends its next request into a connection that is going away.
    /// </summary>
    private static Task SayWhetherItCloses(object state)
    {
        var context = (HttpContext)state;
        if (context.Request.ContentLength > context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
        {
            context.Response.Headers.Connection = "close";
        }

        return Task.CompletedTask;
    }

    private static Task AnswerBareStatus(HttpContext context)
    {
        if (
            !PageMessages.AreFor(context)
            && context.Response.StatusCode == StatusCodes.Status401Unauthorized
            && context.Response.Headers.WWWAuthenticate.Count == 0
        )
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        var problem =
            context.Response.StatusCode == StatusCodes.Status503ServiceUnavailable
                ? Problems.Unavailable(context)
                : Problems.ForStatus(context.Response.StatusCode);
        return context.AnswerAsync(problem);
    }

    // Whatever stops the keys of cookies and forms from being had, the framework says that it could not encrypt.
    private static Exception CauseOf(Exception exception) =>
        exception is CryptographicException { InnerException: (StoreUnavailableException or KeyRingUnavailableException) and var cause }
            ? cause
            : exception;

    private ProblemHttpResult ProblemFor(Exception exception, HttpContext context)
    {
        var problem = exception switch
        {
            InputRefusedException refused => refused.Problem,
            BadHttpRequestException bad => Problems.ForStatus(bad.StatusCode),
            StoreUnavailableException or KeyRingUnavailableException => Problems.Unavailable(context),
            KeyDestroyedException => Problems.Disposed(),
            _ => Problems.InternalError(),
        };
        var (types, traceId) = (ExceptionSummary.Types(exception), Problems.TraceIdOf(problem));
        switch (exception)
        {
            case InputRefusedException or BadHttpRequestException or KeyDestroyedException:
                break;
            case StoreUnavailableException:
                logger.StoreUnavailable(types, traceId);
                break;
            case KeyRingUnavailableException:
                logger.KeyRingUnavailable(types, traceId);
                break;
            default:
                logger.RequestFailed(context.GetEndpoint()?.DisplayName, types, traceId, exception.StackTrace);
                break;
        }

        return problem;
    }
}
