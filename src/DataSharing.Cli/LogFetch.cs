using System.Globalization;
using System.Net;
using DataSharing.TransparencyLog;

namespace DataSharing.Cli;

/// <summary>Fetches what a checkpoint covers. Full tiles never change, so those that are there are kept; the checkpoint is written last.</summary>
internal sealed class LogFetch(HttpClient http, LogFolder folder)
{
    private const int AtOnce = 8;
    private const int LongestWaitSeconds = 60;

    /// <returns>The size of the log.</returns>
    /// <exception cref="HttpRequestException">The platform refuses, or cannot answer.</exception>
    public async Task<long> RunAsync(bool withEntries, bool cosigned, CancellationToken cancellationToken)
    {
        var note = await GetAsync(cosigned ? "log/cosigned" : "log/checkpoint", cancellationToken);
        if (!SignedNote.TryParse(note, out var parsed) || !Checkpoint.TryParse(parsed.Text, out var checkpoint))
        {
            throw new UnusableInputException("What the platform calls its checkpoint is none.");
        }

        if (cosigned && SizeThere() is { } there && there > checkpoint.Size)
        {
            throw new UnusableInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The folder holds {there} entries already, and witnesses have cosigned {checkpoint.Size}: use another folder, or fetch later."
                )
            );
        }

        var done = 0;
        await Parallel.ForEachAsync(
            Tile.All(checkpoint.Size, withEntries).Where(t => !File.Exists(folder.PathOf(t.Path))),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (tile, cancellation) =>
            {
                Write(folder.PathOf(tile.Path), await GetAsync($"log/{tile.Path}", cancellation));
                if (Interlocked.Increment(ref done) % 500 == 0)
                {
                    await Console.Error.WriteLineAsync($"{done} files");
                }
            }
        );
        // The one from before is kept: the log must agree with it for ever (verify log looks).
        if (File.Exists(folder.Checkpoint))
        {
            var before = await File.ReadAllBytesAsync(folder.Checkpoint, cancellationToken);
            if (!before.AsSpan().SequenceEqual(note))
            {
                Write(folder.NewKeptCheckpoint(), before);
            }
        }

        Write(folder.Checkpoint, note);
        return checkpoint.Size;
    }

    private long? SizeThere() =>
        File.Exists(folder.Checkpoint)
        && SignedNote.TryParse(File.ReadAllBytes(folder.Checkpoint), out var note)
        && Checkpoint.TryParse(note.Text, out var checkpoint)
            ? checkpoint.Size
            : null;

    private async Task<byte[]> GetAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var answer = await http.GetAsync(path, cancellationToken);
            if (
                answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
                && answer.Headers.RetryAfter?.Delta is { TotalSeconds: <= LongestWaitSeconds } wait
            )
            {
                await Task.Delay(wait, cancellationToken);
                continue;
            }

            return answer.IsSuccessStatusCode
                ? await answer.Content.ReadAsByteArrayAsync(cancellationToken)
                : throw new HttpRequestException(
                    string.Create(CultureInfo.InvariantCulture, $"the platform answers {(int)answer.StatusCode} to {path}")
                );
        }
    }

    private static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? "");
        var incoming = $"{path}.new";
        File.WriteAllBytes(incoming, bytes);
        File.Move(incoming, path, overwrite: true);
    }
}
