using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DataSharing.Testing;

/// <summary>Ports for whoever must be told one before it listens, or closes and opens again: nobody else gets one of them meanwhile.</summary>
/// <remarks>
/// The system hands out ports of a range of its own, to every outgoing connection and to whoever listens at port 0. A port that was asked for that way
/// and given back may be another's a moment later, so these are below that range, and no two calls of one process give the same.
/// </remarks>
public static class FreePorts
{
    private const int Lowest = 12_000;
    private static readonly int Count = Math.Max(2_000, FirstOfTheSystem() - Lowest - 1);

    // Processes that run beside this one begin elsewhere.
    private static int last = Random.Shared.Next(Count);

    public static int Next() => Next(1);

    /// <summary>A port that is free together with those that follow it.</summary>
    public static int Next(int following)
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var offset = Interlocked.Add(ref last, following) - following;
            var port = Lowest + (int)((uint)offset % (uint)(Count - following));
            if (Enumerable.Range(port, following).All(IsFree))
            {
                return port;
            }
        }

        throw new InvalidOperationException("No port is free.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FirstOfTheSystem()
    {
        const string Range = "/proc/sys/net/ipv4/ip_local_port_range";
        return
            File.Exists(Range)
            && int.TryParse(File.ReadAllText(Range).Split('\t', ' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            ? first
            : 32_768;
    }
}
