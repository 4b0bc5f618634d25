using System.Globalization;
using System.Text.Json.Nodes;
using DataSharing.Web.Api;
using DataSharing.Web.Limits;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DataSharing.Web.OpenApi;

/// <summary>
/// What each operation's metadata says beyond its signature: the headers it reads and sends, the problems it answers with, and who may call.
/// All of it comes from the endpoints themselves, so that the document cannot say something else than the code does.
/// </summary>
internal sealed class OperationFacts : IOpenApiOperationTransformer
{
    private static readonly ProblemType[] ForCallers =
    [
        ProblemTypes.Unauthenticated,
        ProblemTypes.CallerNotRegistered,
        ProblemTypes.AgencySuspended,
        ProblemTypes.PersonSuspended,
        ProblemTypes.ForbiddenRole,
    ];

    private static readonly ProblemType[] ForAll =
    [
        ProblemTypes.MalformedRequest,
        ProblemTypes.TooManyRequests,
        ProblemTypes.InternalError,
        ProblemTypes.Unavailable,
        ProblemTypes.TimedOut,
    ];

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var isOpen = metadata.OfType<IAllowAnonymous>().Any();
        var problems = metadata.OfType<ProblemMetadata>().SelectMany(m => m.Types).ToList();
        if (!metadata.OfType<UnlimitedMetadata>().Any())
        {
            problems.AddRange(ForAll);
        }

        if (!isOpen)
        {
            problems.AddRange(ForCallers);
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiDocument.SecurityScheme, context.Document)] = [] },
            ];
        }

        AddRequestHeaders(operation, metadata.OfType<RequestHeaderMetadata>());
        AddResponseHeaders(operation, metadata.OfType<ResponseHeaderMetadata>());
        AddProblems(operation, problems, context.Document);
        return Task.CompletedTask;
    }

    private static void AddRequestHeaders(OpenApiOperation operation, IEnumerable<RequestHeaderMetadata> headers)
    {
        operation.Parameters ??= [];
        foreach (var header in headers)
        {
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = header.Name,
                    In = ParameterLocation.Header,
                    Required = header.Required,
                    Description = header.Description,
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        MinLength = header.MinimumLength,
                        MaxLength = header.MaximumLength,
                    },
                    Example = JsonValue.Create(header.Example),
                }
            );
        }
    }

    private static void AddResponseHeaders(OpenApiOperation operation, IEnumerable<ResponseHeaderMetadata> headers)
    {
        var successes = operation.Responses?.Where(r => r.Key.StartsWith('2')).Select(r => r.Value).OfType<OpenApiResponse>() ?? [];
        foreach (var (response, header) in successes.SelectMany(_ => headers, (response, header) => (response, header)))
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            response.Headers[header.Name] = new OpenApiHeader
            {
                Required = true,
                Description = header.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = JsonValue.Create(header.Example),
            };
        }
    }

    private static void AddProblems(OpenApiOperation operation, IEnumerable<ProblemType> problems, OpenApiDocument? document)
    {
        operation.Responses ??= [];
        foreach (var group in problems.Distinct().GroupBy(p => (int)p.Status).OrderBy(g => g.Key))
        {
            var types = group.ToArray();
            operation.Responses[group.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join(" ", types.Select(t => $"{t.Title}.")),
                Headers = HeadersOf(group.Key),
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/problem+json"] = new OpenApiMediaType
                    {
                        Schema = SchemaOf(types, document),
                        Examples = ExamplesOf(types),
                    },
                },
            };
        }
    }

    private static OpenApiSchema SchemaOf(ProblemType[] types, OpenApiDocument? document) =>
        new()
        {
            AllOf =
            [
                new OpenApiSchemaReference(ApiDocument.ProblemSchema, document),
                new OpenApiSchema
                {
                    Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                    {
                        ["type"] = new OpenApiSchema { Enum = [.. types.Select(t => JsonValue.Create(t.Uri))] },
                    },
                },
            ],
        };

    private static Dictionary<string, IOpenApiExample> ExamplesOf(ProblemType[] types) =>
        types.ToDictionary(
            t => t.Slug,
            IOpenApiExample (t) =>
                new OpenApiExample
                {
                    Value = new JsonObject
                    {
                        ["type"] = t.Uri,
                        ["title"] = t.Title,
                        ["status"] = (int)t.Status,
                        ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
                    },
                },
            StringComparer.Ordinal
        );

    private static Dictionary<string, IOpenApiHeader>? HeadersOf(int status) =>
        status switch
        {
            StatusCodes.Status401Unauthorized => Header("WWW-Authenticate", "The scheme to authenticate with.", JsonSchemaType.String),
            StatusCodes.Status412PreconditionFailed => Header("ETag", "The record's version now.", JsonSchemaType.String),
            StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => Header(
                "Retry-After",
                "Seconds to wait.",
                JsonSchemaType.Integer
            ),
            _ => null,
        };

    private static Dictionary<string, IOpenApiHeader> Header(string name, string description, JsonSchemaType type) =>
        new(StringComparer.Ordinal)
        {
            [name] = new OpenApiHeader
            {
                Required = true,
                Description = description,
                Schema = new OpenApiSchema { Type = type },
            },
        };
}
