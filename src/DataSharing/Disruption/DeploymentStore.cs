using System.Security.Cryptography;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Disruption;

/// <summary>Reads deployments with their words opened, and seals them again.</summary>
public sealed class DeploymentStore(
    IRecordStore records,
    IBlobStore blobs,
    DataKeys keys,
    SubjectDirectory subjects,
    LegalCalendar calendar,
    TimeProvider time
)
{
    /// <summary>A row must stay well under the 512 KiB of the seam.</summary>
    private const int MostBytes = 400 * 1024;

    /// <summary>Null where there is none, or its key was destroyed and its words with it. Two reads at once, whether it is there or not.</summary>
    internal async ValueTask<StoredDeployment?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var reading = records.FindAsync(Shards.Of(id), DeploymentRecord.RowKey(id), cancellationToken).AsTask();
        var held = await keys.OfSubjectAsync(id, cancellationToken);
        var row = await reading;
        if (row is null || DeploymentRecord.Format.Read(row) is not { } record)
        {
            return null;
        }

        return await held.FindAsync(record.Controller, cancellationToken) is { } key
            ? new StoredDeployment(
                new Deployment(id, record, DeploymentText.Parse(key.OpenContent(record.Text, row.RowKey))),
                row.Version,
                key
            )
            : null;
    }

    /// <summary>What boards show of it; null where there is none.</summary>
    internal async ValueTask<(DeploymentLine Line, RowVersion Version)?> FindLineAsync(string id, CancellationToken cancellationToken)
    {
        var row = await records.FindAsync(Shards.Of(id), DeploymentRecord.RowKey(id), cancellationToken);
        return row is null ? null : (DeploymentLine.Format.Read(row), row.Version);
    }

    /// <summary>The row of a new deployment, with its words sealed under a key of its own.</summary>
    internal async ValueTask<DeploymentRecord?> SealAsync(Deployment deployment, CancellationToken cancellationToken) =>
        Seal(deployment, await keys.FindOrCreateAsync(KeyOf(deployment.Id, deployment.Record.Controller), cancellationToken));

    /// <summary>The row with its words sealed, or null where they are more than a row holds.</summary>
    internal static DeploymentRecord? Seal(Deployment deployment, DataKey key)
    {
        var row = deployment.Record with { Text = key.SealContent(deployment.Text.ToJson(), DeploymentRecord.RowKey(deployment.Id)) };
        return DeploymentRecord.Format.Write(row).Length <= MostBytes ? row : null;
    }

    /// <summary>A document's bytes, sealed, under a name of its own for each try.</summary>
    internal async ValueTask<string> WriteDocumentAsync(
        string id,
        AgencyId controller,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken
    )
    {
        var key = await keys.FindOrCreateAsync(KeyOf(id, controller), cancellationToken);
        var name = $"documents/{Guid.NewGuid():N}";
        await blobs.CreateAsync(name, key.SealContent(content.Span, name), cancellationToken);
        return name;
    }

    /// <exception cref="StoreUnavailableException">It is not there, or not what was stored.</exception>
    internal async ValueTask<ReadOnlyMemory<byte>> ReadDocumentAsync(
        string id,
        AgencyId controller,
        DocumentRecord document,
        CancellationToken cancellationToken
    )
    {
        var key = await keys.FindAsync(KeyOf(id, controller), cancellationToken);
        var blob = await blobs.FindAsync(document.Blob, cancellationToken);
        var content = key is null || blob is null ? null : key.OpenContent(blob.Content.Span, document.Blob);
        return
            content is not null
            && string.Equals(Convert.ToHexStringLower(SHA256.HashData(content)), document.Sha256, StringComparison.Ordinal)
            ? content
            : throw new StoreUnavailableException("A document cannot be read.");
    }

    /// <summary>What the rules need to judge an act on these subjects.</summary>
    internal async ValueTask<ActContext> ContextAsync(
        Caller caller,
        IEnumerable<DeploymentSubject> about,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var today = LondonCalendar.DateOf(now);
        var persons = about.Where(s => s.Kind == SubjectKind.Person).Select(s => s.Id).Distinct(StringComparer.Ordinal).ToArray();
        var known = await Task.WhenAll(persons.Select(id => subjects.GuardFactsAsync(id, today, cancellationToken).AsTask()));
        var people = new Dictionary<string, PersonFacts>(StringComparer.Ordinal);
        foreach (var (person, facts) in persons.Zip(known))
        {
            if (facts is not null)
            {
                people[person] = new PersonFacts(facts.DateOfBirth, facts.HasSuspectRole, facts.HasVictimRole, facts.OpenStatuses);
            }
        }

        return new ActContext(caller, now, calendar, people);
    }

    private static DataKeyId KeyOf(string id, AgencyId controller) => DataKeyId.OfSubject(id, controller);
}

/// <summary>A deployment with the version of its row, and the key of its words as this request read it.</summary>
internal sealed record StoredDeployment(Deployment Deployment, RowVersion Version, DataKey Key)
{
    public override string ToString() => $"StoredDeployment({Deployment.Id})";
}
