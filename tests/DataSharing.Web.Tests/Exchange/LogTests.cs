using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using DataSharing.TransparencyLog;
using DataSharing.Web.Api;

namespace DataSharing.Web.Tests.Exchange;

/// <summary>The log's doors: what anybody may fetch, who may fetch entries, and that what is fetched verifies with the public key alone.</summary>
public sealed class LogTests(Eastmere eastmere) : IClassFixture<Eastmere>
{
    private HttpClient Anybody => eastmere.Running.Client;

    [Fact]
    public async Task Tiles_OfTheCheckpoint_LeadToItsRoot()
    {
        var (key, checkpoint) = await CheckpointAsync(1);
        Assert.Equal(key.Origin, checkpoint.Origin);
        var edge = new TreeEdge();
        foreach (var tile in Tile.All(checkpoint.Size, entries: false).Where(t => t.Level == 0))
        {
            using var answer = await Anybody.GetAsync($"/log/{tile.Path}");
            Assert.Contains("immutable", answer.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
            var hashes = await answer.Content.ReadAsByteArrayAsync();
            Assert.Equal(tile.Width * 32, hashes.Length);
            for (var at = 0; at < hashes.Length; at += 32)
            {
                edge.Append(hashes.AsSpan(at, 32), null);
            }
        }

        Assert.Equal(checkpoint.Root.ToArray(), edge.Root());
    }

    [Theory]
    [InlineData("/log/tile/0/x999/999")]
    [InlineData("/log/tile/3/000")]
    [InlineData("/log/tile/0/000.p/300")]
    [InlineData("/log/tile/0/%2e%2e/key")]
    [InlineData("/log/tile/quill")]
    public async Task Tile_ThatIsNone_IsNotFound(string path)
    {
        await CheckpointAsync(1);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, await Anybody.GetAsync(path));
    }

    [Fact]
    public async Task Receipt_OfAnAct_ResolvesToItsEntryWithAProofThatVerifies()
    {
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        var receiptText = made.Headers.GetValues("Audit-Receipt").Single();
        var body = new JsonObject { ["receipt"] = receiptText };
        using var answer = await Eastmere.EventuallyAsync(
            () => Anybody.PostAsync("/log/receipts", Json(body)),
            async a => (await Eastmere.JsonAsync(a)).GetProperty("logged").GetBoolean()
        );
        var found = await Eastmere.JsonAsync(answer);
        var index = found.GetProperty("index").GetInt64();
        Assert.True(InclusionProof.TryParse(found.GetProperty("proof").GetString(), out var proof));
        var (key, _) = await CheckpointAsync(index + 1);
        var genuine = Assert.IsType<CheckpointVerdict.Genuine>(CheckpointVerifier.Verify(Encoding.UTF8.GetBytes(proof.Note), [key]));
        Assert.True(Receipt.TryDecode(receiptText, out var receipt));
        Assert.True(proof.Shows(receipt.LeafHash.Span, genuine.Checkpoint));

        // The agency's officer can show the entry itself to whoever doubts it.
        using var leaf = await eastmere.GetAsync("joan", $"/api/audit/entries/{index}/leaf");
        Assert.True(leaf.Headers.Contains("Audit-Receipt"));
        Assert.Equal(receipt.LeafHash.ToArray(), MerkleTree.LeafHash(await leaf.Content.ReadAsByteArrayAsync()));
        Assert.True(InclusionProof.TryParse(await Anybody.GetStringAsync($"/log/proof/{index}"), out var later));
        Assert.Equal(index, later.Index);
        // Another agency that it does not concern is told what it is told of an index that is not there.
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, await eastmere.GetAsync("una", $"/api/audit/entries/{index}/leaf"));
    }

    [Fact]
    public async Task Receipt_OfNobody_IsNotFound()
    {
        await ProblemAssert.IsAsync(
            ProblemTypes.NotFound,
            await Anybody.PostAsync("/log/receipts", Json(new JsonObject { ["receipt"] = "AQID" }))
        );
    }

    [Fact]
    public async Task Consistency_BetweenTwoCheckpoints_Verifies()
    {
        var (_, older) = await CheckpointAsync(1);
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        var (_, newer) = await CheckpointAsync(older.Size + 1);
        Assert.True(ConsistencyProof.TryParse(await Anybody.GetStringAsync($"/log/consistency/{older.Size}"), out var proof));
        Assert.True(SignedNote.TryParse(proof.Note, out var note) && Checkpoint.TryParse(note.Text, out newer));
        Assert.True(proof.Shows(older, newer));
    }

    [Fact]
    public async Task Bundle_ForPartnershipIgAlone_HashesToTheTileAndLeavesAnEntry()
    {
        var (_, checkpoint) = await CheckpointAsync(1);
        var tile = Tile.At(Tile.EntriesLevel, 0, checkpoint.Size);
        using var answer = await eastmere.GetAsync("ines", $"/log/{tile.Path}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.Contains("Audit-Receipt"));
        Assert.True(EntryBundle.TryRead(await answer.Content.ReadAsByteArrayAsync(), out var entries));
        var hashes = await Anybody.GetByteArrayAsync($"/log/{(tile with { Level = 0 }).Path}");
        Assert.Equal(hashes, entries.SelectMany(e => MerkleTree.LeafHash(e.Span)));

        await ProblemAssert.IsAsync(ProblemTypes.Unauthenticated, await Anybody.GetAsync($"/log/{tile.Path}"));
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, await eastmere.GetAsync("joan", $"/log/{tile.Path}"));
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, await eastmere.GetAsync("amira", $"/log/{tile.Path}"));
    }

    private async Task<(VerifierKey Key, Checkpoint Checkpoint)> CheckpointAsync(long atLeast)
    {
        Assert.True(VerifierKey.TryParse(await Anybody.GetStringAsync("/log/key"), out var key));
        CheckpointVerdict.Genuine? genuine = null;
        using var answer = await Eastmere.EventuallyAsync(
            () => Anybody.GetAsync("/log/checkpoint"),
            async a =>
            {
                genuine = CheckpointVerifier.Verify(await a.Content.ReadAsByteArrayAsync(), [key]) as CheckpointVerdict.Genuine;
                return genuine?.Checkpoint.Size >= atLeast;
            }
        );
        return (key, genuine?.Checkpoint ?? throw new InvalidOperationException("It was waited for."));
    }

    private static StringContent Json(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");
}
