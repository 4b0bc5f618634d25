using System.Globalization;
using System.Text;
using DataSharing.Embedded.Tests.PowerCut;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataSharing.Embedded.Tests;

/// <summary>The child that <see cref="KilledProcessTests"/> kills: writes under load and prints each commit once it is acknowledged.</summary>
internal static class Program
{
    public const int Callers = 32;

    public static async Task<int> Main(string[] args)
    {
        await using var output = Console.OpenStandardOutput();
        var gate = new Lock();
        using var store = EmbeddedRecordStore.Open(
            new EmbeddedHomeOptions { DataDirectory = args[0] },
            TimeProvider.System,
            NullLogger<EmbeddedRecordStore>.Instance
        );
        await new AcknowledgedWork(Callers).RunAsync(
            store,
            throughFailures: false,
            CancellationToken.None,
            (caller, number) =>
            {
                var line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{caller} {number}\n"));
                lock (gate)
                {
                    output.Write(line);
                }
            }
        );
        return 1;
    }
}
