using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataSharing.Disruption;

/// <summary>
/// The tactics of one dated pack. A deployment copies its entry when it is proposed, with the pack's date and hash, so that a later pack never
/// changes work that is under way.
/// </summary>
public sealed class TacticCatalogue
{
    private static readonly string[] Routes = ["administrative", "civil", "criminal", "voluntary"];
    private static readonly string[] Effects = ["suspends", "continues", "court-decides"];

    private readonly Dictionary<string, TacticEntry> byId;

    private TacticCatalogue(TacticPackFile file, string hash)
    {
        PreparedOn = file.PreparedOn;
        Jurisdiction = file.Jurisdiction;
        Disclaimer = file.Disclaimer;
        Themes = file.Themes;
        All = file.Tactics;
        Hash = hash;
        byId = file.Tactics.ToDictionary(t => t.Id, StringComparer.Ordinal);
    }

    public DateOnly PreparedOn { get; }

    /// <summary>SHA-256 of the pack's bytes, lower-case hex.</summary>
    public string Hash { get; }

    public string Jurisdiction { get; }

    /// <summary>What readers must be told: it is an aid, not legal advice.</summary>
    public string Disclaimer { get; }

    public IReadOnlyList<string> Themes { get; }

    /// <summary>In the pack's order.</summary>
    public IReadOnlyList<TacticEntry> All { get; }

    /// <exception cref="PackRefusedException">Not a pack of this schema, or an entry that contradicts itself.</exception>
    public static TacticCatalogue Parse(ReadOnlySpan<byte> json)
    {
        TacticPackFile? file;
        try
        {
            file = JsonSerializer.Deserialize(json, PackJson.Default.TacticPackFile);
        }
        catch (JsonException failure)
        {
            throw new PackRefusedException($"The tactics pack cannot be read at {failure.Path}.");
        }

        if (file is not { Schema: "tactics/1", Tactics.Count: > 0 })
        {
            throw new PackRefusedException("The tactics pack is not of schema tactics/1, or is empty.");
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (file.Tactics.FirstOrDefault(t => !ids.Add(t.Id) || Fault(t, file.Themes)) is { } wrong)
        {
            throw new PackRefusedException($"The tactics pack's entry {wrong.Id} is there twice or contradicts itself.");
        }

        return new TacticCatalogue(file, Convert.ToHexStringLower(SHA256.HashData(json)));
    }

    public TacticEntry? Find(string? id) => id is not null && byId.TryGetValue(id, out var found) ? found : null;

    /// <summary>Whether new work may rest on the entry on a day: neither repealed nor an ended pilot, and in force as far as dates are recorded.</summary>
    public static bool IsSelectable(TacticEntry tactic, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(tactic);
        return tactic.Status.CanChoose && !(tactic.InForceFrom > day) && !(tactic.InForceTo <= day);
    }

    public IReadOnlyList<TacticEntry> SelectableOn(DateOnly day) => [.. All.Where(tactic => IsSelectable(tactic, day))];

    private static bool Fault(TacticEntry t, IReadOnlyList<string> themes)
    {
        var clocks = t.Clocks.Select(c => c.Code).ToArray();
        return t.Id.Length > 64
            || t.Id.Any(c => c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            || !themes.Contains(t.Theme, StringComparer.Ordinal)
            || !Routes.Contains(t.Route, StringComparer.Ordinal)
            || t.Appeal.Effect is { } effect && !Effects.Contains(effect, StringComparer.Ordinal)
            || t.Appeal is { WaitsForPeriod: true, Period: null }
            || t.MaxDuration is null != t.DurationScope is null
            || t.DurationScope is not (null or "total" or "each-period")
            || t.AgeLimits.Min > t.AgeLimits.Max
            || t.TargetKinds.Count == 0
            || clocks.Distinct(StringComparer.Ordinal).Count() < clocks.Length
            || t.Clocks.Any(c =>
                c.Amount < 1 || !(DeploymentStates.TryParse(c.StartsOn, out _) || clocks.Contains(c.StartsOn, StringComparer.Ordinal))
            );
    }
}

internal sealed record TacticPackFile(
    string Schema,
    string Jurisdiction,
    DateOnly PreparedOn,
    string Disclaimer,
    string RulesNote,
    IReadOnlyList<string> Themes,
    IReadOnlyList<TacticEntry> Tactics
);

// Strict: a member that this release does not know could be a rule that it would then not keep.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(TacticPackFile))]
[JsonSerializable(typeof(HolidayPackFile))]
internal sealed partial class PackJson : JsonSerializerContext;
