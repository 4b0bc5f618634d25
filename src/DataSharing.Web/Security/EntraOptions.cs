namespace DataSharing.Web.Security;

/// <summary>Who issues tokens, and for whom the platform runs. Section <c>Identity</c>. Development differs from production in these values only.</summary>
public sealed class EntraOptions
{
    public const string Section = "Identity";

    /// <summary>The identity provider: <c>https://login.microsoftonline.com/</c>, or the development issuer on loopback.</summary>
    public string Instance { get; set; } = "";

    /// <summary>The platform's own application id: the audience of every token.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The authority that metadata and keys are read from; <c>organizations</c>, because every agency brings its own tenant.</summary>
    public string TenantId { get; set; } = "organizations";

    /// <summary>The tenant of the partnership's own office. Its people are bound to agency <c>partnership-office</c> when the store is founded.</summary>
    public string OperatorTenantId { get; set; } = "";

    /// <summary>Object id, in the operator's tenant, of the person who administers an empty store. Only read when the store is founded.</summary>
    public string? FirstAdministrator { get; set; }

    /// <summary>How often the issuer's keys are read again without being asked for, so that a withdrawn key is dropped. Minutes.</summary>
    public int KeyRefreshMinutes { get; set; } = 60;

    /// <summary>How many validated tokens are remembered.</summary>
    public int RememberedTokens { get; set; } = 20_000;
}
