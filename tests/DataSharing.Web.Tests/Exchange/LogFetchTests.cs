using System.Net.Http.Headers;
using DataSharing.Cli;
using DataSharing.TransparencyLog;

namespace DataSharing.Web.Tests.Exchange;

/// <summary><c>datasharing log fetch</c> against the running platform: what it fetches is the whole log, and a second time only what is new.</summary>
public sealed class LogFetchTests(Eastmere eastmere) : IClassFixture<Eastmere>
{
    [Fact]
    public async Task Fetch_TwiceWhileTheLogGrows_BothVerifyAndTheSecondAgreesWithTheFirst()
    {
        using var temporary = new TemporaryFolder();
        var folder = new LogFolder(temporary.Path);
        using var officer = await ClientAsync("ines");
        var first = await GrownAsync(officer, folder, 1);
        Assert.Empty(folder.KeptCheckpoints);
        Verify(folder, []);
        Assert.True(folder.HasEntries);
        var tile = folder.PathOf(new Tile(0, 0, Tile.MaximumWidth).Path);
        var written = File.Exists(tile) ? File.GetLastWriteTimeUtc(tile) : (DateTime?)null;
        var before = Read(await File.ReadAllTextAsync(folder.Checkpoint));

        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        await GrownAsync(officer, folder, first + 1);
        Assert.Equal(before.Text, Read(await File.ReadAllTextAsync(folder.KeptCheckpoints[0])).Text);
        Verify(folder, [before]);
        // A full tile never changes, so it is not fetched again.
        Assert.Equal(written, written is null ? null : File.GetLastWriteTimeUtc(tile));
    }

    [Fact]
    public async Task Fetch_ByNobody_HasTheHashesAlone()
    {
        using var temporary = new TemporaryFolder();
        var folder = new LogFolder(temporary.Path);
        using var nobody = await ClientAsync(null);
        await GrownAsync(nobody, folder, 1, withEntries: false);
        Assert.False(folder.HasEntries);
        var checkpoint = Read(await File.ReadAllTextAsync(folder.Checkpoint));
        Assert.Null(new LogVerifier(checkpoint, folder.Read) { WithEntries = false }.Verify(CancellationToken.None));
    }

    [Fact]
    public async Task Fetch_EntriesByAPractitioner_IsRefusedAndLeavesNoCheckpoint()
    {
        using var temporary = new TemporaryFolder();
        var folder = new LogFolder(temporary.Path);
        using var anybody = await ClientAsync(null);
        await GrownAsync(anybody, folder, 1, withEntries: false);
        File.Delete(folder.Checkpoint);
        using var practitioner = await ClientAsync("amira");
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            new LogFetch(practitioner, folder).RunAsync(true, false, CancellationToken.None)
        );
        Assert.False(File.Exists(folder.Checkpoint));
    }

    private static void Verify(LogFolder folder, IReadOnlyList<Checkpoint> known)
    {
        var checkpoint = Read(File.ReadAllText(folder.Checkpoint));
        Assert.Null(new LogVerifier(checkpoint, folder.Read) { Known = known }.Verify(CancellationToken.None));
    }

    private static Checkpoint Read(string note)
    {
        Assert.True(SignedNote.TryParse(note, out var parsed));
        Assert.True(Checkpoint.TryParse(parsed.Text, out var checkpoint));
        return checkpoint;
    }

    /// <summary>Fetches until the log is so long: entries are on their way to it for a moment.</summary>
    private static async Task<long> GrownAsync(HttpClient client, LogFolder folder, long size, bool withEntries = true)
    {
        var deadline = DateTime.UtcNow.AddMinutes(2);
        while (true)
        {
            try
            {
                if (
                    await new LogFetch(client, folder).RunAsync(withEntries, false, CancellationToken.None) is var fetched
                    && fetched >= size
                )
                {
                    return fetched;
                }
            }
            catch (HttpRequestException) when (DateTime.UtcNow < deadline)
            {
                // No checkpoint yet.
            }

            Assert.True(DateTime.UtcNow < deadline, "The log does not grow.");
            await Task.Delay(100);
        }
    }

    private async Task<HttpClient> ClientAsync(string? user)
    {
        var client = new HttpClient { BaseAddress = eastmere.Running.Address };
        if (user is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await SharedIssuer.TokenAsync(user));
        }

        return client;
    }
}
