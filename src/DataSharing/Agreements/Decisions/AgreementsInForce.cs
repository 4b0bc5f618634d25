using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Agreements;

/// <summary>An artefact that the partnership head names, and how it stands.</summary>
/// <param name="Artefact">The artefact.</param>
/// <param name="Suspended">It permits nothing; what it forbids stays forbidden.</param>
public sealed record StandingArtefact(AgreementArtefact Artefact, bool Suspended)
{
    /// <summary>From this moment on it permits nothing until a later version is in force; what it forbids stays forbidden. Null: no such moment.</summary>
    public DateTimeOffset? ReviewBy { get; init; }

    /// <summary>From this moment on it has ended, whatever its own dates say; null where nobody ended it.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Parties that left or will: it permits nothing from or to them; what it forbids stays forbidden.</summary>
    public IReadOnlyList<PartyWithdrawal> Withdrawals { get; init; } = [];
}

/// <summary>An agreement that the head names and that cannot be read, so that what it forbids is not known.</summary>
/// <param name="Id">The agreement.</param>
/// <param name="Version">Its version.</param>
/// <param name="Parties">The agencies it binds, where its signed document could still be read; null: it may bind anyone.</param>
public sealed record UnreadableAgreement(string Id, int Version, IReadOnlyList<AgencyId>? Parties);

/// <summary>
/// Everything a decision may rest on at one version of the partnership head, indexed for deciding. Immutable in meaning; what was worked out
/// for a pair of agencies and a purpose is remembered.
/// </summary>
public sealed class AgreementsInForce
{
    private readonly FrozenDictionary<string, int> agencies;
    private readonly bool[] active;
    private readonly FrozenDictionary<string, int> purposes;
    private readonly FrozenDictionary<string, int> categories;
    private readonly LocalArtefact[] artefacts;
    private readonly LocalArtefact[][] ofAgency;
    private readonly UnreadableAgreement[] unreadable;
    private readonly ConcurrentDictionary<long, Route> routes = new();
    private readonly ConcurrentDictionary<(AgencyId To, int Purpose), FactsNeeded> needsOfReceiver = new();

    /// <param name="standing">The readable agreements, in any order; one version each.</param>
    /// <param name="unreadable">Those that cannot be read.</param>
    /// <param name="activeAgencies">The agencies registered and not suspended: nobody else shares or receives.</param>
    public AgreementsInForce(
        IEnumerable<StandingArtefact> standing,
        IEnumerable<UnreadableAgreement> unreadable,
        IEnumerable<AgencyId> activeAgencies
    )
    {
        var ordered = standing
            .OrderBy(item => item.Artefact.Id.Value, StringComparer.Ordinal)
            .ThenBy(item => item.Artefact.Version)
            .ThenBy(item => item.Artefact.ArtefactHash, StringComparer.Ordinal)
            .ToArray();
        var activeSet = activeAgencies.ToHashSet();
        this.unreadable = [.. unreadable.OrderBy(item => item.Id, StringComparer.Ordinal).ThenBy(item => item.Version)];
        var known = ordered.SelectMany(item => item.Artefact.Compiled.Parties).Concat(activeSet).Distinct().ToArray();
        agencies = Number(known.Select(agency => agency.Value));
        active = new bool[known.Length];
        foreach (var agency in activeSet)
        {
            active[agencies[agency.Value]] = true;
        }

        purposes = Number(ordered.SelectMany(item => item.Artefact.Compiled.Purposes).Select(purpose => purpose.Value));
        categories = Number(ordered.SelectMany(item => item.Artefact.Compiled.Categories).Select(category => category.Value));
        artefacts = [.. ordered.Select(item => new LocalArtefact(item, categories))];
        ofAgency = ByParty();
        Digest = DigestOf(ordered, this.unreadable, activeSet);
    }

    /// <summary>SHA-256, lower-case hex, of which artefacts, suspensions and active agencies these are.</summary>
    public string Digest { get; }

    /// <summary>How many agreements in force cannot be read. Whatever they might forbid is refused, so an operator must look.</summary>
    public int Unreadable => unreadable.Length;

