using System.Security.Cryptography;
using DataSharing.Audit;
using DataSharing.Storage;
using DataSharing.TransparencyLog;
using Xunit;

namespace DataSharing.Tests.Audit;

/// <summary>What several instances find at once comes together in one file, whichever writes first.</summary>
public sealed class CosignedRecordTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private readonly WitnessSigner[] signers =
    [
        .. Enumerable.Range(1, 3).Select(i => new WitnessSigner($"witness.example/w{i}", [.. Enumerable.Repeat((byte)i, 32)])),
    ];

    private WitnessRoster Roster =>
        new(
            [.. signers.Select(s => new WitnessMember(s.WitnessKey, new Uri("http://127.0.0.1:9")))],
            WitnessPolicy.Of([.. signers.Select(s => s.WitnessKey)], 2).Policy ?? throw new InvalidOperationException()
        );

    [Fact]
    public void Findings_OfTheSameCheckpoint_AddUp()
    {
        var one = CosignedRecord.Empty.With(Roster, Head(100), [Signs(0, 100)], Now);
        Assert.Null(one.Enough);
        var both = one.With(Roster, Head(100), [Signs(1, 100)], Now);
        Assert.Equal(2, Count(both.Enough));
        Assert.Equal(3, Count(both.With(Roster, Head(100), [Signs(2, 100)], Now).Enough));
    }

    [Fact]
    public void Overtaken_WithEnoughCosignatures_IsTheNewestThatHasThem()
    {
        // Another instance wrote a newer one first, which one witness alone has signed.
        var record = CosignedRecord.Empty.With(Roster, Head(110), [Signs(2, 110)], Now);
        record = record.With(Roster, Head(100), [Signs(0, 100), Signs(1, 100)], Now);
        Assert.Equal(100, Size(record.Enough));
        Assert.Equal(110, Size(record.Newest));

        // What comes even later of it is added, and what is older than it changes nothing.
        record = record.With(Roster, Head(100), [Signs(2, 100)], Now);
        Assert.Equal(3, Count(record.Enough));
        record = record.With(Roster, Head(90), [Signs(0, 90), Signs(1, 90)], Now);
        Assert.Equal(100, Size(record.Enough));
        record = record.With(Roster, Head(110), [Signs(0, 110)], Now);
        Assert.Equal(110, Size(record.Enough));
        record = record.With(Roster, Head(100), [Signs(0, 100), Signs(1, 100), Signs(2, 100)], Now);
        Assert.Equal(110, Size(record.Enough));
    }

    [Fact]
    public void Standing_OfAWitnessThatSignedForAnother_IsNotUndone()
    {
        var record = CosignedRecord.Empty.With(Roster, Head(110), [Signs(0, 110)], Now);
        var late = record.With(Roster, Head(100), [Says(0, new WitnessReply.Refused(WitnessRefusal.Away))], Now);
        Assert.Null(late.Of(Roster.Members[0]).Refusal);
        Assert.Equal(110, late.With(Roster, Head(100), [Says(0, new WitnessReply.Conflict(105))], Now).Of(Roster.Members[0]).Size);
        var away = record.With(Roster, Head(120), [Says(0, new WitnessReply.Refused(WitnessRefusal.Away))], Now);
        Assert.Equal(WitnessRefusal.Away, away.Of(Roster.Members[0]).Refusal);
        var forked = record.With(Roster, Head(110), [Says(0, new WitnessReply.Refused(WitnessRefusal.Forked))], Now);
        Assert.Equal(WitnessRefusal.Forked, forked.Of(Roster.Members[0]).Refusal);
    }

    public void Dispose() => Array.ForEach(signers, s => s.Dispose());

    private WitnessFinding Says(int witness, WitnessReply reply) => new(Roster.Members[witness], reply);

    private WitnessFinding Signs(int witness, long size) =>
        Says(witness, new WitnessReply.Cosigned(signers[witness].Cosign(At(size), Now), Now));

    private int Count(string? note) => CosignedRecord.Open(note) is var (_, parsed) ? Roster.Policy.Count(parsed).Cosigned.Count : 0;

    private static long? Size(string? note) => CosignedRecord.Open(note)?.Checkpoint.Size;

    private static Checkpoint At(long size) => new("log.example/test", size, SHA256.HashData(BitConverter.GetBytes(size)));

    private static LogHead Head(long size)
    {
        // Signed by somebody: whose signature it is has been looked at before.
        var note = new SignedNote(At(size).Text, [new NoteSignature("log.example/test", 1, new byte[68])]);
        return new LogHead(new LogHeadRecord(note.ToString(), [], []), At(size), Now, new RowVersion("1"));
    }
}
