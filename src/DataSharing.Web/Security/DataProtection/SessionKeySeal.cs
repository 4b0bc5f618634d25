using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using DataSharing.Protection;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace DataSharing.Web.Security;

/// <summary>
/// Seals a key of cookies and forms before it is stored: AES-256-GCM under a content key of its own, which the deployment's key ring wraps (in the
/// cloud RSA-OAEP-256 under a key of Key Vault made for this alone).
/// </summary>
public sealed class SessionKeySeal([FromKeyedServices(SessionKeySeal.Ring)] IKeyRing ring) : IXmlEncryptor
{
    /// <summary>The key ring's name among the services.</summary>
    public const string Ring = "sessions";

    // Bound into both layers: what was wrapped or sealed for another use opens nothing here.
    private const string Context = "session-keys:1";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <exception cref="KeyRingUnavailableException">HTTP: 503.</exception>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        ArgumentNullException.ThrowIfNull(plaintextElement);
        var key = RandomNumberGenerator.GetBytes(32);
        var wrapped = Task.Run(async () => await ring.WrapAsync(key, Context, CancellationToken.None)).GetAwaiter().GetResult();
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedBytes = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        using (var aes = new AesGcm(key, TagBytes))
        {
            aes.Encrypt(
                sealedBytes.AsSpan(0, NonceBytes),
                plain,
                sealedBytes.AsSpan(NonceBytes, plain.Length),
                sealedBytes.AsSpan(^TagBytes..),
                Encoding.UTF8.GetBytes(Context)
            );
        }

        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(plain);
        var element = new XElement(
            "sealed",
            new XAttribute("version", 1),
            new XElement("wrappedBy", wrapped.KeyId),
            new XElement("wrappedKey", Convert.ToBase64String(wrapped.Bytes)),
            new XElement("content", Convert.ToBase64String(sealedBytes))
        );
        return new EncryptedXmlInfo(element, typeof(SessionKeyUnseal));
    }

    /// <exception cref="KeyRingUnavailableException">Wrapped by a key that is gone, changed, or not sealed here. HTTP: 503.</exception>
    public XElement Open(XElement element)
    {
        ArgumentNullException.ThrowIfNull(element);
        try
        {
            var wrapped = new WrappedKey((string?)element.Element("wrappedBy") ?? "", Bytes(element, "wrappedKey"));
            var key = Task.Run(async () => await ring.UnwrapAsync(wrapped, Context, CancellationToken.None)).GetAwaiter().GetResult();
            var sealedBytes = Bytes(element, "content").AsSpan();
            var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(
                sealedBytes[..NonceBytes],
                sealedBytes[NonceBytes..^TagBytes],
                sealedBytes[^TagBytes..],
                plain,
                Encoding.UTF8.GetBytes(Context)
            );
            return XElement.Parse(Encoding.UTF8.GetString(plain));
        }
        catch (Exception failure) when (failure is FormatException or OverflowException or CryptographicException)
        {
            throw new KeyRingUnavailableException("A session key was changed, or sealed elsewhere.", failure);
        }
    }

    private static byte[] Bytes(XElement element, string name)
    {
        var bytes = Convert.FromBase64String((string?)element.Element(name) ?? "");
        return bytes.Length > NonceBytes + TagBytes
            ? bytes
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length} bytes are too few."));
    }
}

/// <summary>Named in the stored key, and made by the framework when it is read.</summary>
internal sealed class SessionKeyUnseal(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => services.GetRequiredService<SessionKeySeal>().Open(encryptedElement);
}