    /// <summary>When the next of them ends that has an end at all; null where none does.</summary>
    public DateTimeOffset? NextEnd(DateTimeOffset now) =>
        artefacts
            .SelectMany(item => (DateTimeOffset?[])[item.Artefact.EffectiveTo, item.Standing.EndsAt, item.Standing.ReviewBy])
            .Where(end => end > now)
            .Min();

    /// <summary>The same with a version in place of the one of the same agreement, or beside the others where there is none.</summary>
    public AgreementsInForce With(AgreementArtefact draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return new AgreementsInForce(
            artefacts
                .Select(item => item.Standing)
                .Where(standing => standing.Artefact.Id != draft.Id)
                .Append(new StandingArtefact(draft, false) { ReviewBy = draft.ReviewBy }),
            unreadable.Where(item => !string.Equals(item.Id, draft.Id.Value, StringComparison.Ordinal)),
            agencies.Keys.Where(name => active[agencies[name]]).Select(AgencyId.Parse)
        );
    }

    /// <summary>What has to be known of a subject to decide what one agency may share with another: whatever else is known changes nothing.</summary>
    public FactsNeeded Needs(AgencyId from, AgencyId to, PurposeCode purpose) =>
        ActiveNumber(from) is >= 0 and var sender && ActiveNumber(to) is >= 0 and var receiver
            ? RouteFor(sender, receiver, from, to, purpose).Needs
            : FactsNeeded.None;

    /// <summary>The same where it is not known yet who would share: what any of them needs.</summary>
    public FactsNeeded Needs(AgencyId to, PurposeCode purpose) =>
        ActiveNumber(to) >= 0
            ? needsOfReceiver.GetOrAdd(
                (to, Number(purpose)),
                static (_, ask) =>
                    ask
                        .self.agencies.Keys.Select(AgencyId.Parse)
                        .Aggregate(FactsNeeded.None, (needs, from) => needs | ask.self.Needs(from, ask.to, ask.purpose)),
                (self: this, to, purpose)
            )
            : FactsNeeded.None;

    /// <summary>What the rules for a pair of agencies, a purpose and a kind of subject ask of the subject and its data, a set a rule.</summary>
    public IReadOnlyList<Constraints> ConstraintsOf(AgencyId from, AgencyId to, PurposeCode purpose, SubjectKind kind) =>
        ActiveNumber(from) is >= 0 and var sender && ActiveNumber(to) is >= 0 and var receiver
            ? RouteFor(sender, receiver, from, to, purpose).ConstraintsAbout(kind)
            : [];

    /// <summary>An agency's number; -1 for one that is not registered or is suspended.</summary>
    internal int ActiveNumber(AgencyId agency) => agencies.TryGetValue(agency.Value, out var number) && active[number] ? number : -1;

