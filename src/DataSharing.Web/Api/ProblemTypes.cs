using System.Net;

namespace DataSharing.Web.Api;

/// <summary>One kind of refusal, as clients tell it apart: by its type, never by its wording.</summary>
/// <param name="Slug">Stable for ever; documented in docs/problems.md.</param>
/// <param name="Status">The HTTP status it travels with.</param>
/// <param name="Title">The same for every occurrence (RFC 9457 section 3.1.3).</param>
public sealed record ProblemType(string Slug, HttpStatusCode Status, string Title)
{
    /// <summary>The <c>type</c> member. A URN, because the platform runs under its partnership's own host name and owns no other.</summary>
    public string Uri { get; } = $"urn:datasharing:problem:{Slug}";
}

/// <summary>Every kind of problem that the platform answers with. A test compares this list with docs/problems.md.</summary>
public static class ProblemTypes
{
    public static readonly ProblemType InvalidBody = new("invalid-body", HttpStatusCode.BadRequest, "The body is not acceptable JSON");
    public static readonly ProblemType InvalidField = new(
        "invalid-field",
        HttpStatusCode.BadRequest,
        "A field of the body is not acceptable"
    );
    public static readonly ProblemType InvalidHeader = new(
        "invalid-header",
        HttpStatusCode.BadRequest,
        "A header is missing or not acceptable"
    );
    public static readonly ProblemType InvalidQuery = new(
        "invalid-query",
        HttpStatusCode.BadRequest,
        "A query parameter is not acceptable"
    );
    public static readonly ProblemType InvalidCursor = new("invalid-cursor", HttpStatusCode.BadRequest, "The cursor is not valid here");
    public static readonly ProblemType MalformedRequest = new("malformed-request", HttpStatusCode.BadRequest, "The request is malformed");
    public static readonly ProblemType Unauthenticated = new(
        "unauthenticated",
        HttpStatusCode.Unauthorized,
        "A valid access token is required"
    );
    public static readonly ProblemType CallerNotRegistered = new(
        "caller-not-registered",
        HttpStatusCode.Forbidden,
        "The caller is not bound to an agency of this partnership"
    );
    public static readonly ProblemType AgencySuspended = new(
        "agency-suspended",
        HttpStatusCode.Forbidden,
        "The caller's agency is suspended"
    );
    public static readonly ProblemType PersonSuspended = new(
        "person-suspended",
        HttpStatusCode.Forbidden,
        "The caller's access is suspended"
    );
    public static readonly ProblemType ForbiddenRole = new(
        "forbidden-role",
        HttpStatusCode.Forbidden,
        "The caller lacks the role that this needs"
    );
    public static readonly ProblemType SharingRefused = new("sharing-refused", HttpStatusCode.Forbidden, "No agreement permits this share");
    public static readonly ProblemType ReleaseNeedsAPerson = new(
        "release-needs-a-person",
        HttpStatusCode.Forbidden,
        "A person has to release this"
    );
    public static readonly ProblemType NeedsAnotherOfficer = new(
        "needs-another-officer",
        HttpStatusCode.Forbidden,
        "Nobody reviews their own access"
    );
    public static readonly ProblemType NotFound = new("not-found", HttpStatusCode.NotFound, "There is nothing here for this caller");
    public static readonly ProblemType MethodNotAllowed = new(
        "method-not-allowed",
        HttpStatusCode.MethodNotAllowed,
        "The method is not allowed here"
    );
    public static readonly ProblemType NotAcceptable = new(
        "not-acceptable",
        HttpStatusCode.NotAcceptable,
        "No acceptable representation exists"
    );
    public static readonly ProblemType RequestTimeout = new(
        "request-timeout",
        HttpStatusCode.RequestTimeout,
        "The request arrived too slowly"
    );
    public static readonly ProblemType Conflict = new("conflict", HttpStatusCode.Conflict, "The state of the record does not allow this");
    public static readonly ProblemType PanelRule = new("panel-rule", HttpStatusCode.Conflict, "A rule of the panel does not allow this");
    public static readonly ProblemType DeploymentRefused = new(
        "deployment-refused",
        HttpStatusCode.Conflict,
        "The rules of the tactic do not allow this"
    );
    public static readonly ProblemType DisposalHeld = new(
        "disposal-held",
        HttpStatusCode.Conflict,
        "Something forbids the disposal for now"
    );
    public static readonly ProblemType Disposed = new("disposed", HttpStatusCode.Gone, "The record was disposed of");
    public static readonly ProblemType PreconditionFailed = new(
        "precondition-failed",
        HttpStatusCode.PreconditionFailed,
        "The record has changed since it was read"
    );
    public static readonly ProblemType BodyTooLarge = new("body-too-large", HttpStatusCode.RequestEntityTooLarge, "The body is too large");
    public static readonly ProblemType UnsupportedMediaType = new(
        "unsupported-media-type",
        HttpStatusCode.UnsupportedMediaType,
        "The media type is not supported"
    );
    public static readonly ProblemType IdempotencyKeyReused = new(
        "idempotency-key-reused",
        HttpStatusCode.UnprocessableEntity,
        "The idempotency key was used with another body"
    );
    public static readonly ProblemType NoBroker = new("no-broker", HttpStatusCode.Conflict, "Events do not go over a broker here");
    public static readonly ProblemType AgreementUnlawful = new(
        "agreement-unlawful",
        HttpStatusCode.UnprocessableEntity,
        "The agreement does not pass the legal check"
    );
    public static readonly ProblemType AgreementTooTangled = new(
        "agreement-too-tangled",
        HttpStatusCode.UnprocessableEntity,
        "The agreement's rules overlap in more ways than can be worked out"
    );
    public static readonly ProblemType PreconditionRequired = new(
        "precondition-required",
        HttpStatusCode.PreconditionRequired,
        "This change needs If-Match"
    );
    public static readonly ProblemType TooManyRequests = new("too-many-requests", HttpStatusCode.TooManyRequests, "Too many requests");
    public static readonly ProblemType InternalError = new("internal-error", HttpStatusCode.InternalServerError, "The platform failed");
    public static readonly ProblemType Unavailable = new(
        "unavailable",
        HttpStatusCode.ServiceUnavailable,
        "The platform cannot answer now"
    );
    public static readonly ProblemType TimedOut = new("timed-out", HttpStatusCode.ServiceUnavailable, "The platform took too long");

    public static IReadOnlyList<ProblemType> All { get; } =
    [
        InvalidBody,
        InvalidField,
        InvalidHeader,
        InvalidQuery,
        InvalidCursor,
        MalformedRequest,
        Unauthenticated,
        CallerNotRegistered,
        AgencySuspended,
        PersonSuspended,
        ForbiddenRole,
        SharingRefused,
        ReleaseNeedsAPerson,
        NeedsAnotherOfficer,
        NotFound,
        MethodNotAllowed,
        NotAcceptable,
        RequestTimeout,
        Conflict,
        PanelRule,
        DeploymentRefused,
        NoBroker,
        DisposalHeld,
        Disposed,
        PreconditionFailed,
        BodyTooLarge,
        UnsupportedMediaType,
        IdempotencyKeyReused,
        AgreementUnlawful,
        AgreementTooTangled,
        PreconditionRequired,
        TooManyRequests,
        InternalError,
        Unavailable,
        TimedOut,
    ];
}
