using System.Collections.Concurrent;
using System.Globalization;
using DataSharing.Cli.Witnesses;
using DataSharing.TransparencyLog;

namespace DataSharing.Web.Tests.Exchange;

/// <summary>A partner agency's witness behind an address of its own. Watches no log until it is told which.</summary>
internal sealed class InProcessWitness : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("datasharing-witness-").FullName;
    private readonly List<WitnessedLog> logs = [];
    private readonly WitnessSigner signer;
    private readonly WitnessState state;
    private readonly ConcurrentQueue<string> said = new();
    private WitnessServer? server;

    private InProcessWitness(string name, byte seed)
    {
        signer = new WitnessSigner(name, [.. Enumerable.Repeat(seed, WitnessSigner.SeedLength)]);
        state = new WitnessState(folder);
    }

    public WitnessKey Key => signer.WitnessKey;

    /// <summary>As the platform's settings have it.</summary>
    public string Member => string.Create(CultureInfo.InvariantCulture, $"{Key} {server?.Address}");

    /// <summary>What it said of refusals.</summary>
    public IReadOnlyCollection<string> Said => said;

    public static async Task<InProcessWitness> StartAsync(string name, byte seed)
    {
        var started = new InProcessWitness(name, seed);
        started.server = await WitnessServer.StartAsync(
            new Witness(started.signer, started.logs, started.state, TimeProvider.System),
            new WitnessEvidence(started.folder),
            new Uri("http://127.0.0.1:0"),
            started.said.Enqueue,
            CancellationToken.None
        );
        return started;
    }

    public void Watch(VerifierKey log) => logs.Add(new WitnessedLog([log]));

    /// <summary>Has it cosign a checkpoint that the log showed it first, before it watches the log for others.</summary>
    public WitnessAnswer ShowFirst(VerifierKey log, string note) =>
        new Witness(signer, [new WitnessedLog([log])], state, TimeProvider.System).AddCheckpoint(
            System.Text.Encoding.UTF8.GetBytes($"old 0\n\n{note}")
        );

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        state.Dispose();
        signer.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
