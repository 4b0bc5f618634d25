using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.DevIdentity;

/// <summary>Doors that Entra does not have: a token straight away for scripts, and rolling the key for tests.</summary>
internal static class DevelopmentEndpoints
{
    public static void MapDevelopmentDoors(this IEndpointRouteBuilder app, DevIssuerOptions options)
    {
        app.MapGet("/", () => "DataSharing development issuer. POST /dev/token {\"user\":\"amira\"} gives a token.\n");
        app.MapPost("/dev/token", Token);
        if (options.AllowKeyRoll)
        {
            app.MapPost("/dev/roll-key", RollKey);
        }
    }

    private static Results<Ok<DevTokenResponse>, NotFound<DevTokenRefusal>> Token(DevTokenRequest request, DevTokens tokens) =>
        DemoIdentities.People.TryGetValue(request.User, out var person)
            ? TypedResults.Ok(new DevTokenResponse(tokens.For(person), "Bearer", (int)DevTokens.Lifetime.TotalSeconds))
            : TypedResults.NotFound(new DevTokenRefusal("unknown_user", [.. DemoIdentities.People.Keys.Order(StringComparer.Ordinal)]));

    private static NoContent RollKey(IServiceProvider services)
    {
        services.RollKey();
        return TypedResults.NoContent();
    }
}

internal sealed record DevTokenRequest(string User);

internal sealed record DevTokenResponse(
    [property: System.Text.Json.Serialization.JsonPropertyName("access_token")] string AccessToken,
    [property: System.Text.Json.Serialization.JsonPropertyName("token_type")] string TokenType,
    [property: System.Text.Json.Serialization.JsonPropertyName("expires_in")] int ExpiresIn
);

internal sealed record DevTokenRefusal(string Error, IReadOnlyList<string> Users);
