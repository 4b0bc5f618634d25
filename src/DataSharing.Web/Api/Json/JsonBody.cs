using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DataSharing.Audit;
using Microsoft.AspNetCore.Http.Metadata;

namespace DataSharing.Web.Api;

/// <summary>A request's body, read strictly (<see cref="PlatformJson"/>) before the handler runs. Whatever is wrong is answered with a pointer to it.</summary>
[SuppressMessage("Design", "CA1000", Justification = "Minimal APIs bind a parameter through static members of its type.")]
public sealed class JsonBody<T> : IEndpointParameterMetadataProvider
    where T : class
{
    private static readonly JsonTypeInfo<T> Type = (JsonTypeInfo<T>)PlatformJson.Options.GetTypeInfo(typeof(T));

    private JsonBody(T value, ReadOnlyMemory<byte> bytes)
    {
        Value = value;
        Bytes = bytes;
    }

    public T Value { get; }

    /// <summary>The body as it was sent; what a retry is compared by.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The request as retries are told apart.</summary>
    public RetryKey RetryUnder(IdempotencyKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new RetryKey(key.Value, Bytes);
    }

    /// <exception cref="InputRefusedException">Wrong media type, too large, not JSON, or not of this shape.</exception>
    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context)
    {
        var body = await BodyBytes.ReadAsync(context);
        if (!JsonText.IsWellFormed(body.Span))
        {
            throw new InputRefusedException(Problems.InvalidBody("The body must be UTF-8 throughout, escapes included."));
        }

        try
        {
            return JsonSerializer.Deserialize(body.Span, Type) is not { } value
                    ? throw new InputRefusedException(Problems.InvalidBody("The body is null."))
                : NullItems.Find(body.Span, Type) is { } pointer
                    ? throw new InputRefusedException(Problems.InvalidField(pointer, "A list has no nulls among its items."))
                : new JsonBody<T>(value, body);
        }
        catch (JsonException exception)
        {
            throw new InputRefusedException(JsonFault.Describe(exception, body, Type));
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
        builder.Metadata.Add(new ProblemMetadata(BodyBytes.Problems));
    }

    // Bodies hold personal data: never through string formatting.
    public override string ToString() => $"JsonBody<{typeof(T).Name}>(redacted)";
}
