using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace DataSharing.Web.Api;

/// <summary>The client's own name for one attempt to create something, so that a retry finds what the first try made.</summary>
/// <remarks>
/// Header <c>Idempotency-Key</c>, after draft-ietf-httpapi-idempotency-key-header, as 8 to 200 printable ASCII characters without the draft's
/// surrounding quotes, which clients leave out.
/// </remarks>
public sealed record IdempotencyKey : IEndpointParameterMetadataProvider
{
    public const string HeaderName = "Idempotency-Key";
    public const int MinimumLength = 8;
    public const int MaximumLength = 200;

    private const string Rule = "Use 8 to 200 printable ASCII characters.";

    private IdempotencyKey(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out IdempotencyKey? parsed)
    {
        var fits = text is { Length: >= MinimumLength and <= MaximumLength } && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
        parsed = fits && text is not null ? new IdempotencyKey(text) : null;
        return parsed is not null;
    }

    /// <exception cref="InputRefusedException">Missing, twice, or out of bounds.</exception>
    public static ValueTask<IdempotencyKey?> BindAsync(HttpContext context) =>
        TryParse(HeaderValue.Required(context, HeaderName, Rule), out var parsed)
            ? ValueTask.FromResult<IdempotencyKey?>(parsed)
            : throw HeaderValue.Refused(HeaderName, Rule);

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        HeaderValue.Describe(
            parameter,
            builder,
            new RequestHeaderMetadata(
                HeaderName,
                Required: true,
                $"Names this attempt, so that a retry finds what the first try made. {Rule}",
                "3f1c2a9e-demo-0001",
                MinimumLength,
                MaximumLength
            ),
            ProblemTypes.InvalidHeader,
            ProblemTypes.IdempotencyKeyReused
        );

    // Chosen by the client, who may have put anything into it.
    public override string ToString() => "IdempotencyKey(redacted)";
}
