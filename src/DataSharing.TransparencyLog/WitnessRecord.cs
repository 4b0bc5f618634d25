using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DataSharing.TransparencyLog;

/// <summary>
/// The last checkpoint cosigned of one log, on the disk. Two places in one file are written in turn, each with a checksum: a kill or a power cut
/// spoils at most the place being written, whose cosignature was never made, and the other one still holds what was promised.
/// </summary>
internal sealed class WitnessRecord : IDisposable
{
    /// <summary>Bytes of a place; a note that is longer is not taken.</summary>
    public const int Place = 4096;

    /// <summary>Bytes of a note that fits, beside number and checksum.</summary>
    public const int MaximumNote = Place - 128;

    private readonly FileStream file;
    private readonly string origin;
    private long number;

    private WitnessRecord(FileStream file, string origin) => (this.file, this.origin) = (file, origin);

    /// <summary>Null where nothing was cosigned.</summary>
    public WitnessedCheckpoint? Last { get; private set; }

    /// <exception cref="InvalidDataException">Neither place can be read, or they are of another log.</exception>
    public static WitnessRecord Open(string path, string origin)
    {
        if (!File.Exists(path))
        {
            // Whole before it has its name: a file of this name always holds one good place.
            var incoming = $"{path}.new";
            using (var made = new FileStream(incoming, WitnessState.Options(FileMode.Create)))
            {
                made.Write(Text(0, $"{new Checkpoint(origin, 0, new TreeEdge().Root()).Text}\n"));
                made.Write(new byte[Place]);
                made.Flush(flushToDisk: true);
            }

            File.Move(incoming, path);
        }

        var record = new WitnessRecord(new FileStream(path, WitnessState.Options(FileMode.Open)), origin);
        try
        {
            record.Read();
            return record;
        }
        catch (Exception)
        {
            record.Dispose();
            throw;
        }
    }

    public void Write(WitnessedCheckpoint cosigned)
    {
        // INVARIANT: never over the newest good place.
        file.Position = (number + 1) % 2 * Place;
        file.Write(Text(number + 1, cosigned.Note.ToString()));
        file.Flush(flushToDisk: true);
        (number, Last) = (number + 1, cosigned);
    }

    public void Dispose() => file.Dispose();

    private void Read()
    {
        var found = -1L;
        var bytes = new byte[Place];
        for (var place = 0; place < 2; place++)
        {
            file.Position = place * Place;
            Array.Clear(bytes);
            // A shorter file leaves zeros, which read as no record.
            _ = file.ReadAtLeast(bytes, Place, throwOnEndOfStream: false);
            if (TryRead(bytes, out var at, out var cosigned) && at > found)
            {
                (found, number, Last) = (at, at, cosigned);
            }
        }

        if (found < 0)
        {
            throw new InvalidDataException(
                $"What was cosigned of {origin} cannot be read ({file.Name}). Nothing may be cosigned on top of it: this witness needs a new key."
            );
        }
    }

    private bool TryRead(byte[] bytes, out long at, out WitnessedCheckpoint? cosigned)
    {
        (at, cosigned) = (0, null);
        var text = Encoding.UTF8.GetString(bytes).TrimEnd(' ');
        if (
            text.LastIndexOf('\n') is not (> 0 and var end)
            || text.Split('\n', 2) is not [var first, _]
            || !long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out at)
            || end <= first.Length
        )
        {
            return false;
        }

        var note = text[(first.Length + 1)..(end + 1)];
        if (!Text(at, note).AsSpan().SequenceEqual(bytes))
        {
            return false;
        }

        if (SignedNote.TryParse(note, out var signed) && Checkpoint.TryParse(signed.Text, out var checkpoint))
        {
            cosigned = new WitnessedCheckpoint(checkpoint, signed);
        }

        return at == 0 || string.Equals(cosigned?.Checkpoint.Origin, origin, StringComparison.Ordinal);
    }

    // Number, the signed checkpoint, the checksum of both, and blanks.
    private static byte[] Text(long number, string note)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{number}\n{note}");
        text += Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var bytes = new byte[Place];
        bytes.AsSpan().Fill((byte)' ');
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}

/// <summary>A checkpoint as a witness keeps it, with one signature of its log: beside another of the same size, that is proof of a fork.</summary>
public sealed record WitnessedCheckpoint(Checkpoint Checkpoint, SignedNote Note);
