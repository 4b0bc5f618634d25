using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DataSharing.AzureServices.Tests;

/// <summary>What becomes of one exchange on the way to the service.</summary>
internal enum Fault
{
    None,

    /// <summary>The service does what it was asked; its answer is lost with the connection.</summary>
    AnswerLost,

    /// <summary>The same in the middle of the answer.</summary>
    AnswerTorn,

    /// <summary>The connection is lost, and the request reaches the service only when <see cref="FaultyProxy.Release"/> says so.</summary>
    RequestLate,
}

/// <summary>A way to the service that loses answers after the request went through, and delivers requests late.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint target;
    private readonly Func<string, Fault> choose;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task accepting;
    private int faults;
    private int delivered;

    /// <param name="target">The service.</param>
    /// <param name="choose">The fault of an exchange, from the head of its request.</param>
    public FaultyProxy(Uri target, Func<string, Fault> choose)
    {
        (this.target, this.choose) = (new IPEndPoint(IPAddress.Loopback, target.Port), choose);
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{listener.LocalEndpoint}");

    public int Faults => Volatile.Read(ref faults);

    /// <summary>Runs between the service's doing and the loss of its answer.</summary>
    public Func<Task> OnLost { get; set; } = () => Task.CompletedTask;

    /// <summary>When the late requests go on: at once, after a pause, or never by themselves.</summary>
    public TimeSpan Late { get; init; } = Timeout.InfiniteTimeSpan;

    public int LateDelivered => Volatile.Read(ref delivered);

    /// <summary>Faults by the given chances, for requests short enough to be commits of a few rows.</summary>
    public static Func<string, Fault> AtRandom(int seed, double lost, double torn, double late)
    {
        var (random, gate) = (new Random(seed), new Lock());
        return head =>
        {
            lock (gate)
            {
                // A commit of a hundred rows is sent once only.
                var roll = ContentLength(head) < 20_000 ? random.NextDouble() : 1;
                return roll < lost ? Fault.AnswerLost
                    : roll < lost + torn ? Fault.AnswerTorn
                    : roll < lost + torn + late ? Fault.RequestLate
                    : Fault.None;
            }
        };
    }

    /// <summary>The first commits (transactions and their fences) suffer these faults, in order.</summary>
    public static Func<string, Fault> OfWrites(params Fault[] first)
    {
        var next = -1;
        return head =>
            head.StartsWith("GET", StringComparison.Ordinal) ? Fault.None
            : Interlocked.Increment(ref next) < first.Length ? first[next]
            : Fault.None;
    }

    public void Release() => release.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        release.TrySetResult();
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        stopping.Dispose();
    }

    private static int ContentLength(string head)
    {
        const string Name = "Content-Length: ";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return 0;
        }

        var end = head.IndexOf('\r', at);
        return end < 0 ? 0 : int.Parse(head.AsSpan(at + Name.Length, end - at - Name.Length), CultureInfo.InvariantCulture);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(target, stopping.Token);
                var connection = new Connection(this, client.GetStream(), server.GetStream());
                await Task.WhenAny(connection.UpAsync(), connection.DownAsync());
            }
            catch (Exception end) when (end is OperationCanceledException or IOException or SocketException)
            {
                // One side hung up.
            }
        }
    }

    private async Task DeliverLateAsync(byte[] request)
    {
        await Task.WhenAny(release.Task, Task.Delay(Late));
        using var late = new TcpClient { NoDelay = true };
        await late.ConnectAsync(target);
        await late.GetStream().WriteAsync(request);
        // The service has done it, or refused it, when it begins to answer.
        _ = await late.GetStream().ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false);
        Interlocked.Increment(ref delivered);
    }

    private sealed class Connection(FaultyProxy proxy, NetworkStream client, NetworkStream server)
    {
        // No fault is chosen for the exchange that begins with the next byte of the client's.
        private const int Undecided = -1;

        private int fault = Undecided;

        public async Task UpAsync()
        {
            var buffer = new byte[64 * 1024];
            while (await client.ReadAsync(buffer, proxy.stopping.Token) is var length and > 0)
            {
                if (Volatile.Read(ref fault) == Undecided)
                {
                    var chosen = proxy.choose(Encoding.ASCII.GetString(buffer, 0, Math.Min(length, 4096)));
                    Volatile.Write(ref fault, (int)chosen);
                    if (chosen == Fault.RequestLate)
                    {
                        Interlocked.Increment(ref proxy.faults);
                        _ = proxy.DeliverLateAsync(await WholeAsync(buffer[..length]));
                        return;
                    }
                }

                await server.WriteAsync(buffer.AsMemory(0, length), proxy.stopping.Token);
            }
        }

        public async Task DownAsync()
        {
            var buffer = new byte[64 * 1024];
            while (await server.ReadAsync(buffer, proxy.stopping.Token) is var length and > 0)
            {
                var present = (Fault)Interlocked.Exchange(ref fault, Undecided);
                if (present is Fault.AnswerLost or Fault.AnswerTorn)
                {
                    Interlocked.Increment(ref proxy.faults);
                    if (present == Fault.AnswerTorn)
                    {
                        await client.WriteAsync(buffer.AsMemory(0, length / 2), proxy.stopping.Token);
                    }

                    await proxy.OnLost();
                    return;
                }

                await client.WriteAsync(buffer.AsMemory(0, length), proxy.stopping.Token);
            }
        }

        /// <summary>The whole request: the client waits for an answer once it has sent it, so silence is its end.</summary>
        private async Task<byte[]> WholeAsync(byte[] begun)
        {
            var request = new List<byte>(begun);
            var buffer = new byte[64 * 1024];
            using var silence = new CancellationTokenSource(TimeSpan.FromMilliseconds(150));
            try
            {
                while (await client.ReadAsync(buffer, silence.Token) is var length and > 0)
                {
                    request.AddRange(buffer[..length]);
                }
            }
            catch (OperationCanceledException)
            {
                // That was all.
            }

            return [.. request];
        }
    }
}
