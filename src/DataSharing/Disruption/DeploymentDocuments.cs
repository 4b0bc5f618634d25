using System.Security.Cryptography;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Disruption;

/// <summary>A document to add: its name in words, its media type (<see cref="DocumentTypes"/>), its bytes.</summary>
public sealed record DocumentDraft(string Name, string MediaType, ReadOnlyMemory<byte> Content)
{
    public override string ToString() => $"DocumentDraft({MediaType}, {Content.Length} bytes)";
}

/// <summary>Orders, notices and evidence that belong to a deployment, sealed at rest.</summary>
public sealed class DeploymentDocuments(DeploymentChanges changes, DeploymentStore store, DeploymentSharing sharing, Journal journal)
{
    public const int MostBytes = 4 * 1024 * 1024;
    public const int MostDocuments = 30;

    public async ValueTask<DeploymentOutcome> AddDocumentAsync(
        Caller caller,
        ReadHead head,
        string id,
        RowVersion version,
        DocumentDraft draft,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(draft);
        return await changes.ChangeAsync(
            new Change(caller, head, id, version, "deployment.document-added") { Retry = retry, Route = "documents" },
            async (deployment, context) =>
            {
                var record = deployment.Record;
                if (record.State == DeploymentState.Closed)
                {
                    return Judged.Refused(new RuleRefusal("closed", "What is closed is not changed: open a new one that follows it."));
                }

                if (record.Documents.Count >= MostDocuments)
                {
                    return Judged.Refused(new RuleRefusal("full", "It has as many documents as a deployment may have."));
                }

                // A blob whose commit never comes is unreachable ciphertext.
                var blob = await store.WriteDocumentAsync(id, record.Controller, draft.Content, cancellationToken);
                var document = new DocumentRecord(
                    record.Documents.Count + 1,
                    draft.MediaType,
                    draft.Content.Length,
                    Convert.ToHexStringLower(SHA256.HashData(draft.Content.Span)),
                    blob,
                    context.Now,
                    caller.Actor,
                    caller.Agency
                );
                return Judged.Allowed(
                    TransitionRules.Settle(
                        deployment with
                        {
                            Record = record with { Documents = [.. record.Documents, document] },
                            Text = deployment.Text.Noting($"d:{document.Number}", draft.Name),
                        },
                        context
                    )
                );
            },
            cancellationToken
        );
    }

    /// <param name="caller">Who reads.</param>
    /// <param name="head">The head as this request read it.</param>
    /// <param name="id">Of the deployment.</param>
    /// <param name="number">From 1.</param>
    /// <param name="access">Why.</param>
    /// <param name="cancellationToken">Stops before the entry.</param>
    public async ValueTask<DocumentOutcome> ReadDocumentAsync(
        Caller caller,
        ReadHead head,
        string id,
        int number,
        StatedAccess access,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(access);
        var act = DeploymentService.ReadAct("deployment.document-read", caller, access);
        var stored = await store.FindAsync(id, cancellationToken);
        var record = stored?.Deployment.Record;
        var sight = record is null ? null : await sharing.SeeAsync(caller, head, record, access.Purpose, cancellationToken);
        var document = sight is { IsVisible: true } ? record?.Documents.FirstOrDefault(d => d.Number == number) : null;
        if (stored is null || record is null || sight is null || document is null)
        {
            return new DocumentOutcome.NotFound(await journal.NotFoundAsync(Shards.Of(id), act, id, cancellationToken));
        }

        var content = await store.ReadDocumentAsync(id, record.Controller, document, cancellationToken);
        var entry = sight.On(act, record) with
        {
            Records = [DeploymentRecord.RowKey(id)],
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["document"] = $"{number}", ["sha256"] = document.Sha256 },
        };
        // INVARIANT: the entry commits before the document leaves.
        var receipt = await journal.RecordAsync(Shards.Of(id), entry, cancellationToken);
        return new DocumentOutcome.Found(
            document,
            stored.Deployment.Text.Notes.GetValueOrDefault($"d:{number}", "document"),
            content,
            receipt
        );
    }
}
