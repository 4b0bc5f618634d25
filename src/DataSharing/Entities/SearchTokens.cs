using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using DataSharing.Identifiers;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>Where a token's rows lie: a range of one partition, one row a subject.</summary>
internal sealed record SearchToken(string PartitionKey, string Prefix);

/// <summary>
/// Keyed hashes by which subjects are found: no identifier, no name and no unkeyed hash of one is ever in a key. Each is under the secret of its
/// scheme and bound to the controller, so that the rows of an agency that may not share with the asker are never touched (docs/adr/0017).
/// </summary>
public sealed class SearchTokens(IKeyRing ring)
{
    private const string Name = "name";

    // The newest is written, all are read; an older one goes when its rows have been written anew.
    private const int NewestVersion = 1;
    private static readonly int[] ReadVersions = [NewestVersion];

    private readonly ConcurrentDictionary<string, byte[]> secrets = new(StringComparer.Ordinal);

    /// <summary>Everything that a subject is found by, in the newest version.</summary>
    internal async ValueTask<IReadOnlyList<SearchToken>> OfAsync(
        AgencyId controller,
        SubjectParticulars particulars,
        CancellationToken cancellationToken
    )
    {
        var tokens = new List<SearchToken>();
        foreach (var (scheme, value) in IdentifiersOf(particulars).Distinct())
        {
            tokens.Add(await MakeAsync(NewestVersion, controller, scheme, value, cancellationToken));
        }

        foreach (var prefix in NamesOf(particulars).SelectMany(NameWords.Prefixes).Distinct(StringComparer.Ordinal))
        {
            tokens.Add(await MakeAsync(NewestVersion, controller, Name, prefix, cancellationToken));
        }

        return tokens;
    }

    /// <summary>Where an identifier is looked up among one controller's subjects.</summary>
    internal ValueTask<IReadOnlyList<SearchToken>> ForIdentifierAsync(
        AgencyId controller,
        string scheme,
        string normalised,
        CancellationToken cancellationToken
    ) => AllVersionsAsync(controller, scheme, normalised, cancellationToken);

    /// <summary>Where the beginning of a name's word is looked up.</summary>
    internal ValueTask<IReadOnlyList<SearchToken>> ForNameAsync(AgencyId controller, string prefix, CancellationToken cancellationToken) =>
        AllVersionsAsync(controller, Name, prefix, cancellationToken);

    /// <summary>Every identifier, those of place and business among them.</summary>
    internal static IEnumerable<(string Scheme, string Value)> IdentifiersOf(SubjectParticulars particulars)
    {
        foreach (var identifier in particulars.Identifiers)
        {
            yield return (identifier.Scheme, identifier.Value);
        }

        if (particulars.Place?.Postcode is { } postcode)
        {
            yield return ("postcode", postcode);
        }

        if (particulars.Business?.CompanyNumber is { } number)
        {
            yield return ("companies-house", number);
        }
    }

    internal static IEnumerable<string> NamesOf(SubjectParticulars particulars) =>
        [particulars.Name, .. particulars.Business?.TradingAs ?? []];

    private async ValueTask<IReadOnlyList<SearchToken>> AllVersionsAsync(
        AgencyId controller,
        string scheme,
        string value,
        CancellationToken cancellationToken
    )
    {
        var tokens = new List<SearchToken>(ReadVersions.Length);
        foreach (var version in ReadVersions)
        {
            tokens.Add(await MakeAsync(version, controller, scheme, value, cancellationToken));
        }

        return tokens;
    }

    private async ValueTask<SearchToken> MakeAsync(
        int version,
        AgencyId controller,
        string scheme,
        string value,
        CancellationToken cancellationToken
    )
    {
        // An agency's own schemes share one secret: a caller must not be able to fill the key ring by inventing names.
        var kind = scheme == Name || IdentifierSchemes.Find(scheme) is not null ? scheme : "other";
        var name = version == 1 ? $"token-{kind}" : $"token-{kind}-{version}";
        if (!secrets.TryGetValue(name, out var secret))
        {
            secret = secrets[name] = await ring.SecretAsync(name, cancellationToken);
        }

        var message = Encoding.UTF8.GetBytes(string.Join('\0', controller.Value, scheme, value));
        var hmac = Convert.ToHexStringLower(HMACSHA256.HashData(secret, message).AsSpan(0, 20));
        return new SearchToken(Shards.Of(hmac), $"token:{scheme}:{version}:{hmac}:");
    }
}
