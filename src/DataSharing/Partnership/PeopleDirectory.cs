using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Partnership;

/// <summary>
/// The names behind the pseudonymous actors of entries and records, as each person's own tenant stated them when they last signed in. Sealed at
/// rest under a key of their agency.
/// </summary>
public sealed class PeopleDirectory(IRecordStore records, Journal journal, DataKeys keys, TimeProvider time)
{
    public const int MaximumName = 200;

    private const string Prefix = "name:";
    private static readonly RowFormat<PersonRecord> Format = new(1, PeopleJson.Default.PersonRecord);

    /// <summary>Remembers a person and records the act that made them known (<c>session.started</c>) in one commit.</summary>
    /// <param name="caller">A person.</param>
    /// <param name="name">As the identity provider states it; cut to <see cref="MaximumName"/>.</param>
    /// <param name="act">What they did.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    public async ValueTask<AuditReceipt> RememberAsync(Caller caller, string name, AuditAct act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(act);
        var rowKey = RowKey(caller.Actor);
        var key = await keys.FindOrCreateAsync(KeyOf(caller.Agency), cancellationToken);
        var sealedName = key.SealContent(Encoding.UTF8.GetBytes(name[..Math.Min(name.Length, MaximumName)]), rowKey);
        var person = new PersonRecord(caller.Agency, sealedName, caller.AgencyRoles, time.GetUtcNow());
        while (true)
        {
            var row = await records.FindAsync(PartnershipHeadRow.PartitionKey, rowKey, cancellationToken);
            var write = row is null ? Format.Insert(rowKey, person) : Format.Replace(rowKey, person, row.Version);
            var commit = new JournalCommit(PartnershipHeadRow.PartitionKey, [write], act, []);
            // The same person in two browsers at once: whoever comes second writes over the first.
            if (await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed committed)
            {
                return committed.Receipt;
            }
        }
    }

    /// <summary>The names of these actors; those who never signed in are absent.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> NamesOfAsync(
        IEnumerable<string> actors,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(actors);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var actor in actors.Distinct(StringComparer.Ordinal).Where(actor => ActorName.TryPerson(actor) is not null))
        {
            var row = await records.FindAsync(PartnershipHeadRow.PartitionKey, RowKey(actor), cancellationToken);
            if (row is not null && await OpenAsync(row, cancellationToken) is { } person)
            {
                names[actor] = person.Name;
            }
        }

        return names;
    }

    /// <summary>Everybody of an agency who has ever signed in, by name.</summary>
    public async ValueTask<IReadOnlyList<KnownPerson>> ListAsync(AgencyId agency, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(agency);
        var people = new List<KnownPerson>();
        var (from, end) = (Prefix, RowKeys.PrefixEnd(Prefix));
        while (true)
        {
            var page = await records.ReadRangeAsync(
                PartnershipHeadRow.PartitionKey,
                from,
                end,
                RecordLimits.MaximumPage,
                cancellationToken
            );
            foreach (var row in page.Rows.Where(row => Format.Read(row).Agency == agency))
            {
                if (await OpenAsync(row, cancellationToken) is { } person)
                {
                    people.Add(person);
                }
            }

            if (page.ContinueAfter is not { } last)
            {
                return [.. people.OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase)];
            }

            from = RowKeys.After(last);
        }
    }

    private static string RowKey(string actor) => Prefix + actor;

    private static DataKeyId KeyOf(AgencyId agency) => DataKeyId.OfSubject("people", agency);

    /// <summary>Null: the agency's key was destroyed, and the names with it.</summary>
    private async ValueTask<KnownPerson?> OpenAsync(StoredRow row, CancellationToken cancellationToken)
    {
        var person = Format.Read(row);
        if (await keys.FindAsync(KeyOf(person.Agency), cancellationToken) is not { } key)
        {
            return null;
        }

        try
        {
            var name = Encoding.UTF8.GetString(key.OpenContent(person.Name, row.RowKey));
            return new KnownPerson(row.RowKey[Prefix.Length..], person.Agency, name, person.Roles, person.LastSeen);
        }
        catch (CryptographicException)
        {
            // Sealed under an earlier key of the agency.
            return null;
        }
    }
}

/// <summary>Somebody who has signed in.</summary>
/// <param name="Actor">Their name in entries.</param>
/// <param name="Agency">The agency they acted for when they last signed in.</param>
/// <param name="Name">As their tenant states it.</param>
/// <param name="Roles">As their token stated them then.</param>
/// <param name="LastSeen">When they last signed in.</param>
public sealed record KnownPerson(string Actor, AgencyId Agency, string Name, AgencyRoles Roles, DateTimeOffset LastSeen)
{
    public override string ToString() => $"KnownPerson({Actor})";
}

/// <summary>The <c>name:{actor}</c> row. The name is sealed.</summary>
internal sealed record PersonRecord(AgencyId Agency, byte[] Name, AgencyRoles Roles, DateTimeOffset LastSeen)
{
    public override string ToString() => $"PersonRecord({Agency})";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PersonRecord))]
internal sealed partial class PeopleJson : JsonSerializerContext;
