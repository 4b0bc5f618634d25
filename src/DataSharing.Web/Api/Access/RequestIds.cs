using System.Diagnostics;

namespace DataSharing.Web.Api;

/// <summary>
/// <c>X-Request-ID</c> on the decision door: what a caller names a request comes back with whatever the answer is (AuthZEN Authorization API 1.0,
/// section 10.1, "Request Identification"). Also brings the one error of that API's binding that others here have a status of their own for.
/// </summary>
internal static class RequestIds
{
    public const string HeaderName = "X-Request-ID";
    public const int MaximumLength = 200;

    public static void UseRequestIds(this WebApplication app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/access", StringComparison.Ordinal), door => door.Use(AnswerAsync));

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var sent = HeaderValue.Single(context, HeaderName);
        if (sent is not null && (sent.Length is 0 or > MaximumLength || sent.AsSpan().ContainsAnyExceptInRange('!', '~')))
        {
            throw HeaderValue.Refused(HeaderName, $"Use 1 to {MaximumLength} printable ASCII characters without spaces.");
        }

        var id = sent ?? (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[HeaderName] = id;
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
            // Routing turns other media types away before anything is read.
            if (context.Response is { StatusCode: StatusCodes.Status415UnsupportedMediaType, HasStarted: false, ContentType: null })
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
            }
        }
        catch (InputRefusedException refused) when (refused.Problem.StatusCode == StatusCodes.Status415UnsupportedMediaType)
        {
            // The binding knows no other error of what was sent than 400.
            throw new InputRefusedException(Problems.InvalidBody("Send application/json in UTF-8, without Content-Encoding."));
        }
    }
}
