using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DataSharing.Testing.Messaging;

/// <summary>The distribution's RabbitMQ with its AMQP 1.0 plugin, on ports and in a folder of its own; nothing of it is left behind.</summary>
public sealed class RabbitMqBroker : IAsyncDisposable
{
    private const string Binaries = "/usr/lib/rabbitmq/bin";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(300);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("datasharing-rabbitmq-");
    private readonly int epmdPort = FreePorts.Next();
    private readonly Process process;

    private RabbitMqBroker()
    {
        if (!File.Exists($"{Binaries}/rabbitmq-server"))
        {
            throw new InvalidOperationException("RabbitMQ is not installed: './test' does it, or: apt-get install rabbitmq-server");
        }

        Port = FreePorts.Next();
        Write("enabled_plugins", "[rabbitmq_amqp1_0].\n");
        Write(
            "rabbitmq.conf",
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                listeners.tcp.1 = 127.0.0.1:{Port}
                loopback_users.guest = true
                log.console = false
                amqp1_0.default_user = guest
                amqp1_0.default_vhost = /

                """
            )
        );
        process = Process.Start(Command("rabbitmq-server")) ?? throw new InvalidOperationException("RabbitMQ did not start.");
    }

    public int Port { get; }

    public string Uri => string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{Port}");

    public static async Task<RabbitMqBroker> StartAsync()
    {
        var broker = new RabbitMqBroker();
        try
        {
            await broker.ListeningAsync();
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>What rejected messages of a queue are turned into: messages of another queue.</summary>
    public async Task DeadLetterAsync(string queue, string deadLetterQueue)
    {
        var policy = $$"""{"dead-letter-exchange":"","dead-letter-routing-key":"{{deadLetterQueue}}"}""";
        await RunAsync("rabbitmqctl", ["set_policy", "--apply-to", "queues", $"dlx-{queue}", $"^{queue}$", policy]);
    }

    public async ValueTask DisposeAsync()
    {
        // The launcher is a shell; the runtime beneath it is what must go.
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        await RunAsync("epmd", ["-kill"], mustSucceed: false);
        for (var tries = 0; ; tries++)
        {
            try
            {
                folder.Delete(recursive: true);
                return;
            }
            catch (IOException) when (tries < 20)
            {
                // A dying process may still have written a file.
                await Task.Delay(100);
            }
        }
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);

    private ProcessStartInfo Command(string program)
    {
        // A shell turns standard output away: the broker's runtime would keep our pipes open.
        var path = File.Exists($"{Binaries}/{program}") ? $"{Binaries}/{program}" : program;
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", $"{folder.FullName}/out.log", path])
        {
            UseShellExecute = false,
            WorkingDirectory = folder.FullName,
        };
        var at = folder.FullName;
        start.Environment["HOME"] = at;
        start.Environment["RABBITMQ_NODENAME"] = string.Create(CultureInfo.InvariantCulture, $"bus{Port}@localhost");
        start.Environment["RABBITMQ_MNESIA_BASE"] = $"{at}/mnesia";
        start.Environment["RABBITMQ_LOG_BASE"] = $"{at}/log";
        start.Environment["RABBITMQ_ENABLED_PLUGINS_FILE"] = $"{at}/enabled_plugins";
        start.Environment["RABBITMQ_CONFIG_FILE"] = $"{at}/rabbitmq.conf";
        start.Environment["RABBITMQ_PID_FILE"] = $"{at}/pid";
        start.Environment["RABBITMQ_CONF_ENV_FILE"] = $"{at}/none";
        start.Environment["RABBITMQ_DIST_PORT"] = distPort.ToString(CultureInfo.InvariantCulture);
        start.Environment["ERL_EPMD_ADDRESS"] = "127.0.0.1";
        start.Environment["ERL_EPMD_PORT"] = epmdPort.ToString(CultureInfo.InvariantCulture);
        // Spinning schedulers would take the processor from whatever is measured or tested beside them.
        start.Environment["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
            "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none";
        return start;
    }

    private readonly int distPort = FreePorts.Next();

    private async Task ListeningAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (!process.HasExited && Stopwatch.GetElapsedTime(begun) < StartTime)
            {
                await Task.Delay(100);
            }
            catch (SocketException refused)
            {
                var said = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "out.log"));
                throw new InvalidOperationException($"RabbitMQ does not listen: {said}", refused);
            }
        }
    }

    private async Task RunAsync(string program, IReadOnlyList<string> arguments, bool mustSucceed = true)
    {
        var start = Command(program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var running = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        await running.WaitForExitAsync();
        if (mustSucceed && running.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {running.ExitCode}.");
        }
    }
}
