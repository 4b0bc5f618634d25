using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using DataSharing.Protection;
using DataSharing.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace DataSharing.Web.Security;

/// <summary>
/// The keys of cookies and forms as numbered blobs, which all instances read. Each is written once, under the number after the highest that its
/// writer has seen: of instances that make a key at the same moment, one succeeds.
/// </summary>
internal sealed class SessionKeyBlobs(IBlobStore blobs) : IXmlRepository
{
    public const string Prefix = "session-keys/";

    // A key serves for months: this is many years of them, and what one reading may cost.
    private const int MaximumKeys = 64;

    // The interface waits; a request must not wait for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private long highest;

    /// <exception cref="StoreUnavailableException">HTTP: 503.</exception>
    /// <exception cref="KeyRingUnavailableException">What is stored is no key, or the store took too long. HTTP: 503.</exception>
    public IReadOnlyCollection<XElement> GetAllElements() => Wait(ReadAsync);

    /// <exception cref="SessionKeyTakenException">Another instance was first: read again.</exception>
    /// <exception cref="StoreUnavailableException">HTTP: 503.</exception>
    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        var name = $"{Prefix}{(Interlocked.Read(ref highest) + 1).ToString("d8", CultureInfo.InvariantCulture)}";
        using var content = new MemoryStream();
        element.Save(content, SaveOptions.DisableFormatting);
        var outcome = Wait(token => blobs.CreateAsync(name, content.ToArray(), token).AsTask());
        if (outcome is BlobWriteOutcome.Conflict)
        {
            throw new SessionKeyTakenException("Another instance has stored a session key at the same moment.");
        }
    }

    private async Task<IReadOnlyCollection<XElement>> ReadAsync(CancellationToken cancellationToken)
    {
        var names = new Queue<string>();
        await foreach (var name in blobs.ListAsync(Prefix, null, cancellationToken))
        {
            names.Enqueue(name);
            if (names.Count > MaximumKeys)
            {
                names.Dequeue();
            }
        }

        var elements = new List<XElement>();
        foreach (var name in names)
        {
            Interlocked.Exchange(ref highest, NumberOf(name));
            // One that is gone since was taken out of service by hand.
            if (await blobs.FindAsync(name, cancellationToken) is { } blob)
            {
                elements.Add(Parse(blob));
            }
        }

        return elements;
    }

    private static long NumberOf(string name) =>
        long.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new KeyRingUnavailableException("Among the session keys lies something else.");

    private static XElement Parse(StoredBlob blob)
    {
        try
        {
            using var content = new MemoryStream(blob.Content.ToArray());
            return XElement.Load(content);
        }
        catch (XmlException failure)
        {
            throw new KeyRingUnavailableException("A session key cannot be read.", failure);
        }
    }

    private static T Wait<T>(Func<CancellationToken, Task<T>> call)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return Task.Run(() => call(patience.Token)).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException failure) when (patience.IsCancellationRequested)
        {
            throw new KeyRingUnavailableException("The session keys could not be had in time.", failure);
        }
    }
}

/// <summary>Another instance has made a key at the same moment; it is the one to use.</summary>
internal sealed class SessionKeyTakenException(string message, Exception? inner = null) : Exception(message, inner);
