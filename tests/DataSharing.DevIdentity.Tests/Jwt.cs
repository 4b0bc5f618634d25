using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DataSharing.DevIdentity.Tests;

/// <summary>Reads a token as text, without the library that wrote it having a say in claim types.</summary>
internal static class Jwt
{
    public static JsonElement Header(string token) => Part(token, 0);

    public static JsonElement Payload(string token) => Part(token, 1);

    public static async Task<bool> IsSignedByAsync(string token, JsonElement keySet)
    {
        var outcome = await new JsonWebTokenHandler().ValidateTokenAsync(
            token,
            new TokenValidationParameters
            {
                IssuerSigningKeys = new JsonWebKeySet(keySet.GetRawText()).GetSigningKeys(),
                ValidateIssuer = false,
                ValidAudience = DemoIdentities.ApiClientId,
            }
        );
        return outcome.IsValid;
    }

    private static JsonElement Part(string token, int index) =>
        JsonDocument.Parse(Base64UrlEncoder.Decode(token.Split('.')[index])).RootElement;
}
