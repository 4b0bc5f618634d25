using DataSharing.Web.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DataSharing.Web.OpenApi;

/// <summary>What the OpenAPI document says of the API as a whole: its security scheme and the shape of problems.</summary>
internal sealed class ApiDocument : IOpenApiDocumentTransformer
{
    public const string Name = "v1";
    public const string SecurityScheme = "bearer";
    public const string ProblemSchema = "Problem";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "DataSharing",
            Version = "1",
            Description =
                "One agency discloses to another under an agreement, and every act is in a verifiable log. Refusals and failures are problem "
                + "details (RFC 9457); their types are listed in docs/problems.md. Times are RFC 3339 in UTC, durations ISO 8601.",
        };
        // Relative: the platform does not know the host name that its partnership gave it.
        document.Servers = [new OpenApiServer { Url = "/" }];
        var components = document.Components ??= new OpenApiComponents();
        components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        components.SecuritySchemes[SecurityScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description =
                "An access token of your own Entra tenant for this platform. Tenant, client or person must be bound to an agency.",
        };
        components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        components.Schemas[ProblemSchema] = Problem(document);
        return Task.CompletedTask;
    }

    private static OpenApiSchema Problem(OpenApiDocument document) =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description = "Why a request was refused or failed. Never repeats what was sent.",
            Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status" },
            AdditionalPropertiesAllowed = false,
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["type"] = Text("What programs tell problems apart by."),
                ["title"] = Text("The same for every problem of the type."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
                ["detail"] = Text("The rule that was broken, for people."),
                ["pointer"] = Text("RFC 6901 pointer to the field of the body that is at fault."),
                ["code"] = Text("Which rule of the panel; see docs/panels.md."),
                ["header"] = Text("The header that is at fault."),
                ["parameter"] = Text("The query parameter that is at fault."),
                // The decision that refused, with reasons and rules for each category.
                ["decision"] = new OpenApiSchemaReference(nameof(DecisionResponse), document),
                ["findings"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                        {
                            ["code"] = Text("Stable code; see docs/agreements.md."),
                            ["pointer"] = Text("RFC 6901 pointer into the document."),
                            ["detail"] = Text("What is wrong, for people."),
                        },
                    },
                    Description = "Everything that is wrong with an agreement document.",
                },
                ["reasons"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                        {
                            ["code"] = Text("Stable code; see docs/tactics.md."),
                            ["detail"] = Text("The rule, for people."),
                            ["pointer"] = new OpenApiSchema
                            {
                                Type = JsonSchemaType.String | JsonSchemaType.Null,
                                Description = "RFC 6901 pointer to the field that breaks it; null where the deployment itself does.",
                            },
                        },
                    },
                    Description = "Everything that stands in the way of a change to a deployment.",
                },
                ["holds"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = Text("legal-hold, emergency-open, request-open or deployment-live."),
                    Description = "What forbids a disposal for now.",
                },
                ["traceId"] = Text("Finds the request in traces and logs."),
            },
        };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