    /// <summary>Whether an agreement that cannot be read may bind both.</summary>
    internal bool MayBeUnreadable(AgencyId from, AgencyId to)
    {
        foreach (var agreement in unreadable)
        {
            if (agreement.Parties is null || (agreement.Parties.Contains(from) && agreement.Parties.Contains(to)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A category's number among all that are declared; -1 for one that no agreement declares.</summary>
    internal int CategoryNumber(DataCategory category) => categories.TryGetValue(category.Value, out var number) ? number : -1;

    /// <summary>What the agreements say between two agencies, by number, for the question's purpose.</summary>
    internal Route RouteFor(int from, int to, SharingQuestion question) => RouteFor(from, to, question.From, question.To, question.Purpose);

    private Route RouteFor(int sender, int receiver, AgencyId from, AgencyId to, PurposeCode purpose)
    {
        var key = (((long)sender * agencies.Count) + receiver) * (purposes.Count + 1) + Number(purpose);
        return routes.TryGetValue(key, out var route)
            ? route
            : routes.GetOrAdd(
                key,
                static (_, ask) => Route.Build(ask.bound, ask.from, ask.to, ask.purpose),
                (bound: ofAgency[sender], from, to, purpose)
            );
    }

    /// <summary>By agency number, in the order of all: what binds a pair is looked for among what binds the one that shares.</summary>
    private LocalArtefact[][] ByParty()
    {
        var lists = new List<LocalArtefact>[agencies.Count];
        foreach (var local in artefacts)
        {
            foreach (var party in local.Artefact.Compiled.Parties)
            {
                (lists[agencies[party.Value]] ??= []).Add(local);
            }
        }

        return Array.ConvertAll(lists, list => list is null ? [] : list.ToArray());
    }

    // A purpose that no agreement declares shares one number: only "any purpose" prohibitions speak of it.
    private int Number(PurposeCode purpose) => purposes.TryGetValue(purpose.Value, out var number) ? number : purposes.Count;

    private static FrozenDictionary<string, int> Number(IEnumerable<string> names) =>
        names
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select((name, number) => KeyValuePair.Create(name, number))
            .ToFrozenDictionary(StringComparer.Ordinal);

    private static string Instant(DateTimeOffset moment) => moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static string DigestOf(StandingArtefact[] ordered, UnreadableAgreement[] unreadable, HashSet<AgencyId> activeSet)
    {
        var text = new StringBuilder();
        foreach (var item in ordered)
        {
            _ = text.Append("artefact ").Append(item.Artefact.ArtefactHash).Append(item.Suspended ? " suspended" : "");
            // Written only where there are any, so that the digests of everything else stay as they were.
            _ = item.EndsAt is { } end ? text.Append(" ends ").Append(Instant(end)) : text;
            foreach (var left in item.Withdrawals.OrderBy(left => left.Agency.Value, StringComparer.Ordinal))
            {
                _ = text.Append(" without ").Append(left.Agency.Value).Append(left.From is { } from ? $" from {Instant(from)}" : "");
            }

            _ = text.Append('\n');
        }

        foreach (var item in unreadable)
        {
            _ = text.Append("unreadable ").Append(item.Id).Append(':').Append(item.Version).Append('\n');
        }

        foreach (var agency in activeSet.Select(agency => agency.Value).Order(StringComparer.Ordinal))
        {
            _ = text.Append("active ").Append(agency).Append('\n');
        }

        return CanonicalJson.Hash(Encoding.UTF8.GetBytes(text.ToString()));
    }
}

/// <summary>An artefact among the others in force, with its own bit for each category that any of them declares.</summary>
internal sealed class LocalArtefact
{
    /// <summary>Beyond the 64 bits: shifting a mask by it is never done.</summary>
    public const byte NotDeclared = 255;

    public LocalArtefact(StandingArtefact standing, FrozenDictionary<string, int> numbers)
    {
        Standing = standing;
        LocalBits = new byte[numbers.Count];
        Array.Fill(LocalBits, NotDeclared);
        var own = standing.Artefact.Compiled.Categories;
        for (var bit = 0; bit < own.Length; bit++)
        {
            LocalBits[numbers[own[bit].Value]] = (byte)bit;
        }
    }

    public StandingArtefact Standing { get; }

    public AgreementArtefact Artefact => Standing.Artefact;

    public byte[] LocalBits { get; }

    /// <summary>The agreement's own bit of each category; <see cref="NotDeclared"/> for one that it does not declare.</summary>
    /// <param name="numbers">Of the categories among all that are declared.</param>
    /// <param name="bits">As many.</param>
    public void Localise(ReadOnlySpan<int> numbers, Span<byte> bits)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            bits[i] = numbers[i] < 0 ? NotDeclared : LocalBits[numbers[i]];
        }
    }

    /// <summary>None where it has effect at that moment: only then does it forbid anything.</summary>
    public RefusalReason EffectAt(DateTimeOffset now) => now >= Standing.EndsAt ? RefusalReason.AgreementExpired : Artefact.StatusAt(now);

    /// <summary>From when on it permits nothing between two parties because one of them left; null where neither did.</summary>
    public DateTimeOffset? WithoutFrom(AgencyId from, AgencyId to) =>
        Standing
            .Withdrawals.Where(left => left.Agency == from || left.Agency == to)
            .Select(left => left.From ?? DateTimeOffset.MinValue)
            .Select(moment => (DateTimeOffset?)moment)
            .Min();
}
