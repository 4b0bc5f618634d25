using DataSharing.Protection;
using DataSharing.TransparencyLog;
using Microsoft.Extensions.Options;

namespace DataSharing.Audit;

/// <summary>The keys that sign this log's checkpoints: one, or two during a rotation; and the public halves of all that ever have.</summary>
public sealed class LogKeys(IKeyRing ring, IOptions<LogOptions> options) : IDisposable
{
    private readonly SemaphoreSlim opening = new(1, 1);
    private IReadOnlyList<CheckpointSigner>? signers;
    private IReadOnlyList<VerifierKey>? verifiers;

    public string Origin => options.Value.Origin;

    /// <summary>Those who sign now, the one that signs receipts first.</summary>
    /// <exception cref="KeyRingUnavailableException">A key cannot be had; try again later.</exception>
    public async ValueTask<IReadOnlyList<CheckpointSigner>> SignersAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref signers) is { } ready)
        {
            return ready;
        }

        await opening.WaitAsync(cancellationToken);
        try
        {
            var settings = options.Value;
            int[] numbers =
                settings.SecondSigningKey == 0 || settings.SecondSigningKey == settings.SigningKey
                    ? [settings.SigningKey]
                    : [settings.SigningKey, settings.SecondSigningKey];
            return signers ??= await OpenAsync(Origin, numbers, cancellationToken);
        }
        finally
        {
            opening.Release();
        }
    }

    /// <summary>Every key of this log up to now, by number.</summary>
    public async ValueTask<IReadOnlyList<VerifierKey>> VerifiersAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref verifiers) ?? (verifiers = await VerifiersAsync(Origin, cancellationToken));

    /// <summary>The same keys in the name of another origin: an origin is part of a key's id.</summary>
    public async ValueTask<IReadOnlyList<VerifierKey>> VerifiersAsync(string origin, CancellationToken cancellationToken)
    {
        var numbers = Enumerable.Range(1, Math.Max(options.Value.SigningKey, options.Value.SecondSigningKey)).ToArray();
        var opened = await OpenAsync(origin, numbers, cancellationToken);
        VerifierKey[] keys = [.. opened.Select(s => s.VerifierKey)];
        foreach (var signer in opened)
        {
            signer.Dispose();
        }

        return keys;
    }

    /// <summary>The signatures of all who sign now over a text, in the name of this origin.</summary>
    public async ValueTask<IReadOnlyList<NoteSignature>> SignAsync(string text, DateTimeOffset time, CancellationToken cancellationToken) =>
        [.. (await SignersAsync(cancellationToken)).SelectMany(s => s.Sign(text, time))];

    /// <summary>The current key's signatures in the name of another origin.</summary>
    public async ValueTask<IReadOnlyList<NoteSignature>> SignAsAsync(
        string origin,
        string text,
        DateTimeOffset time,
        CancellationToken cancellationToken
    )
    {
        using var signer = (await OpenAsync(origin, [options.Value.SigningKey], cancellationToken))[0];
        return signer.Sign(text, time);
    }

    public void Dispose()
    {
        foreach (var signer in signers ?? [])
        {
            signer.Dispose();
        }

        opening.Dispose();
    }

    private async ValueTask<IReadOnlyList<CheckpointSigner>> OpenAsync(string origin, int[] numbers, CancellationToken cancellationToken)
    {
        var opened = new List<CheckpointSigner>();
        foreach (var number in numbers)
        {
            opened.Add(new CheckpointSigner(origin, await ring.SigningSeedAsync(number, cancellationToken)));
        }

        return opened;
    }
}
