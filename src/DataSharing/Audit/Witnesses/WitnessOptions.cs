using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>Who cosigns this log's checkpoints, and how they are asked. Section <c>Witnesses</c>.</summary>
public sealed class WitnessOptions : IValidatableObject
{
    public const string Section = "Witnesses";

    /// <summary>
    /// Each witness's verification key, a blank, and its address, with ';' between two of them. Empty for none. Keys are trusted because somebody
    /// carried them here from the witness, and for no other reason.
    /// </summary>
    [StringLength(16_384)]
    public string Members { get; set; } = "";

    /// <summary>How many of them must have cosigned a checkpoint before it is given out as cosigned; 0 for one more than half.</summary>
    [Range(0, 50)]
    public int Wanted { get; set; }

    /// <summary>Between two rounds at least this long. Milliseconds.</summary>
    [Range(10, 600_000)]
    public int PaceMilliseconds { get; set; } = 1_000;

    /// <summary>A witness must have answered within this time, or it counts as away. Seconds.</summary>
    [Range(1, 60)]
    public int AnswerSeconds { get; set; } = 5;

    /// <summary>A witness that is away or refuses is asked again after a second, two, four, and so on up to this. Seconds.</summary>
    [Range(1, 3_600)]
    public int LongestPauseSeconds { get; set; } = 300;

    /// <summary>Who they are.</summary>
    /// <exception cref="InvalidOperationException">The options were not validated.</exception>
    internal WitnessRoster Roster() => TryRead(out var roster, out var why) ? roster : throw new InvalidOperationException(why);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TryRead(out _, out var why))
        {
            yield return new ValidationResult($"Witnesses:Members: {why}", [nameof(Members)]);
        }
    }

    private bool TryRead([NotNullWhen(true)] out WitnessRoster? roster, out string why)
    {
        roster = null;
        var members = new List<WitnessMember>();
        foreach (var member in Members.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (
                member.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var text, var url]
                || !WitnessKey.TryParse(text, out var key)
                || !Uri.TryCreate(url.EndsWith('/') ? url : url + '/', UriKind.Absolute, out var address)
                || address.Scheme is not ("http" or "https")
            )
            {
                why = string.Create(
                    CultureInfo.InvariantCulture,
                    $"number {members.Count + 1} is not a witness's key (name+id+key), a blank and an http address."
                );
                return false;
            }

            members.Add(new WitnessMember(key, address));
        }

        var (policy, fault) = WitnessPolicy.Of(
            [.. members.Select(m => m.Key)],
            Wanted > 0 ? Wanted
                : members.Count == 0 ? 0
                : (members.Count / 2) + 1
        );
        roster = policy is null ? null : new WitnessRoster(members, policy);
        why = fault;
        return roster is not null;
    }
}

/// <summary>A witness of this log.</summary>
/// <param name="Key">Its public key.</param>
/// <param name="Address">The prefix of its door; ends in '/'.</param>
internal sealed record WitnessMember(WitnessKey Key, Uri Address);

/// <summary>All of them, and how many are wanted.</summary>
internal sealed record WitnessRoster(IReadOnlyList<WitnessMember> Members, WitnessPolicy Policy);
