namespace DataSharing.Web.Security;

/// <summary>What became of the token that a request showed.</summary>
public abstract record TokenOutcome
{
    private TokenOutcome() { }

    public sealed record Valid(ValidatedToken Token) : TokenOutcome;

    public sealed record Invalid(AuthenticationFault Fault) : TokenOutcome;

    /// <summary>The issuer's keys have never been read, so nothing can be said of any token: 503, not 401.</summary>
    public sealed record Undecidable : TokenOutcome;
}

/// <summary>Why a request was not authenticated: the causes that are counted.</summary>
public enum AuthenticationFault
{
    /// <summary>No bearer token at all.</summary>
    NoToken,

    /// <summary>Not a token that can be read, or without the claims of one.</summary>
    Malformed,

    /// <summary>Past its time, or before it.</summary>
    Expired,

    WrongIssuer,

    WrongAudience,

    /// <summary>Signature, key or algorithm.</summary>
    WrongSignature,

    /// <summary>A true token of a tenant that the directory does not know.</summary>
    UnknownTenant,

    /// <summary>Refused for any other reason.</summary>
    Other,
}
