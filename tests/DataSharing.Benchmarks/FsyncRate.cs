using System.Diagnostics;

namespace DataSharing.Benchmarks;

/// <summary>How fast this machine's disk is at what a commit waits for: appending 64 KiB and syncing.</summary>
internal static class FsyncRate
{
    public static double Measure(string directory)
    {
        var path = Path.Combine(directory, "fsync-rate");
        var block = new byte[64 * 1024];
        var count = 0;
        var watch = Stopwatch.StartNew();
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            while (watch.ElapsedMilliseconds < 1_000)
            {
                file.Write(block);
                file.Flush(flushToDisk: true);
                count++;
            }
        }

        File.Delete(path);
        return count / watch.Elapsed.TotalSeconds;
    }
}
