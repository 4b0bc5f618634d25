using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DataSharing.Identity;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DataSharing.Web.OpenApi;

/// <summary>
/// Describes the types that read and write themselves as JSON strings. The generator cannot look into a converter and would say "anything".
/// </summary>
internal sealed class ValueSchemas : IOpenApiSchemaTransformer
{
    private const string SlugPattern = "^[a-z](-?[a-z0-9])+$";

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        var isNullable = type != context.JsonTypeInfo.Type || schema.Type?.HasFlag(JsonSchemaType.Null) == true;
        if (type == typeof(DateTimeOffset))
        {
            Describe(schema, isNullable, format: "date-time", example: "2026-11-23T09:30:00Z");
        }
        else if (type == typeof(TimeSpan))
        {
            Describe(schema, isNullable, format: "duration", example: "P28D");
        }
        else if (Examples.TryGetValue(type, out var example))
        {
            Describe(schema, isNullable, format: null, example);
            (schema.Pattern, schema.MinLength, schema.MaxLength) = (SlugPattern, 2, 40);
        }
        else if (type.IsEnum && schema.Enum is { Count: > 0 } words)
        {
            // Where a property may be null its own schema says so; among the words, null would make "null or one of the words" ambiguous.
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. words.Where(word => word is not null && word.GetValueKind() == JsonValueKind.String)];
        }
        else if (IsText(schema, context.JsonTypeInfo))
        {
            Describe(schema, isNullable, format: null, example: null);
        }

        return Task.CompletedTask;
    }

    private static readonly Dictionary<Type, string> Examples = new()
    {
        [typeof(AgencyId)] = "eastmere-police",
        [typeof(PurposeCode)] = "safeguarding-children",
        [typeof(DataCategory)] = "missing-episodes",
    };

    // Our value objects all read and write themselves as strings; free JSON is the one thing of ours that may be anything.
    private static bool IsText(OpenApiSchema schema, JsonTypeInfo type) =>
        type.Kind == JsonTypeInfoKind.None
        && schema is { Type: null, Enum: null or { Count: 0 }, AnyOf: null, OneOf: null, AllOf: null }
        && type.Type.Namespace?.StartsWith(nameof(DataSharing), StringComparison.Ordinal) == true
        && type.Type != typeof(JsonElement);

    private static void Describe(OpenApiSchema schema, bool isNullable, string? format, string? example)
    {
        schema.Type = isNullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        schema.Format = format;
        schema.Pattern = null;
        schema.Examples = example is null ? null : [JsonValue.Create(example)];
    }
}
