using Microsoft.AspNetCore.Http.Metadata;

namespace DataSharing.Web.Api;

/// <summary>Problems an endpoint may answer with, for the OpenAPI document. Entries add up.</summary>
public sealed record ProblemMetadata(IReadOnlyList<ProblemType> Types);

/// <summary>A request header that an endpoint reads, for the OpenAPI document.</summary>
public sealed record RequestHeaderMetadata(
    string Name,
    bool Required,
    string Description,
    string Example,
    int MinimumLength,
    int MaximumLength
);

/// <summary>A header of an endpoint's successful answers, for the OpenAPI document.</summary>
public sealed record ResponseHeaderMetadata(string Name, string Description, string Example);

/// <summary>The largest body that an endpoint takes.</summary>
public sealed record MaximumBodyMetadata(long Bytes) : IRequestSizeLimitMetadata
{
    /// <summary>What Kestrel is told, once routing knows the endpoint.</summary>
    long? IRequestSizeLimitMetadata.MaxRequestBodySize => Bytes;
}

/// <summary>What endpoints say about themselves beyond their signature.</summary>
public static class EndpointMetadataExtensions
{
    /// <summary>States problems beyond those that the parameters imply.</summary>
    public static TBuilder WithProblems<TBuilder>(this TBuilder builder, params ProblemType[] types)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ProblemMetadata(types));

    /// <param name="maximumBytes">Kestrel is told too: without this it takes at most <see cref="BodyBytes.DefaultMaximum"/>.</param>
    public static TBuilder WithMaximumBody<TBuilder>(this TBuilder builder, long maximumBytes)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new MaximumBodyMetadata(maximumBytes));

    public static TBuilder WithETag<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ResponseHeaderMetadata("ETag", "Version of the record; send it back in If-Match.", "\"1\""));

    public static TBuilder WithAuditReceipt<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(
            new ResponseHeaderMetadata(
                ResponseHeaders.AuditReceipt,
                "Signed promise that this act is in the log, base64url; check it with `datasharing verify`.",
                "ZXhhbXBsZQ"
            )
        );
}
