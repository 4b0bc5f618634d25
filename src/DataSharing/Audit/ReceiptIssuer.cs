using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.TransparencyLog;
using Microsoft.Extensions.Options;

namespace DataSharing.Audit;

/// <summary>Turns a commit's place in its group into a receipt, with one signature a group.</summary>
public sealed class ReceiptIssuer(IKeyRing ring, IOptions<LogOptions> options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim opening = new(1, 1);
    private ReceiptSigner? signer;

    /// <summary>The key's public half, for <c>/log/key</c>.</summary>
    public async ValueTask<VerifierKey> VerifierKeyAsync(CancellationToken cancellationToken) =>
        (await ReadyAsync(cancellationToken)).VerifierKey;

    /// <summary>
    /// Has the key at hand. The journal asks before it commits: a commit whose receipt could not be signed would be an act without its promise.
    /// </summary>
    public async ValueTask<ReceiptSigner> ReadyAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref signer) is { } ready)
        {
            return ready;
        }

        await opening.WaitAsync(cancellationToken);
        try
        {
            return signer ??= new ReceiptSigner(
                options.Value.Origin,
                await ring.SigningSeedAsync(options.Value.SigningKey, cancellationToken),
                TimeSpan.FromHours(options.Value.PromiseHours)
            );
        }
        finally
        {
            opening.Release();
        }
    }

    public async ValueTask<AuditReceipt> IssueAsync(ReceiptSigner ready, CommitGroup group, int index)
    {
        ArgumentNullException.ThrowIfNull(ready);
        ArgumentNullException.ThrowIfNull(group);
        var signed = await group.DeriveAsync(g => ready.Sign(g.Stamps, time.GetUtcNow()));
        return new AuditReceipt(signed.Receipt(index).Encode());
    }

    public void Dispose()
    {
        signer?.Dispose();
        opening.Dispose();
    }
}
