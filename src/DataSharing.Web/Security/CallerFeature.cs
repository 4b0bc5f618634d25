using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Web.Security;

/// <summary>What this request's token and the directory made of its caller, and the head that it was made from.</summary>
public sealed class CallerFeature(CallerResolution resolution, ReadHead head, bool claimsPartnershipRole)
{
    public CallerResolution Resolution { get; } = resolution;

    /// <summary>The partnership head as this request read it. What was acknowledged before the request began is in it.</summary>
    public ReadHead Head { get; } = head;

    /// <summary>The token carried a partnership role's word. It counts for nothing here, and is worth an entry.</summary>
    public bool ClaimsPartnershipRole { get; } = claimsPartnershipRole;

    /// <summary>Null where the resolution is a refusal.</summary>
    public Caller? Caller { get; } = (resolution as CallerResolution.Resolved)?.Caller;
}

public static class CallerFeatureExtensions
{
    /// <summary>The caller of an endpoint that requires one.</summary>
    /// <exception cref="InvalidOperationException">The endpoint lets anybody in, so nobody was asked who they are.</exception>
    public static Caller GetCaller(this HttpContext context) => context.FindCaller() ?? throw NoCaller();

    /// <summary>The caller, or null where the endpoint lets anybody in.</summary>
    public static Caller? FindCaller(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<CallerFeature>()?.Caller;
    }

    /// <summary>The head that the caller was resolved with, so that a handler need not read it again.</summary>
    /// <exception cref="InvalidOperationException">The endpoint lets anybody in.</exception>
    public static ReadHead GetPartnershipHead(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<CallerFeature>()?.Head ?? throw NoCaller();
    }

    private static InvalidOperationException NoCaller() => new("This endpoint does not require a caller.");
}
