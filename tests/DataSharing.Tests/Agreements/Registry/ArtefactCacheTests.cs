using System.Text;
using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;
using Xunit;

namespace DataSharing.Tests.Agreements.Registry;

public sealed class ArtefactCacheTests : IAsyncLifetime
{
    private const string DocumentKey = "agreement-document:exploitation:1";

    private AgreementWorld? world;

    private AgreementWorld World => world ?? throw new InvalidOperationException();

    public async Task InitializeAsync()
    {
        world = await AgreementWorld.FoundAsync();
        _ = await world.InForceAsync(AgreementWorld.Text());
    }

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task Decide_SameHeadAgain_ReadsNoDocument()
    {
        var cache = World.NewCache();
        var head = await World.HeadAsync();
        var first = await cache.ForAsync(head, default);
        Assert.Same(first, await cache.ForAsync(head, default));
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("deleted")]
    [InlineData("other version of the row")]
    public async Task Decide_DocumentIsNotWhatWasSigned_RefusesAllUntilItIsRepaired(string fault)
    {
        var row = await RowAsync() ?? throw new InvalidOperationException();
        var text = Encoding.UTF8.GetString(row.Body.Span);
        await WriteAsync(
            fault switch
            {
                "changed" => new RowWrite.Replace(
                    DocumentKey,
                    1,
                    Encoding.UTF8.GetBytes(text.Replace("\"risk\"", "\"housing\"", StringComparison.Ordinal)),
                    row.Version
                ),
                "deleted" => new RowWrite.Delete(DocumentKey, row.Version),
                _ => new RowWrite.Replace(DocumentKey, 2, row.Body, row.Version),
            }
        );
        var decisions = new DecisionService(World.NewCache(), World.Platform.Clock);
        var head = await World.HeadAsync();
        var refused = await decisions.DecideAsync(head, AgreementWorld.Question("risk"), default);
        Assert.Equal((SharingEffect.Deny, RefusalReason.AgreementUnreadable), (refused.Effect, refused.Reasons[0]));

        var now = await RowAsync();
        await WriteAsync(
            now is null ? new RowWrite.Insert(DocumentKey, 1, row.Body) : new RowWrite.Replace(DocumentKey, 1, row.Body, now.Version)
        );
        Assert.Equal(SharingEffect.Permit, (await decisions.DecideAsync(head, AgreementWorld.Question("risk"), default)).Effect);
    }

    [Fact]
    public async Task Decide_HeadCitesAnotherArtefact_RefusesBetweenItsPartiesOnly()
    {
        await World.ChangeHeadAsync(h =>
            h with
            {
                Agreements = [.. h.Agreements.Select(a => a with { ArtefactHash = new string('0', 64) })],
            }
        );
        Assert.Equal([RefusalReason.AgreementUnreadable], (await World.AskAsync("risk")).Reasons);
        var elsewhere = new SharingQuestion(
            AgencyId.Parse("council"),
            AgencyId.Parse("housing-trust"),
            PurposeCode.Parse("safeguarding-children"),
            SubjectKind.Person,
            [DataCategory.Parse("risk")],
            SharingMode.Content
        );
        var decision = await World.Decisions.DecideAsync(await World.HeadAsync(), elsewhere, default);
        Assert.Equal([RefusalReason.NoAgreement], decision.Reasons);
    }

    [Fact]
    public async Task Decide_AgencySuspendedInTheHead_RefusesAtOnce()
    {
        Assert.Equal(SharingEffect.Permit, (await World.AskAsync("risk")).Effect);
        await World.ChangeHeadAsync(h => h with { Agencies = [.. h.Agencies.Select(a => a with { Suspended = a.Id.Value == "police" })] });
        Assert.Equal([RefusalReason.PartyNotActive], (await World.AskAsync("risk")).Reasons);
    }

    [Fact]
    public async Task Decide_WithAnOlderHead_StillDecidesOnThatHead()
    {
        var before = await World.HeadAsync();
        await World.ChangeHeadAsync(h => h with { Agreements = [] });
        Assert.Equal([RefusalReason.NoAgreement], (await World.AskAsync("risk")).Reasons);
        Assert.Equal(SharingEffect.Permit, (await World.Decisions.DecideAsync(before, AgreementWorld.Question("risk"), default)).Effect);
    }

    private async Task<StoredRow?> RowAsync() =>
        await World.Platform.Records.FindAsync(PartnershipHeadRow.PartitionKey, DocumentKey, default);

    private async Task WriteAsync(RowWrite write) =>
        Assert.IsType<CommitOutcome.Committed>(
            await World.Platform.Records.CommitAsync(new RecordCommit(PartnershipHeadRow.PartitionKey, [write]), default)
        );
}
