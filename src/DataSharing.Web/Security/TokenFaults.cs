using Microsoft.IdentityModel.Tokens;

namespace DataSharing.Web.Security;

/// <summary>Sorts the library's exceptions into the causes that are counted.</summary>
internal static class TokenFaults
{
    public static AuthenticationFault Of(Exception? failure) =>
        failure switch
        {
            null => AuthenticationFault.NoToken,
            AggregateException { InnerExceptions: [var only] } => Of(only),
            SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenInvalidLifetimeException =>
                AuthenticationFault.Expired,
            SecurityTokenInvalidIssuerException => AuthenticationFault.WrongIssuer,
            SecurityTokenInvalidAudienceException => AuthenticationFault.WrongAudience,
            SecurityTokenInvalidSignatureException or SecurityTokenInvalidSigningKeyException or SecurityTokenInvalidAlgorithmException =>
                AuthenticationFault.WrongSignature,
            SecurityTokenMalformedException or ArgumentException => AuthenticationFault.Malformed,
            _ => AuthenticationFault.Other,
        };
}
