using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DataSharing.AzureServices.Tests.Messaging;

/// <summary>Stands between a client and a broker and resets every connection at moments that nobody expects.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> sockets = new();
    private readonly CancellationTokenSource stop = new();
    private readonly int brokerPort;
    private readonly Task accepting;
    private Task resetting = Task.CompletedTask;

    /// <param name="brokerPort">Where the broker is.</param>
    public FaultProxy(int brokerPort)
    {
        this.brokerPort = brokerPort;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Resets { get; private set; }

    public string Uri(string user = "") => string.Create(CultureInfo.InvariantCulture, $"amqp://{user}127.0.0.1:{Port}");

    /// <summary>From now on every connection is reset after between <paramref name="from"/> and <paramref name="to"/> milliseconds.</summary>
    public void Begin(int from, int to, int seed) => resetting = ResetAsync(from, to, new Random(seed));

    public void ResetAll()
    {
        var any = false;
        foreach (var socket in sockets.Keys)
        {
            any |= Drop(socket);
        }

        Resets += any ? 1 : 0;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        ResetAll();
        await Task.WhenAll(accepting, resetting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task ResetAsync(int from, int to, Random random)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(random.Next(from, to + 1), stop.Token);
            ResetAll();
        }
    }

    private bool Drop(Socket socket)
    {
        if (!sockets.TryRemove(socket, out _))
        {
            return false;
        }

        // Zero linger sends RST: neither side is told what had arrived.
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
        return true;
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            var client = await listener.AcceptSocketAsync(stop.Token);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var broker = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await broker.ConnectAsync(IPAddress.Loopback, brokerPort, stop.Token);
            (client.NoDelay, broker.NoDelay) = (true, true);
            sockets[client] = 0;
            sockets[broker] = 0;
            await Task.WhenAny(CopyAsync(client, broker), CopyAsync(broker, client));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The broker is not there: the client sees its connection end.
        }
        finally
        {
            Drop(client);
            Drop(broker);
            client.Dispose();
            broker.Dispose();
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer)) > 0; )
            {
                for (var sent = 0; sent < read; )
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Reset; that is the purpose.
        }
    }
}
