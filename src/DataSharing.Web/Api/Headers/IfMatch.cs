using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using DataSharing.Storage;
using Microsoft.AspNetCore.Http.Metadata;

namespace DataSharing.Web.Api;

/// <summary>The version of a record that the caller read and means to change: one strong ETag.</summary>
/// <remarks>
/// Header <c>If-Match</c> (RFC 9110 section 13.1.1). <c>*</c>, lists and weak tags are refused: each would let a change land on a record that
/// the caller has not seen.
/// </remarks>
public sealed record IfMatch : IEndpointParameterMetadataProvider
{
    public const string HeaderName = "If-Match";
    public const int MaximumLength = 130;

    private const string Rule = "Send one strong ETag in double quotes, as it was read.";

    private IfMatch(RowVersion version) => Version = version;

    public RowVersion Version { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out IfMatch? parsed)
    {
        parsed = null;
        if (text is { Length: >= 3 and <= MaximumLength } && text[0] == '"' && text[^1] == '"')
        {
            var tag = text.AsSpan(1, text.Length - 2);
            // etagc without obs-text (RFC 9110 section 8.8.3), so a list of tags does not slip through as one.
            if (!tag.ContainsAnyExceptInRange('!', '~') && !tag.Contains('"'))
            {
                parsed = new IfMatch(new RowVersion(tag.ToString()));
            }
        }

        return parsed is not null;
    }

    /// <exception cref="InputRefusedException">Missing (428), or not one strong ETag (400).</exception>
    public static ValueTask<IfMatch?> BindAsync(HttpContext context)
    {
        var text = HeaderValue.Single(context, HeaderName) ?? throw new InputRefusedException(Problems.PreconditionRequired());
        return TryParse(text, out var parsed) ? ValueTask.FromResult<IfMatch?>(parsed) : throw HeaderValue.Refused(HeaderName, Rule);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        HeaderValue.Describe(
            parameter,
            builder,
            new RequestHeaderMetadata(HeaderName, Required: true, Rule, "\"1\"", 3, MaximumLength),
            ProblemTypes.InvalidHeader,
            ProblemTypes.PreconditionFailed,
            ProblemTypes.PreconditionRequired
        );
}
