using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Testing;
using DataSharing.Testing.Audit;
using DataSharing.TransparencyLog;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Microsoft.Extensions.Options;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace DataSharing.Tests.Audit;

public sealed class ExportTests : IAsyncLifetime
{
    private const string Words = "=HYPERLINK(\"http://evil.example\"), said \"she\"\nand left";

    private static readonly Caller Officer = TestPlatform.Caller("eastmere-council", AgencyRoles.IgOfficer);
    private static readonly Caller Practitioner = TestPlatform.Caller("eastmere-council", person: "0a000000-0000-4000-8000-000000000077");

    private readonly TestPlatform platform = new();

    private LogHome Log => new(platform.Blobs, platform.Ring);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await platform.DisposeAsync();

    [Fact]
    public async Task Export_ManyChunks_HoldsExactlyWhatTheQuestionFindsAndSaysWhatItIs()
    {
        const int Many = (2 * AuditExports.ChunkSize) + 7;
        for (var i = 0; i < Many; i++)
        {
            await CommitAsync(i);
        }

        await platform.RelayAsync();
        var export = await MakeAsync(ExportKind.JsonLines, new AuditSearch { Actor = Practitioner.Actor, Act = "subject." });
        // Done afterwards, so not in it, however often it is taken out.
        platform.Clock.Advance(TimeSpan.FromSeconds(1));
        await CommitAsync(Many);
        await platform.RelayAsync();

        var (name, file, manifest) = await TakeOutAsync(export);
        Assert.Equal("entries.jsonl", name);
        var lines = Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Many, lines.Length);
        Assert.Equal(Many, manifest.GetProperty("entries").GetInt32());
        Assert.Equal(ExportManifest.FormatName, manifest.GetProperty("format").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), manifest.GetProperty("file").GetProperty("sha256").GetString());
        Assert.Equal(file.Length, manifest.GetProperty("file").GetProperty("bytes").GetInt32());
        Assert.Contains("act=subject.", manifest.GetProperty("question").GetString(), StringComparison.Ordinal);
        Assert.Equal(export.CompleteTo, manifest.GetProperty("completeTo").GetDateTimeOffset());
        var log = await platform.LogAsync();
        foreach (var (item, line) in manifest.GetProperty("items").EnumerateArray().Zip(lines))
        {
            var leaf = log[item.GetProperty("index").GetInt32()];
            Assert.Equal(MerkleTree.LeafHash(leaf.Span), item.GetProperty("leafHash").GetBytesFromBase64());
            Assert.Equal(leaf.ToArray(), item.GetProperty("leaf").GetBytesFromBase64());
            using var entry = JsonDocument.Parse(line);
            Assert.Equal(item.GetProperty("id").GetString(), entry.RootElement.GetProperty("id").GetString());
        }

        // Each chunk was an entry of its own, and the end says what the file was.
        await platform.RelayAsync();
        var acts = (await platform.LogAsync())
            .Select(l => AuditEntry.Parse(l.Span))
            .Where(e => e.Records.Contains($"export:{export.Id}"))
            .ToArray();
        Assert.Equal(3, acts.Count(e => e.Act == "audit.exported"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), acts.Single(e => e.Act == "audit.export-finished").Details["sha256"]);
        var (stored, _) = await Exports().ReadAsync(Officer, export.Id, CancellationToken.None);
        Assert.Equal(Many, stored?.Run?.Entries);
        Assert.NotNull(stored?.Run?.FinishedAt);
        var (_, again, _) = await TakeOutAsync(export);
        Assert.Equal(file, again);
    }

    [Fact]
    public async Task Proofs_OfManyEntriesAndTiles_LeadToTheOneCheckpoint()
    {
        for (var i = 0; i < 300; i++)
        {
            await CommitAsync(i);
        }

        await platform.RelayAsync();
        var export = await MakeAsync(ExportKind.Csv, new AuditSearch { Actor = Practitioner.Actor, Act = "subject." });
        await IntegrateAsync();

        var (_, _, manifest) = await TakeOutAsync(export);
        var checkpoint = await CheckpointAsync(manifest);
        var items = manifest.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(300, items.Length);
        foreach (var item in items)
        {
            byte[][] path = [.. item.GetProperty("proof").EnumerateArray().Select(hash => hash.GetBytesFromBase64())];
            var proof = new InclusionProof(item.GetProperty("index").GetInt64(), path, "");
            Assert.True(proof.Shows(item.GetProperty("leafHash").GetBytesFromBase64(), checkpoint));
        }
    }

    [Fact]
    public async Task Proofs_EntryAboveTheCheckpoint_HasNoneUntilItIsTakenOutAgain()
    {
        await CommitAsync(0);
        await platform.RelayAsync();
        await IntegrateAsync();
        await CommitAsync(1);
        await platform.RelayAsync();
        var export = await MakeAsync(ExportKind.Csv, new AuditSearch { Actor = Practitioner.Actor, Act = "subject." });

        var (_, early, manifest) = await TakeOutAsync(export);
        Assert.Equal(1, (await CheckpointAsync(manifest)).Size);
        Assert.Equal([false, true], HaveProofs(manifest));

        await platform.RelayAsync();
        await IntegrateAsync();
        var (_, late, again) = await TakeOutAsync(export);
        Assert.Equal([true, true], HaveProofs(again));
        Assert.Equal(early, late);

        static bool[] HaveProofs(JsonElement manifest) =>
            [.. manifest.GetProperty("items").EnumerateArray().Select(item => item.TryGetProperty("proof", out _))];
    }

    [Fact]
    public async Task Export_OfAnotherAgency_IsNotThere()
    {
        var export = await MakeAsync(ExportKind.Csv, new AuditSearch { Actor = Practitioner.Actor });
        var other = TestPlatform.Caller("eastmere-police", AgencyRoles.IgOfficer);
        Assert.IsType<TakeOutOutcome.NotFound>(await Package().BeginAsync(other, export.Id, CancellationToken.None));
        Assert.Null((await Exports().ReadAsync(other, export.Id, CancellationToken.None)).Export);
        Assert.Empty((await Exports().ListAsync(other, CancellationToken.None)).Exports);
    }

    [Fact]
    public async Task Export_NotThere_IsAnEntryLikeEveryLookThatFoundNothing()
    {
        var asked = Guid.NewGuid().ToString("D");
        Assert.IsType<TakeOutOutcome.NotFound>(await Package().BeginAsync(Officer, asked, CancellationToken.None));
        await platform.RelayAsync();
        var entry = (await platform.LogAsync()).Select(l => AuditEntry.Parse(l.Span)).Single(e => e.Act == "audit.exported");
        Assert.Equal("not-found", entry.Details["outcome"]);
        Assert.Empty(entry.Records);
    }

    [Fact]
    public async Task Export_OfWhatTheOfficerDid_IsNotTakenOutByThemWhoeverMadeIt()
    {
        var export = await MakeAsync(ExportKind.Csv, new AuditSearch { Actor = Practitioner.Actor });
        var own = TestPlatform.Caller(Officer.Agency.Value, AgencyRoles.IgOfficer, "0a000000-0000-4000-8000-000000000077");
        Assert.Equal(Practitioner.Actor, own.Actor);
        Assert.IsType<TakeOutOutcome.NeedsAnother>(await Package().BeginAsync(own, export.Id, CancellationToken.None));
        Assert.IsType<TakeOutOutcome.Begun>(await Package().BeginAsync(Officer, export.Id, CancellationToken.None));
        await platform.RelayAsync();
        var refused = (await platform.LogAsync()).Select(l => AuditEntry.Parse(l.Span)).Single(e => e.Act == "audit.own-refused");
        Assert.Equal((own.Actor, $"export:{export.Id}"), (refused.Actor, Assert.Single(refused.Records)));
    }

    [Theory]
    [InlineData("disclosure.made", "C")]
    [InlineData("disclosure.read-refused", "R")]
    [InlineData("audit.read-by-subject", "R")]
    [InlineData("audit.entry-read", "R")]
    [InlineData("audit.export-made-again", "C")]
    [InlineData("audit.export-read", "R")]
    [InlineData("audit.exports-listed", "R")]
    [InlineData("audit.export-disposed", "D")]
    [InlineData("audit.decision-replayed", "R")]
    [InlineData("session.started", "E")]
    public async Task Fhir_Action_IsWhatTheActDid(string act, string action)
    {
        await platform.Journal.RecordAsync("s0", new AuditAct { Act = act, Caller = Practitioner }, CancellationToken.None);
        await platform.RelayAsync();
        var (_, file, _) = await TakeOutAsync(await MakeAsync(ExportKind.Fhir, new AuditSearch { Actor = Practitioner.Actor }));
        using var told = JsonDocument.Parse(file);
        Assert.Equal(action, told.RootElement.GetProperty("action").GetString());
    }

    [Fact]
    public async Task Export_AnotherAgencysHeader_CarriesItsHashAndNotItsBytes()
    {
        await platform.Journal.RecordAsync(
            "s0",
            new AuditAct
            {
                Act = "disclosure.made",
                Caller = TestPlatform.Caller("eastmere-police"),
                Counterparts = [Officer.Agency],
                Records = ["disclosure:1"],
                Justification = "Their words",
            },
            CancellationToken.None
        );
        await platform.RelayAsync();
        var export = await MakeAsync(ExportKind.JsonLines, new AuditSearch { Record = "disclosure:1" });
        var (_, file, manifest) = await TakeOutAsync(export);
        var item = Assert.Single(manifest.GetProperty("items").EnumerateArray());
        Assert.False(item.TryGetProperty("leaf", out _));
        Assert.True(item.TryGetProperty("leafHash", out _));
        Assert.DoesNotContain("Their words", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_WordsThatAreFormulas_AreWordsToASpreadsheet()
    {
        await CommitAsync(1);
        await platform.RelayAsync();
        var (name, file, _) = await TakeOutAsync(
            await MakeAsync(ExportKind.Csv, new AuditSearch { Actor = Practitioner.Actor, Act = "subject." })
        );
        Assert.Equal("entries.csv", name);
        var text = Encoding.UTF8.GetString(file);
        var head = text[..text.IndexOf("\r\n", StringComparison.Ordinal)].Split(',');
        Assert.Equal("index", head[0]);
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil.example\"\"), said \"\"she\"\"\nand left\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain(",=", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fhir_EveryKindOfEntry_IsAnR4AuditEventToThePublishedDefinitions()
    {
        var events = (await LinesAsync(ExportKind.Fhir)).Select(Strict).ToArray();
        var refused = events.Single(e => e.Subtype[0].Code == "disclosure.refused");
        Assert.Equal(AuditEvent.AuditEventOutcome.N4, refused.Outcome);
        Assert.Equal("no-agreement", refused.OutcomeDesc);
        var made = events.Single(e => e.Subtype[0].Code == "disclosure.made");
        Assert.Equal(AuditEvent.AuditEventAction.C, made.Action);
        Assert.Equal(AuditEvent.AuditEventOutcome.N0, made.Outcome);
        Assert.Equal("110106", made.Type.Code);
        Assert.Equal(["safeguarding-children", "BTG"], made.PurposeOfEvent.Select(p => p.Coding[0].Code));
        Assert.Equal(Practitioner.Actor, made.Agent.Single(a => a.Requestor == true).Who?.Identifier?.Value);
        Assert.Equal(["urn:datasharing:agreement:exploitation:1"], made.Agent[0].Policy);
        Assert.Contains(made.Agent, a => a.Who?.Identifier?.Value == "eastmere-police" && a.Requestor == false);
        Assert.Contains(made.Entity, e => e.What?.Identifier?.Value == "disclosure:1");
        Assert.Equal("log.example/test", made.Source?.Observer?.Identifier?.Value);
        Assert.Equal(AuditEvent.AuditEventAction.R, events.First(e => e.Subtype[0].Code == "subject.read").Action);
        // The check can fail: without its agent it is none.
        Assert.ThrowsAny<Exception>(() =>
            Strict(
                """{"resourceType":"AuditEvent","type":{"system":"a","code":"b"},"recorded":"2026-11-23T09:00:00Z","source":{"observer":{"display":"x"}}}"""
            )
        );
    }

    /// <summary>
    /// Required attributes, enumerations and "at least one" constraints as OCSF 1.3.0 publishes them: class api_activity with its parents
    /// application and base_event, objects metadata, product, actor, user, organization, api, service, network_endpoint
    /// (https://schema.ocsf.io/1.3.0/classes/api_activity and github.com/ocsf/ocsf-schema).
    /// </summary>
    [Fact]
    public async Task Ocsf_EveryKindOfEntry_HasWhatApiActivityRequires()
    {
        foreach (var line in await LinesAsync(ExportKind.Ocsf))
        {
            using var parsed = JsonDocument.Parse(line);
            var e = parsed.RootElement;
            var activity = e.GetProperty("activity_id").GetInt32();
            Assert.Contains(activity, new[] { 0, 1, 2, 3, 4, 99 });
            Assert.Equal(6, e.GetProperty("category_uid").GetInt32());
            Assert.Equal(6003, e.GetProperty("class_uid").GetInt32());
            Assert.Equal(600300 + activity, e.GetProperty("type_uid").GetInt32());
            Assert.InRange(e.GetProperty("severity_id").GetInt32(), 0, 6);
            Assert.InRange(e.GetProperty("status_id").GetInt32(), 0, 2);
            Assert.True(e.GetProperty("time").GetInt64() > 1_700_000_000_000);
            var metadata = e.GetProperty("metadata");
            Assert.Equal("1.3.0", metadata.GetProperty("version").GetString());
            Assert.False(string.IsNullOrEmpty(metadata.GetProperty("product").GetProperty("vendor_name").GetString()));
            Assert.Equal(JsonValueKind.String, metadata.GetProperty("uid").ValueKind);
            var user = e.GetProperty("actor").GetProperty("user");
            Assert.False(string.IsNullOrEmpty(user.GetProperty("uid").GetString()));
            Assert.True(user.GetProperty("org").TryGetProperty("uid", out _));
            Assert.False(string.IsNullOrEmpty(e.GetProperty("api").GetProperty("operation").GetString()));
            Assert.True(e.GetProperty("api").GetProperty("service").TryGetProperty("name", out _));
            Assert.False(string.IsNullOrEmpty(e.GetProperty("src_endpoint").GetProperty("name").GetString()));
            var operation = e.GetProperty("api").GetProperty("operation").GetString();
            if (operation == "disclosure.refused")
            {
                Assert.Equal((2, "no-agreement"), (e.GetProperty("status_id").GetInt32(), e.GetProperty("status_detail").GetString()));
            }
            else if (operation == "disclosure.made")
            {
                Assert.Equal((1, 3), (activity, e.GetProperty("severity_id").GetInt32()));
                Assert.Equal("disclosure:1", e.GetProperty("resources")[0].GetProperty("uid").GetString());
            }
        }
    }

    private static AuditEvent Strict(string line) =>
        new FhirJsonDeserializer(new DeserializerSettings().UsingMode(DeserializationMode.Strict)).Deserialize<AuditEvent>(line);

    private async Task<string[]> LinesAsync(ExportKind kind)
    {
        await CommitAsync(1);
        await platform.Journal.RecordAsync("s0", new AuditAct { Act = "relay.kept", Caller = null }, CancellationToken.None);
        foreach (
            var act in new[]
            {
                "disclosure.made",
                "disclosure.refused",
                "session.started",
                "access.denied",
                "agency.updated",
                "grant.revoked",
            }
        )
        {
            var isRefused = act == "disclosure.refused";
            await platform.Journal.RecordAsync(
                "s0",
                new AuditAct
                {
                    Act = act,
                    Caller = Practitioner,
                    Records = ["disclosure:1"],
                    Counterparts = [AgencyId.Parse("eastmere-police")],
                    Purpose = PurposeCode.Parse("safeguarding-children"),
                    Justification = Words,
                    Decision = isRefused
                        ? new DecisionCitation("deny", null, null, null, [], ["no-agreement"], null)
                        : new DecisionCitation("permit", "exploitation", 1, new string('a', 64), ["exploitation:r"], [], "6(1)(e)"),
                    Details = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        [act == "disclosure.made" ? "emergency" : "note"] = "share",
                        ["empty"] = "",
                    },
                },
                CancellationToken.None
            );
        }

        await platform.RelayAsync();
        var today = DateOnly.FromDateTime(platform.Clock.GetUtcNow().UtcDateTime);
        var export = await MakeAsync(kind, new AuditSearch { From = today, To = today });
        var (_, file, _) = await TakeOutAsync(export);
        var lines = Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(7, lines.Length);
        return lines;
    }

    private async Task CommitAsync(int i) =>
        await platform.Journal.RecordAsync(
            "s0",
            new AuditAct
            {
                Act = "subject.read",
                Caller = Practitioner,
                Records = [string.Create(CultureInfo.InvariantCulture, $"subject:{i}")],
                Subjects = [new AuditSubject("7a1e2d9c-1111-4000-8000-000000000001")],
                Justification = Words,
            },
            CancellationToken.None
        );

    private async Task IntegrateAsync() => await Log.Integrator().RunAsync((await platform.LogAsync()).Count, CancellationToken.None);

    private async Task<Checkpoint> CheckpointAsync(JsonElement manifest)
    {
        var note = Encoding.UTF8.GetBytes(manifest.GetProperty("checkpoint").GetString() ?? "");
        var keys = await Log.KeysAsync();
        return Assert.IsType<CheckpointVerdict.Genuine>(CheckpointVerifier.Verify(note, keys)).Checkpoint;
    }

    private AuditExports Exports() =>
        new(platform.Records, platform.Queries, platform.Journal, platform.CreationIds, platform.Idempotency, platform.Clock);

    private ExportPackage Package() => new(Exports(), Log.Reader(), platform.Journal, Options.Create(LogHome.Settings()), platform.Clock);

    private async Task<ExportRecord> MakeAsync(ExportKind kind, AuditSearch question)
    {
        platform.Clock.Advance(TimeSpan.FromSeconds(1));
        var retry = new RetryKey(Guid.NewGuid().ToString("N"), "{}"u8.ToArray());
        var made = await Exports().CreateAsync(Officer, kind, question, retry, CancellationToken.None);
        return Assert.IsType<CreateExportOutcome.Created>(made).Export;
    }

    private async Task<(string Name, byte[] File, JsonElement Manifest)> TakeOutAsync(ExportRecord export)
    {
        var begun = await Package().BeginAsync(Officer, export.Id, CancellationToken.None);
        var download = Assert.IsType<TakeOutOutcome.Begun>(begun).Download;
        using var output = new AwaitedStream();
        await download.WriteAsync(output, CancellationToken.None);
        await using var zip = new ZipArchive(new MemoryStream(output.ToArray()), ZipArchiveMode.Read);
        Assert.Equal(2, zip.Entries.Count);
        using var file = new MemoryStream();
        await using (var entries = await zip.Entries[0].OpenAsync())
        {
            await entries.CopyToAsync(file);
        }

        await using var manifest = await zip.Entries[1].OpenAsync();
        using var parsed = await JsonDocument.ParseAsync(manifest);
        return (zip.Entries[0].FullName, file.ToArray(), parsed.RootElement.Clone());
    }
}

/// <summary>As Kestrel's body: whoever writes and does not wait is refused.</summary>
internal sealed class AwaitedStream : MemoryStream
{
    public override bool CanSeek => false;

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new InvalidOperationException("Synchronous operations are disallowed.");

    public override void Write(ReadOnlySpan<byte> buffer) => throw new InvalidOperationException("Synchronous operations are disallowed.");

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        base.Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        base.Write(buffer.ToArray(), 0, buffer.Length);
        return ValueTask.CompletedTask;
    }
}
