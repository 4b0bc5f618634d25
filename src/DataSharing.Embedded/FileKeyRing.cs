using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DataSharing.Embedded.Files;
using DataSharing.Protection;
using Microsoft.Extensions.Options;

namespace DataSharing.Embedded;

/// <summary>
/// The deployment's keys as files of 32 bytes, mode 0600, in a directory of mode 0700: <c>wrapping-0001.key</c> and so on (the highest number
/// is the newest), <c>secret-NAME.key</c>, <c>signing-seed.key</c> and, after a rotation,
/// <c>signing-seed-0002.key</c>. Wrapping is AES-256-GCM with the context as associated data.
/// </summary>
/// <remarks>Losing this directory loses every protected section: back it up apart from the data.</remarks>
public sealed partial class FileKeyRing : IKeyRing
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private readonly string directory;
    private readonly SystemFiles files = new();
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, byte[]> keys = new(StringComparer.Ordinal);
    private string? newest;

    public FileKeyRing(IOptions<EmbeddedHomeOptions> options)
        : this(Path.Combine((options ?? throw new ArgumentNullException(nameof(options))).Value.DataDirectory, "keys")) { }

    internal FileKeyRing(string directory) => this.directory = directory;

    public ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> key, string context, CancellationToken cancellationToken)
    {
        if (key.Length != KeyBytes)
        {
            throw new ArgumentException("A data key has 32 bytes.", nameof(key));
        }

        var keyId = Newest();
        var wrapped = new byte[NonceBytes + KeyBytes + TagBytes];
        var nonce = wrapped.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(ReadOrCreate(keyId), TagBytes);
        aes.Encrypt(nonce, key.Span, wrapped.AsSpan(NonceBytes, KeyBytes), wrapped.AsSpan(^TagBytes..), Encoding.UTF8.GetBytes(context));
        return ValueTask.FromResult(new WrappedKey(keyId, wrapped));
    }

    public ValueTask<byte[]> UnwrapAsync(WrappedKey wrapped, string context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        if (wrapped.Bytes.Length != NonceBytes + KeyBytes + TagBytes || !WrappingName().IsMatch(wrapped.KeyId))
        {
            throw new KeyRingUnavailableException("A wrapped key is not of this key ring's making.");
        }

        var key = Read(wrapped.KeyId) ?? throw new KeyRingUnavailableException("The wrapping key of a wrapped key is gone.");
        var bytes = wrapped.Bytes;
        var plain = new byte[KeyBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(
                bytes.AsSpan(0, NonceBytes),
                bytes.AsSpan(NonceBytes, KeyBytes),
                bytes.AsSpan(^TagBytes..),
                plain,
                Encoding.UTF8.GetBytes(context)
            );
        }
        catch (AuthenticationTagMismatchException failure)
        {
            throw new KeyRingUnavailableException("A wrapped key was changed, or belongs elsewhere.", failure);
        }

        return ValueTask.FromResult(plain);
    }

    public ValueTask<byte[]> SecretAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!SecretName().IsMatch(name))
        {
            throw new ArgumentException("A secret's name is 1 to 64 of a-z 0-9 -.", nameof(name));
        }

        return ValueTask.FromResult(ReadOrCreate($"secret-{name}").ToArray());
    }

    public ValueTask<byte[]> SigningSeedAsync(int number, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ReadOrCreate(SigningSeed(number)).ToArray());

    /// <summary>Makes a new wrapping key, used from now on; the older ones stay for what they have wrapped.</summary>
    public void AddWrappingKey()
    {
        lock (gate)
        {
            var number = int.Parse(Newest().AsSpan("wrapping-".Length), NumberStyles.None, CultureInfo.InvariantCulture) + 1;
            var name = WrappingKey(number);
            ReadOrCreate(name);
            newest = name;
        }
    }

    private static string SigningSeed(int number) =>
        number == 1 ? "signing-seed" : string.Create(CultureInfo.InvariantCulture, $"signing-seed-{number:d4}");

    private static string WrappingKey(int number) => string.Create(CultureInfo.InvariantCulture, $"wrapping-{number:d4}");

    private string Newest()
    {
        if (Volatile.Read(ref newest) is { } known)
        {
            return known;
        }

        lock (gate)
        {
            return newest ??=
                Reading(() => files.List(directory))
                    .Select(e => Path.GetFileNameWithoutExtension(e.Name))
                    .Where(n => WrappingName().IsMatch(n))
                    .MaxBy(n => n, StringComparer.Ordinal)
                ?? WrappingKey(1);
        }
    }

    private byte[] ReadOrCreate(string name)
    {
        if (keys.TryGetValue(name, out var known))
        {
            return known;
        }

        lock (gate)
        {
            return Read(name) ?? Create(name);
        }
    }

    private byte[] Create(string name) =>
        Reading(() =>
        {
            files.CreateDirectory(directory);
            var path = PathOf(name);
            var incoming = $"{path}.{Guid.NewGuid():n}.new";
            files.WriteNew(incoming, RandomNumberGenerator.GetBytes(KeyBytes), default);
            // Never over an existing key, whoever made it meanwhile.
            files.TryLink(incoming, path);
            files.Delete(incoming);
            return Read(name) ?? throw new KeyRingUnavailableException("A key that was just made cannot be read.");
        });

    private byte[]? Read(string name)
    {
        if (keys.TryGetValue(name, out var known))
        {
            return known;
        }

        var path = PathOf(name);
        var read = Reading(() => files.Read(path));
        if (read is null)
        {
            return null;
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new KeyRingUnavailableException($"The key file {Path.GetFileName(path)} is open to other users; make its mode 0600.");
        }

        if (read.Length != KeyBytes)
        {
            throw new KeyRingUnavailableException($"The key file {Path.GetFileName(path)} does not hold {KeyBytes} bytes.");
        }

        // A key whose name is not durable must protect nothing: whoever made it may have died, or failed, before syncing the directory.
        Reading(() =>
        {
            files.SyncDirectory(directory);
            return true;
        });
        return keys.GetOrAdd(name, read);
    }

    private string PathOf(string name) => Path.Combine(directory, name + ".key");

    private static T Reading<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (IOException failure)
        {
            throw new KeyRingUnavailableException("The key directory cannot be used now.", failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new KeyRingUnavailableException("This process may not use the key directory.", failure);
        }
    }

    [GeneratedRegex("^wrapping-[0-9]{4}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WrappingName();

    [GeneratedRegex("^[a-z0-9-]{1,64}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretName();
}
