using System.ComponentModel.DataAnnotations;

namespace DataSharing.Web.Security;

/// <summary>How long a person stays signed in to the pages, and under which address they are reached. Section <c>Pages</c>.</summary>
public sealed class PageSessionOptions
{
    public const string Section = "Pages";

    /// <summary>A session without a request for this long is over. Minutes.</summary>
    [Range(1, 240)]
    public int IdleMinutes { get; set; } = 30;

    /// <summary>A session is over this long after signing in, whatever happens in it. Hours.</summary>
    [Range(1, 24)]
    public int AbsoluteHours { get; set; } = 8;

    /// <summary>How long a stated purpose and reason open what they were stated for. Minutes.</summary>
    [Range(1, 60)]
    public int AccessMinutes { get; set; } = 15;

    /// <summary>
    /// Where people's browsers reach the pages, such as <c>https://share.example.org</c>, when a front end ends TLS before the platform. Not read
    /// from headers, which anybody could send. Null: as the request came in.
    /// </summary>
    public Uri? PublicAddress { get; set; }

    /// <summary>The platform's secret at the identity provider, where it has one: from the environment or a secret store, never from a file of the repository.</summary>
    public string? ClientSecret { get; set; }
}
