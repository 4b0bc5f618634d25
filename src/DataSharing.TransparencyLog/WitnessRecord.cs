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
    // Within one sector of any disk, with room for the longest origin.
    private const int Place = 512;

    private readonly FileStream file;
    private readonly string origin;
    private long number;

    private WitnessRecord(FileStream file, string origin) => (this.file, this.origin) = (file, origin);

    /// <summary>Null where nothing was cosigned.</summary>
    public Checkpoint? Last { get; private set; }

    /// <exception cref="InvalidDataException">Neither place can be read, or they are of another log.</exception>
    public static WitnessRecord Open(string path, string origin)
    {
        if (!File.Exists(path))
        {
            // Whole before it has its name: a file of this name always holds one good place.
            var incoming = $"{path}.new";
            using (var made = new FileStream(incoming, WitnessState.Options(FileMode.Create)))
            {
                made.Write(Text(0, new Checkpoint(origin, 0, new TreeEdge().Root())));
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

    public void Write(Checkpoint checkpoint)
    {
        // INVARIANT: never over the newest good place.
        file.Position = (number + 1) % 2 * Place;
        file.Write(Text(number + 1, checkpoint));
        file.Flush(flushToDisk: true);
        (number, Last) = (number + 1, checkpoint);
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
            file.ReadAtLeast(bytes, Place, throwOnEndOfStream: false);
            if (TryRead(bytes, out var at, out var checkpoint) && at > found)
            {
                (found, number) = (at, at);
                Last = at == 0 ? null : checkpoint;
            }
        }

        if (found < 0)
        {
            throw new InvalidDataException(
                $"What was cosigned of {origin} cannot be read ({file.Name}). Nothing may be cosigned on top of it: this witness needs a new key."
            );
        }
    }

    private bool TryRead(byte[] bytes, out long at, out Checkpoint checkpoint)
    {
        (at, checkpoint) = (0, new Checkpoint(origin, 0, new TreeEdge().Root()));
        var text = Encoding.UTF8.GetString(bytes).TrimEnd('\0', ' ');
        if (
            text.Split('\n', 2) is not [var first, var rest]
            || !long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out at)
            || rest.LastIndexOf("\n\n", StringComparison.Ordinal) is not (>= 0 and var blank)
            || !Checkpoint.TryParse(rest[..(blank + 1)], out var parsed)
        )
        {
            return false;
        }

        checkpoint = parsed;
        return string.Equals(parsed.Origin, origin, StringComparison.Ordinal) && Text(at, parsed).AsSpan().SequenceEqual(bytes);
    }

    // Number, the checkpoint's three lines without those that other logs may add, a blank line, the checksum of all before it, and blanks.
    private static byte[] Text(long number, Checkpoint checkpoint)
    {
        var plain = checkpoint with { Extensions = [] };
        var text = string.Create(CultureInfo.InvariantCulture, $"{number}\n{plain.Text}\n");
        text += Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return Encoding.UTF8.GetBytes(text.PadRight(Place));
    }
}
