using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Audit;
using DataSharing.TransparencyLog;
using DataSharing.Web.Api;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Exchange;

/// <summary>Honest witnesses cosign what is published, in both homes, and one that is away holds up nothing.</summary>
public abstract class WitnessTests(WitnessedEastmere eastmere)
{
    private HttpClient Anybody => eastmere.Running.Client;

    [Fact]
    public async Task Checkpoint_OfAQuietLog_CarriesTheCosignaturesOfThoseWhoAnswer()
    {
        var keys = await WatchAsync();
        var policy = Policy(2);
        var note = await WitnessedEastmere.UntilAsync(async () =>
        {
            var text = await Anybody.GetStringAsync("/log/checkpoint");
            if (!SignedNote.TryParse(text, out var parsed) || !policy.Count(parsed).IsEnough)
            {
                return null;
            }

            // Both doors show the same one, unless what another test did has just made the log longer.
            return await Anybody.GetStringAsync("/log/cosigned") == parsed.ToString() ? parsed : null;
        });
        // What the log itself signed is as it was.
        Assert.IsType<CheckpointVerdict.Genuine>(CheckpointVerifier.Verify(Encoding.UTF8.GetBytes(note.ToString()), keys));

        // A proof is under what they cosigned, and holds.
        Assert.True(InclusionProof.TryParse(await Anybody.GetStringAsync("/log/proof/1"), out var proof));
        Assert.True(SignedNote.TryParse(proof.Note, out var under) && policy.Count(under).IsEnough);
        Assert.True(Checkpoint.TryParse(under.Text, out var checkpoint));
        using var leaf = await eastmere.GetAsync("joan", "/api/audit/entries/1/leaf");
        Assert.Equal(HttpStatusCode.OK, leaf.StatusCode);
        Assert.True(proof.Shows(MerkleTree.LeafHash(await leaf.Content.ReadAsByteArrayAsync()), checkpoint));
    }

    [Fact]
    public async Task Entries_MadeAfterwards_AreCosignedToo_AndAnOlderProofStillHolds()
    {
        await WatchAsync();
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var body = new JsonObject { ["receipt"] = made.Headers.GetValues("Audit-Receipt").Single() };
        var policy = Policy(2);
        await WitnessedEastmere.UntilAsync(async () =>
        {
            using var answer = await Anybody.PostAsync(
                "/log/receipts",
                new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json")
            );
            var found = (await Eastmere.JsonAsync(answer)).GetProperty("proof").GetString();
            return
                InclusionProof.TryParse(found, out var proof)
                && SignedNote.TryParse(proof.Note, out var note)
                && policy.Count(note).IsEnough
                ? proof
                : null;
        });
    }

    [Fact]
    public async Task LogHealth_ForThoseWhoAnswerForIt_SaysHowEachWitnessStands()
    {
        await WatchAsync();
        using var said = await WitnessedEastmere.UntilAsync(async () =>
        {
            var log = await eastmere.LogAsync();
            var all = log.RootElement.GetProperty("witnesses").EnumerateArray().ToArray();
            // The third is away, and is told to be.
            return
                all.Count(w =>
                    w.GetProperty("refusal").ValueKind == JsonValueKind.Null && w.GetProperty("size").ValueKind == JsonValueKind.Number
                ) == 2
                && all[2].GetProperty("refusal").ValueEquals(WitnessRefusal.Away)
                && log.RootElement.GetProperty("cosignedSize").ValueKind == JsonValueKind.Number
                ? log
                : null;
        });
        Assert.Equal(2, said.RootElement.GetProperty("witnessesWanted").GetInt32());
        foreach (var user in new[] { "ines", "olwen" })
        {
            using var other = await eastmere.LogAsync(user);
            Assert.Equal(3, other.RootElement.GetProperty("witnesses").GetArrayLength());
        }

        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, await eastmere.GetAsync("amira", "/api/audit/log"));
        await ProblemAssert.IsAsync(ProblemTypes.Unauthenticated, await Anybody.GetAsync("/api/audit/log"));
        var ready = JsonNode.Parse(await Anybody.GetStringAsync("/api/health/ready"));
        Assert.Equal("ready", ready?["status"]?.GetValue<string>());
        Assert.Equal(3, ready?["log"]?["witnesses"]?["members"]?.GetValue<int>());
        Assert.Equal(0, ready?["log"]?["witnesses"]?["refusing"]?.GetValue<int>());
    }

    private WitnessPolicy Policy(int quorum) =>
        WitnessPolicy.Of([.. eastmere.Witnesses.Select(w => w.Key)], quorum).Policy
        ?? throw new InvalidOperationException("They are distinct.");

    private async Task<IReadOnlyList<VerifierKey>> WatchAsync()
    {
        Assert.True(VerifierKey.TryParseAll(await Anybody.GetStringAsync("/log/keys"), out var keys));
        foreach (var witness in eastmere.Witnesses)
        {
            witness.Watch(keys[0]);
        }

        return keys;
    }
}

