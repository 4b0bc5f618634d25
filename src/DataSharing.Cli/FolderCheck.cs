using System.Diagnostics;
using System.Globalization;
using DataSharing.TransparencyLog;

namespace DataSharing.Cli;

/// <summary>Checks a folder of a log's files and says how it goes; names what is wrong.</summary>
internal sealed class FolderCheck(LogFolder folder, IReadOnlyList<VerifierKey> keys)
{
    private const int EntriesBetweenReports = 262_144;

    public bool WithEntries { get; init; }

    public LeafSeen? Leaf { get; init; }

    /// <summary>Checkpoints kept elsewhere, beside those in the folder.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>The checkpoint, when all is as it says; null when not, which has been said on standard error.</summary>
    public async Task<CheckpointVerdict.Genuine?> RunAsync(CancellationToken cancellationToken)
    {
        if (await OpenAsync(folder.Checkpoint, cancellationToken) is not { } genuine)
        {
            return null;
        }

        var known = new List<Checkpoint>();
        foreach (var file in Known.Concat(folder.KeptCheckpoints))
        {
            if (await OpenAsync(file, cancellationToken) is not { } kept)
            {
                return null;
            }

            known.Add(kept.Checkpoint);
        }

        var begun = Stopwatch.GetTimestamp();
        var next = (long)EntriesBetweenReports;
        var fault = new LogVerifier(genuine.Checkpoint, folder.Read)
        {
            WithEntries = WithEntries,
            Known = known,
            Leaf = Leaf,
            Progress = done =>
            {
                if (done >= next)
                {
                    next = done + EntriesBetweenReports;
                    Console.Error.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{done} of {genuine.Checkpoint.Size} entries, {done / Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} a second"
                        )
                    );
                }
            },
        }.Verify(cancellationToken);
        if (fault is null)
        {
            return genuine;
        }

        await Console.Out.WriteLineAsync($"NOT VERIFIED: {fault.Why}");
        await Console.Out.WriteLineAsync($"file     {fault.File}");
        if (fault.Index is { } index)
        {
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"entry    {index}"));
        }

        return null;
    }

    /// <summary>A checkpoint file whose signatures hold; null when they do not, which has been said.</summary>
    public async Task<CheckpointVerdict.Genuine?> OpenAsync(string file, CancellationToken cancellationToken)
    {
        var (genuine, why) = CheckpointReport.Of(await File.ReadAllBytesAsync(file, cancellationToken), keys);
        if (genuine is null)
        {
            await Console.Out.WriteLineAsync($"NOT VERIFIED: {why}\nfile     {file}");
        }

        return genuine;
    }
}
