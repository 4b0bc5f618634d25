using DataSharing.Web.OpenApi;
using Microsoft.OpenApi;

namespace DataSharing.Web.Composition;

internal static class OpenApiServices
{
    public static IServiceCollection AddApiDescription(this IServiceCollection services)
    {
        services.AddOpenApi(
            ApiDocument.Name,
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.AddSchemaTransformer<ValueSchemas>();
                options.AddOperationTransformer<OperationFacts>();
                options.AddDocumentTransformer<ApiDocument>();
            }
        );
        services.AddSingleton<OpenApiFile>();
        return services;
    }
}