public sealed class EmbeddedWitnessTests(WitnessedEastmere eastmere) : WitnessTests(eastmere), IClassFixture<WitnessedEastmere>;

public sealed class CloudWitnessTests(WitnessedEastmereInTheCloud eastmere)
    : WitnessTests(eastmere),
        IClassFixture<WitnessedEastmereInTheCloud>;

/// <summary>Witnesses that have seen another history of the same log refuse it for good, everybody hears of it, and the platform goes on.</summary>
public sealed class WitnessRefusalTests(DoubtedEastmere eastmere) : IClassFixture<DoubtedEastmere>
{
    [Fact]
    public async Task History_ThatAWitnessSawOtherwise_IsRefusedAndToldAndHoldsUpNothing()
    {
        var keys = eastmere.Running.App.Services.GetRequiredService<LogKeys>();
        var key = (await keys.VerifiersAsync(CancellationToken.None))[0];
        // The log's own key signs what the log never published: three entries of which one is another, and far more entries than there are.
        async Task<string> SignAsync(long size)
        {
            var lie = new Checkpoint(key.Origin, size, SHA256.HashData(BitConverter.GetBytes(size)));
            return new SignedNote(lie.Text, await keys.SignAsync(lie.Text, DateTimeOffset.UtcNow, CancellationToken.None)).ToString();
        }

        long[] sizes = [3, 1_000_000];
        foreach (var (witness, size) in eastmere.Witnesses.Zip(sizes))
        {
            Assert.IsType<WitnessAnswer.Cosigned>(witness.ShowFirst(key, await SignAsync(size)));
            witness.Watch(key);
        }

        using var said = await WitnessedEastmere.UntilAsync(async () =>
        {
            var log = await eastmere.LogAsync();
            var refusals = log
                .RootElement.GetProperty("witnesses")
                .EnumerateArray()
                .Select(w => w.GetProperty("refusal").GetString())
                .ToArray();
            return refusals is [WitnessRefusal.Inconsistent, WitnessRefusal.Ahead, _] ? log : null;
        });
        Assert.Equal(JsonValueKind.Null, said.RootElement.GetProperty("cosignedSize").ValueKind);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, await eastmere.Running.Client.GetAsync("/log/cosigned"));

        // The platform is ready, says what it heard, and puts acts into the log as ever.
        var ready = await WitnessedEastmere.UntilAsync(async () =>
        {
            var health = JsonNode.Parse(await eastmere.Running.Client.GetStringAsync("/api/health/ready"));
            return health?["log"]?["witnesses"]?["status"]?.GetValue<string>() == "refused" ? health : null;
        });
        Assert.Equal("ready", ready["status"]?.GetValue<string>());
        Assert.Equal("ok", ready["log"]?["status"]?.GetValue<string>());
        using var made = await eastmere.PostAsync("amira", "/api/disclosures", eastmere.Disclosure());
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var body = new JsonObject { ["receipt"] = made.Headers.GetValues("Audit-Receipt").Single() };
        await WitnessedEastmere.UntilAsync(async () =>
        {
            using var answer = await eastmere.Running.Client.PostAsync(
                "/log/receipts",
                new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json")
            );
            return (await Eastmere.JsonAsync(answer)).GetProperty("logged").GetBoolean() ? "logged" : null;
        });
    }
}
