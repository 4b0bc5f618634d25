using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using DataSharing.Identity;
using Microsoft.AspNetCore.Http.Metadata;

namespace DataSharing.Web.Api;

/// <summary>Why the caller looks at personal data (UK GDPR Art 5(1)(b)): header <c>Access-Purpose</c>, a purpose code that agreements name.</summary>
public sealed record AccessPurpose : IEndpointParameterMetadataProvider
{
    public const string HeaderName = "Access-Purpose";

    private const string Rule = "Send a purpose code such as safeguarding-children.";

    private AccessPurpose(PurposeCode code) => Code = code;

    public PurposeCode Code { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out AccessPurpose? parsed)
    {
        parsed = PurposeCode.TryParse(text, out var code) ? new AccessPurpose(code) : null;
        return parsed is not null;
    }

    /// <exception cref="InputRefusedException">Missing, twice, or not a purpose code.</exception>
    public static ValueTask<AccessPurpose?> BindAsync(HttpContext context) =>
        TryParse(HeaderValue.Required(context, HeaderName, Rule), out var parsed)
            ? ValueTask.FromResult<AccessPurpose?>(parsed)
            : throw HeaderValue.Refused(HeaderName, Rule);

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        HeaderValue.Describe(
            parameter,
            builder,
            new RequestHeaderMetadata(HeaderName, Required: true, $"Why the data is read. {Rule}", "safeguarding-children", 2, 40),
            ProblemTypes.InvalidHeader
        );
}
