using System.ComponentModel.DataAnnotations;

namespace DataSharing.Web.Limits;

/// <summary>How much one caller may ask of the platform. Section <c>Limits</c>. Beyond it: 429 with Retry-After, or 503 when the platform itself is full.</summary>
public sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>Sustained requests per second of all people and systems of one agency together.</summary>
    [Range(1, 1_000_000)]
    public int AgencyRequestsPerSecond { get; set; } = 500;

    /// <summary>Requests that an agency may make at once after a quiet time.</summary>
    [Range(1, 1_000_000)]
    public int AgencyBurstRequests { get; set; } = 1_000;

    /// <summary>Sustained requests per second of one person or one system.</summary>
    [Range(1, 1_000_000)]
    public int ActorRequestsPerSecond { get; set; } = 100;

    /// <summary>Requests that one person or system may make at once after a quiet time.</summary>
    [Range(1, 1_000_000)]
    public int ActorBurstRequests { get; set; } = 200;

    /// <summary>Sustained requests per second without a valid token, of one network address (IPv6: of one /64).</summary>
    [Range(1, 1_000_000)]
    public int AddressRequestsPerSecond { get; set; } = 20;

    /// <summary>Requests without a valid token that an address may make at once after a quiet time.</summary>
    [Range(1, 1_000_000)]
    public int AddressBurstRequests { get; set; } = 60;

    /// <summary>Requests that the platform works on at the same time.</summary>
    [Range(1, 100_000)]
    public int ConcurrentRequests { get; set; } = 1_024;

    /// <summary>After this many seconds a request is given up and answered 503.</summary>
    [Range(1, 600)]
    public int RequestSeconds { get; set; } = 30;
}
