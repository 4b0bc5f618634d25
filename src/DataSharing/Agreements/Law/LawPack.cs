using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataSharing.Agreements;

/// <summary>The law of one dated pack, replaced without a release; see docs/legal-checks.md.</summary>
public sealed class LawPack
{
    private readonly Dictionary<string, LawEntry> byId;
    private readonly HashSet<string> functions;
    private readonly IReadOnlyDictionary<string, AuthorityKind?> authorityByKind;

    private LawPack(LawPackFile file, IReadOnlyDictionary<string, AuthorityKind?> authorityByKind, CalendarDuration toolkit, string hash)
    {
        PreparedOn = file.PreparedOn;
        Disclaimer = file.Disclaimer;
        Entries = file.Entries;
        Functions = file.Functions;
        ToolkitValidFor = toolkit;
        Hash = hash;
        byId = file.Entries.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        functions = file.Functions.Select(function => function.Code).ToHashSet(StringComparer.Ordinal);
        this.authorityByKind = authorityByKind;
    }

    public DateOnly PreparedOn { get; }

    /// <summary>SHA-256 of the pack's bytes, lower-case hex.</summary>
    public string Hash { get; }

    /// <summary>What readers must be told: it is an aid, not legal advice.</summary>
    public string Disclaimer { get; }

    /// <summary>In the pack's order.</summary>
    public IReadOnlyList<LawEntry> Entries { get; }

    /// <summary>The functions that parties and purposes may name.</summary>
    public IReadOnlyList<LawFunction> Functions { get; }

    /// <summary>How long a Data Security and Protection Toolkit submission counts.</summary>
    public CalendarDuration ToolkitValidFor { get; }

    /// <exception cref="LawPackRefusedException">Not a pack of this schema, it contradicts itself, or it lacks an entry that a check cites.</exception>
    public static LawPack Parse(ReadOnlySpan<byte> json)
    {
        LawPackFile? file;
        try
        {
            file = JsonSerializer.Deserialize(json, LawPackJson.Default.LawPackFile);
        }
        catch (JsonException failure)
        {
            throw new LawPackRefusedException($"The law pack cannot be read at {failure.Path}.");
        }

        if (file is not { Schema: "law/1", Entries.Count: > 0, Functions.Count: > 0 })
        {
            throw new LawPackRefusedException("The law pack is not of schema law/1, or is empty.");
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (file.Entries.FirstOrDefault(entry => !ids.Add(entry.Id) || !IsSound(entry)) is { } wrong)
        {
            throw new LawPackRefusedException($"The law pack's entry {wrong.Id} is there twice or contradicts itself.");
        }

        // INVARIANT: a check never runs without its source, or a finding could not say where it comes from.
        if (LegalRules.All.FirstOrDefault(rule => rule.Law is { } cited && !ids.Contains(cited)) is { } unfounded)
        {
            throw new LawPackRefusedException($"The law pack lacks {unfounded.Law}, which the check {unfounded.Code} cites.");
        }

        var kinds = new Dictionary<string, AuthorityKind?>(StringComparer.Ordinal);
        foreach (var (kind, word) in file.AuthorityByKind)
        {
            AuthorityKind authority = default;
            if (word is not null && !Words.Authorities.TryGetValue(word, out authority))
            {
                throw new LawPackRefusedException($"The law pack's authority of {kind} is not one of the words.");
            }

            kinds[kind] = word is null ? null : authority;
        }

        var toolkit = file.Entries.First(entry => entry.Id is LegalRules.Toolkit).ValidFor;
        return CalendarDuration.TryParse(toolkit, out var valid)
            ? new LawPack(file, kinds, valid, Convert.ToHexStringLower(SHA256.HashData(json)))
            : throw new LawPackRefusedException($"The law pack's entry {LegalRules.Toolkit} does not say how long a submission counts.");
    }

    public LawEntry? Find(string id) => byId.GetValueOrDefault(id);

    public bool HasFunction(string code) => functions.Contains(code);

    /// <summary>What kind of body an agency of a directory kind is; null where its kind does not tell.</summary>
    public AuthorityKind? AuthorityOf(string? kind) => kind is null ? null : authorityByKind.GetValueOrDefault(kind);

    internal LawEntry? Article6(string article) => Find("uk-gdpr-" + Slugged(article));

    internal LawEntry? Annex1(string? condition) => condition is null ? null : Find("annex-1-" + condition);

    internal LawEntry? Article9(string article) => Find("uk-gdpr-" + Slugged(article));

    internal LawEntry? Schedule1(int paragraph) => Find(string.Create(CultureInfo.InvariantCulture, $"dpa-sch1-{paragraph}"));

    internal LawEntry? Schedule8(int paragraph) => Find(string.Create(CultureInfo.InvariantCulture, $"dpa-sch8-{paragraph}"));

    internal LawEntry? Gateway(string code) => Find(code) is { Kind: LawKind.Gateway } gateway ? gateway : null;

    // 6(1)(ea) is 6-1-ea.
    private static string Slugged(string article) =>
        article.Replace(")(", "-", StringComparison.Ordinal).Replace('(', '-').Replace(")", "", StringComparison.Ordinal);

    private static bool IsSound(LawEntry entry) =>
        DataSharing.Identity.Slug.IsValid(entry.Id)
        && !(entry.InForceTo <= entry.InForceFrom)
        && !(entry.Status == LawStatus.CommencementUnknown && entry.InForceFrom is not null)
        && entry is { Act.Length: > 0, Provision.Length: > 0, Title.Length: > 0, Source.Length: > 0 };
}

/// <summary>What a body is there to do, as parties and purposes name it.</summary>
public sealed record LawFunction(string Code, string Title);

/// <summary>The law pack cannot be used; the message says why.</summary>
public sealed class LawPackRefusedException(string message) : Exception(message);

internal sealed record LawPackFile(
    string Schema,
    string Jurisdiction,
    DateOnly PreparedOn,
    string Disclaimer,
    string CertaintyNote,
    IReadOnlyList<LawFunction> Functions,
    IReadOnlyDictionary<string, string?> AuthorityByKind,
    IReadOnlyList<LawEntry> Entries
);

// Strict: a member that this release does not know could be a rule that it would then not keep.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(LawPackFile))]
internal sealed partial class LawPackJson : JsonSerializerContext;
