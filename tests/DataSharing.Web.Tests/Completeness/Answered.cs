using System.Net;

namespace DataSharing.Web.Tests.Completeness;

/// <summary>What the client noted of one call: what it sent, what it was answered, and what a complete log must therefore hold.</summary>
/// <param name="Kind">Of the call, for counts and messages.</param>
/// <param name="User">Who called; null for nobody.</param>
/// <param name="Status">As answered.</param>
/// <param name="Receipt">As it came; null where none came.</param>
internal sealed record Answered(string Kind, string? User, HttpStatusCode Status, string? Receipt)
{
    /// <summary>The acts that the entry may be; none where the call must leave no entry.</summary>
    public required IReadOnlyList<string> Acts { get; init; }

    /// <summary>Ids of every subject that the answer told of, or that the act was about.</summary>
    public IReadOnlySet<string> Subjects { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What was looked for; null where the entry's private part holds no such words.</summary>
    public string? Asked { get; init; }

    /// <summary>The reason that was stated; null where none was.</summary>
    public string? Reason { get; init; }

    /// <summary>What the details of the entry must hold.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public override string ToString() => $"{Kind} by {User ?? "nobody"}, answered {(int)Status}";
}
