using DataSharing.AzureServices.Blobs;
using DataSharing.AzureServices.Tables;
using DataSharing.Embedded;
using DataSharing.Protection;
using DataSharing.Testing.Azure;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataSharing.AzureServices.Tests;

/// <summary>The cloud home's stores over a table and containers of their own.</summary>
internal sealed class CloudHome : IDisposable
{
    private static int last;

    private readonly DirectoryInfo keys = Directory.CreateTempSubdirectory("datasharing-azure-");

    private CloudHome(AzureHomeOptions options, IKeyRing? ring = null)
    {
        Options = options;
        Account = new StorageAccount(options);
        Ring =
            ring ?? new FileKeyRing(Microsoft.Extensions.Options.Options.Create(new EmbeddedHomeOptions { DataDirectory = keys.FullName }));
        var versions = new EtagVersions(Ring);
        Records = new TableRecordStore(
            Account,
            versions,
            Microsoft.Extensions.Options.Options.Create(options),
            TimeProvider.System,
            NullLogger<TableRecordStore>.Instance
        );
        Blobs = new BlobStore(Account, versions);
    }

    public AzureHomeOptions Options { get; }

    public StorageAccount Account { get; }

    public IKeyRing Ring { get; }

    public TableRecordStore Records { get; }

    public BlobStore Blobs { get; }

    public static async Task<CloudHome> CreateAsync()
    {
        var azurite = await Azurite.SharedAsync();
        var number = Interlocked.Increment(ref last);
        var home = new CloudHome(
            new AzureHomeOptions
            {
                Emulator = true,
                TableEndpoint = azurite.TableEndpoint,
                BlobEndpoint = azurite.BlobEndpoint,
                Table = $"records{number}",
                ContentContainer = $"content{number}",
                LogContainer = $"log{number}",
                CheckpointContainer = $"checkpoints{number}",
                KeyRing = KeyRingKind.File,
            }
        );
        await home.Account.CreateMissingAsync(CancellationToken.None);
        return home;
    }

    /// <summary>The same table and containers by another way, as another instance with the same keys would see them.</summary>
    public CloudHome Through(Uri table, Uri blob, int commitSeconds = 20) =>
        new(
            new AzureHomeOptions
            {
                Emulator = true,
                TableEndpoint = table,
                BlobEndpoint = blob,
                Table = Options.Table,
                ContentContainer = Options.ContentContainer,
                LogContainer = Options.LogContainer,
                CheckpointContainer = Options.CheckpointContainer,
                KeyRing = KeyRingKind.File,
                CommitSeconds = commitSeconds,
            },
            Ring
        );

    public void Dispose()
    {
        Account.Dispose();
        keys.Delete(recursive: true);
    }
}
