using System.Text;
using Azure.Data.Tables;
using DataSharing.AzureServices;
using DataSharing.Testing;
using DataSharing.Testing.Azure;

namespace DataSharing.Web.Tests;

/// <summary>
/// Where a platform under test keeps everything: the embedded home, or, with <c>DATASHARING_TEST_HOME=azure</c>, a table and containers of its own
/// on the emulator.
/// </summary>
internal abstract class TestHome : IAsyncDisposable
{
    private const string Variable = "DATASHARING_TEST_HOME";

    private readonly TemporaryFolder folder = new();

    public string Folder => folder.Path;

    public abstract IReadOnlyDictionary<string, string?> Settings { get; }

    public static async Task<TestHome> CreateAsync() =>
        Environment.GetEnvironmentVariable(Variable) switch
        {
            null or "" or "embedded" => new Embedded(),
            "azure" => await CloudAsync(),
            var other => throw new InvalidOperationException($"{Variable} is embedded or azure, not {other}."),
        };

    /// <summary>The cloud home, whatever the variable says: what several instances can share.</summary>
    public static async Task<TestHome> CloudAsync() => new Cloud(await Azurite.SharedAsync());

    /// <summary>All that is stored, in whatever form, as text of one character a byte: what was written in clear can be read in clear.</summary>
    public virtual async Task<IReadOnlyList<string>> StoredAsync()
    {
        IReadOnlyList<string> texts = [];
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                texts = await ReadFilesAsync();
                return true;
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                // The platform goes on working: a file was put in another's place, where this reading may have been before.
                return false;
            }
        });
        return [.. texts, .. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories)];
    }

    private async Task<IReadOnlyList<string>> ReadFilesAsync()
    {
        var texts = new List<string>();
        // The lock is held by the platform, so nobody can read it; it is empty.
        foreach (var path in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(p => new FileInfo(p).Length > 0))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // To its end, wherever that is by then: a file grows, and one is emptied, while it is read.
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes);
            texts.Add(Encoding.Latin1.GetString(bytes.ToArray()));
        }

        return texts;
    }

    public virtual ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Embedded : TestHome
    {
        public override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Platform:Home"] = "Embedded", ["Embedded:DataDirectory"] = Folder };
    }

    private sealed class Cloud : TestHome
    {
        private static int last;

        private readonly AzureHomeOptions options;

        public Cloud(Azurite azurite)
        {
            var number = Interlocked.Increment(ref last);
            options = new AzureHomeOptions
            {
                Emulator = true,
                TableEndpoint = azurite.TableEndpoint,
                BlobEndpoint = azurite.BlobEndpoint,
                Table = $"records{number}",
                ContentContainer = $"content{number}",
                LogContainer = $"log{number}",
                CheckpointContainer = $"checkpoints{number}",
            };
        }

        public override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Platform:Home"] = "Azure",
                ["Azure:Emulator"] = "true",
                ["Azure:CreateMissing"] = "true",
                ["Azure:TableEndpoint"] = options.TableEndpoint?.ToString(),
                ["Azure:BlobEndpoint"] = options.BlobEndpoint?.ToString(),
                ["Azure:Table"] = options.Table,
                ["Azure:ContentContainer"] = options.ContentContainer,
                ["Azure:LogContainer"] = options.LogContainer,
                ["Azure:CheckpointContainer"] = options.CheckpointContainer,
                ["Azure:KeyRing"] = "File",
                ["Azure:KeyDirectory"] = Folder,
            };

        public override async Task<IReadOnlyList<string>> StoredAsync()
        {
            using var account = new StorageAccount(options);
            var texts = new List<string>(await base.StoredAsync());
            await foreach (var row in account.Records.QueryAsync<TableEntity>())
            {
                texts.Add(
                    string.Join('\n', row.Select(p => $"{p.Key} {(p.Value is byte[] bytes ? Encoding.Latin1.GetString(bytes) : p.Value)}"))
                );
            }

            foreach (var container in new[] { account.Content, account.Log })
            {
                await foreach (var blob in container.GetBlobsAsync())
                {
                    var content = (await container.GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content;
                    texts.Add($"{blob.Name}\n{Encoding.Latin1.GetString(content)}");
                }
            }

            return texts;
        }

        public override async ValueTask DisposeAsync()
        {
            using (var account = new StorageAccount(options))
            {
                // The emulator reads a whole table for each range, so what nobody needs any more goes.
                await account.Records.DeleteAsync();
                await account.Content.DeleteIfExistsAsync();
                await account.Log.DeleteIfExistsAsync();
            }

            await base.DisposeAsync();
        }
    }
}
