using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DataSharing.TransparencyLog;

namespace DataSharing.Cli.Witnesses;

/// <summary>
/// A witness's private key in a file that its owner alone may read: <c>PRIVATE+KEY+name+id+base64(0x04 ‖ seed)</c>, the form of Go's
/// <c>sumdb/note</c> with the signature type of cosignatures.
/// </summary>
internal static class WitnessKeyFile
{
    private const string Head = "PRIVATE+KEY+";
    private const byte Type = 0x04;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    /// <summary>Makes one. A file that is there already is never written over: its key has promised things.</summary>
    /// <exception cref="UnusableInputException">The name cannot be one, or the file is there.</exception>
    public static WitnessKey Create(string path, string name)
    {
        if (!VerifierKey.IsOrigin(name))
        {
            throw new UnusableInputException("A witness's name is 1 to 120 printable ASCII characters without blanks or '+'.");
        }

        if (File.Exists(path))
        {
            throw new UnusableInputException($"'{path}' is there already, and a key is never written over.");
        }

        var seed = RandomNumberGenerator.GetBytes(WitnessSigner.SeedLength);
        using var signer = new WitnessSigner(name, seed);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new FileStream(path, options);
        var encoded = Convert.ToBase64String([Type, .. seed]);
        file.Write(
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Head}{name}+{signer.WitnessKey.KeyId:x8}+{encoded}\n"))
        );
        file.Flush(flushToDisk: true);
        CryptographicOperations.ZeroMemory(seed);
        return signer.WitnessKey;
    }

    /// <exception cref="UnusableInputException">It is no such file, or others may read it.</exception>
    public static WitnessSigner Open(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new UnusableInputException($"Others than its owner may use '{path}'. Make it yours alone: chmod 600 {path}");
        }

        var text = File.ReadAllText(path).Trim();
        var seed = new byte[128];
        if (
            text.StartsWith(Head, StringComparison.Ordinal)
            && text[Head.Length..].Split('+', 3) is [var name, var id, var encoded]
            && VerifierKey.IsOrigin(name)
            && Convert.TryFromBase64String(encoded, seed, out var length)
            && length == 1 + WitnessSigner.SeedLength
            && seed[0] == Type
        )
        {
            var signer = new WitnessSigner(name, seed.AsSpan(1, WitnessSigner.SeedLength));
            CryptographicOperations.ZeroMemory(seed);
            if (string.Equals(id, signer.WitnessKey.KeyId.ToString("x8", CultureInfo.InvariantCulture), StringComparison.Ordinal))
            {
                return signer;
            }

            signer.Dispose();
        }

        throw new UnusableInputException($"'{path}' is not a witness's key (datasharing witness key makes one).");
    }
}
