using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace DataSharing.AzureServices;

/// <summary>The clients of one storage account, as configured.</summary>
public sealed class StorageAccount : IDisposable
{
    // Published with the emulator; see AzureHomeOptions.Emulator.
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly AzureHomeOptions options;
    private readonly SocketsHttpHandler handler = new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(3),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    };
    private readonly HttpClientTransport transport;

    public StorageAccount(AzureHomeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        transport = new HttpClientTransport(new HttpClient(handler));
        Records = Table(triesAnew: true);
        Commits = Table(triesAnew: false);
        var blobs = Blobs();
        Content = blobs.GetBlobContainerClient(options.ContentContainer);
        Log = blobs.GetBlobContainerClient(options.LogContainer);
        Checkpoints = blobs.GetBlobContainerClient(options.CheckpointContainer);
    }

    /// <summary>For reads: tries again by itself.</summary>
    public TableClient Records { get; }

    /// <summary>For writes: never tries again by itself, because whether a lost answer meant yes has to be found out first.</summary>
    public TableClient Commits { get; }

    public BlobContainerClient Content { get; }

    public BlobContainerClient Log { get; }

    public BlobContainerClient Checkpoints { get; }

    public static TokenCredential Credential(AzureHomeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ManagedIdentityCredential(
            options.ManagedIdentityClientId.Length == 0
                ? ManagedIdentityId.SystemAssigned
                : ManagedIdentityId.FromUserAssignedClientId(options.ManagedIdentityClientId)
        );
    }

    /// <summary>Makes the table and the containers that are missing.</summary>
    /// <exception cref="DataSharing.Storage.StoreUnavailableException">The service does not answer, or this identity may not.</exception>
    public async Task CreateMissingAsync(CancellationToken cancellationToken) =>
        await ServiceCalls.ReadAsync(
            async () =>
            {
                await Records.CreateIfNotExistsAsync(cancellationToken);
                await Content.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                await Log.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                await Checkpoints.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                return true;
            },
            cancellationToken
        );

    public void Dispose()
    {
        transport.Dispose();
        handler.Dispose();
    }

    private TableClient Table(bool triesAnew)
    {
        var tables = Set(new TableClientOptions(), triesAnew);
        return options.Emulator
            ? new TableClient(
                AccountAddress(options.TableEndpoint),
                options.Table,
                new TableSharedKeyCredential(EmulatorAccount, EmulatorKey),
                tables
            )
            : new TableClient(options.TableEndpoint, options.Table, Credential(options), tables);
    }

    private BlobServiceClient Blobs()
    {
        var blobs = Set(new BlobClientOptions(), triesAnew: true);
        return options.Emulator
            ? new BlobServiceClient(
                AccountAddress(options.BlobEndpoint),
                new StorageSharedKeyCredential(EmulatorAccount, EmulatorKey),
                blobs
            )
            : new BlobServiceClient(options.BlobEndpoint, Credential(options), blobs);
    }

    // The emulator names the account in the path.
    private static Uri AccountAddress(Uri? endpoint) =>
        new(endpoint ?? throw new InvalidOperationException("The options were not validated."), $"/{EmulatorAccount}");

    private T Set<T>(T clientOptions, bool triesAnew)
        where T : ClientOptions
    {
        clientOptions.Transport = transport;
        clientOptions.Retry.Mode = RetryMode.Exponential;
        clientOptions.Retry.MaxRetries = triesAnew ? 5 : 0;
        clientOptions.Retry.Delay = TimeSpan.FromMilliseconds(50);
        clientOptions.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        clientOptions.Retry.NetworkTimeout = TimeSpan.FromSeconds(options.TrySeconds);
        clientOptions.Diagnostics.IsLoggingEnabled = false;
        clientOptions.Diagnostics.IsTelemetryEnabled = false;
        return clientOptions;
    }
}
