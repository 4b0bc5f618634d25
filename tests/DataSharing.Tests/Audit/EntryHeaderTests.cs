using System.Text;
using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.Tests.Audit;

public sealed class EntryHeaderTests
{
    [Fact]
    public async Task Read_WhateverTheSealerWrites_SaysWhatTheWholeEntrySays()
    {
        await using var platform = new TestPlatform();
        using var section = JsonDocument.Parse("""{"permitted":["risk"]}""");
        var subjects = new[]
        {
            new AuditSubject("7a1e2d9c-1111-4000-8000-000000000001", section.RootElement),
            new AuditSubject("7a1e2d9c-1111-4000-8000-000000000002"),
        };
        foreach (var count in Enumerable.Range(0, 3))
        {
            var act = new AuditAct
            {
                Act = "thing.done",
                Caller = TestPlatform.Caller("eastmere-council"),
                Records = [.. Enumerable.Range(0, count).Select(i => $"thing:{i}")],
                Subjects = subjects[..count],
                Counterparts = [.. new[] { "eastmere-police", "eastmere-health" }.Take(count).Select(AgencyId.Parse)],
                Decision =
                    count == 0
                        ? null
                        : new DecisionCitation("deny", count == 1 ? null : "demo", 1, new string('a', 64), ["r"], ["no-permission"], null),
                Justification = count == 0 ? null : "why",
                Details = new Dictionary<string, string> { ["records"] = "not the list", ["subjects"] = "[]" },
            };
            var sealedEntry = await new AuditEntrySealer(platform.Keys, platform.Clock).SealAsync(act, CancellationToken.None);
            var whole = AuditEntry.Parse(sealedEntry.Bytes.Span);
            var header = EntryHeader.Read(sealedEntry.Bytes.Span);
            Assert.Equal(whole.Time, header.Time);
            Assert.Equal(whole.Agency, header.Agency);
            Assert.Equal(whole.Actor, header.Actor);
            Assert.Equal(whole.Decision?.Effect, header.Effect);
            Assert.Equal(whole.Decision?.AgreementId, header.AgreementId);
            Assert.Equal(whole.Records, header.Records);
            Assert.Equal(whole.Counterparts, header.Counterparts);
            Assert.Equal(whole.Subjects.Select(s => s.Pseudonym), header.Pseudonyms);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"v":2,"id":"x","time":"2026-11-23T09:00:00Z","agency":"eastmere-police"}""")]
    [InlineData("""{"v":1,"id":"x","time":"yesterday","agency":"eastmere-police"}""")]
    [InlineData("""{"v":1,"id":"x","time":"2026-11-23T09:00:00Z","agency":"Not A Slug"}""")]
    [InlineData(
        """{"v":1,"id":"x","time":"2026-11-23T09:00:00Z","agency":"eastmere-police","actor":"platform","subjects":[{"pseudonym":"%"}]}"""
    )]
    [InlineData("""{"v":1,"id":"x","time":"2026-11-23T09:00:00Z","agency":"eastmere-police"}""")]
    [InlineData("""{"v":1,"id":"x","time":"2026-11-23T09:00:00Z","agency":"eastmere-""")]
    public void Read_NotAnEntry_SaysSoAndNothingElse(string leaf) =>
        Assert.Throws<UnreadableEntryException>(() => EntryHeader.Read(Encoding.UTF8.GetBytes(leaf)));
}
