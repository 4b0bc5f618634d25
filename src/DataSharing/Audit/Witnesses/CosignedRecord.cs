using System.Text.Json;
using DataSharing.Storage;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>What the witnesses have said of this log, in one file beside its head, replaced conditionally.</summary>
/// <param name="Enough">The newest checkpoint that enough witnesses have cosigned, with their cosignatures; null before the first.</param>
/// <param name="Newest">The newest that any has; null before the first.</param>
/// <param name="Witnesses">How each of them stands; those that are no longer members are left out.</param>
internal sealed record CosignedRecord(string? Enough, string? Newest, IReadOnlyList<WitnessStanding> Witnesses)
{
    public static CosignedRecord Empty { get; } = new(null, null, []);

    public WitnessStanding Of(WitnessMember member)
    {
        var key = member.Key.ToString();
        return Witnesses.FirstOrDefault(w => string.Equals(w.Key, key, StringComparison.Ordinal))
            ?? new WitnessStanding(key, 0, null, null, null);
    }

    /// <summary>Null where none has cosigned anything yet.</summary>
    public static async ValueTask<(CosignedRecord Record, RowVersion? Version)?> ReadAsync(
        IBlobStore blobs,
        LogNames names,
        CancellationToken cancellationToken
    ) =>
        await blobs.FindAsync(names.Cosigned, cancellationToken) is { } blob
            ? (JsonSerializer.Deserialize(blob.Content.Span, AuditJson.Default.CosignedRecord) ?? Empty, blob.Version)
            : null;

    /// <summary>
    /// With what a round has brought. The same whichever of two instances is first, and nothing is lost where it is done again.
    /// </summary>
    public CosignedRecord With(WitnessRoster roster, LogHead head, IReadOnlyList<WitnessFinding> findings, DateTimeOffset now)
    {
        var signatures = findings.Select(f => f.Reply).OfType<WitnessReply.Cosigned>().Select(c => c.Signature).ToArray();
        var shown = Shown(head, signatures);
        // A smaller one than is known already was overtaken while it was asked for.
        var newest = Open(Newest) is { } known && known.Checkpoint.Size > head.Checkpoint.Size ? known.Note : shown;
        return new CosignedRecord(
            Greater(roster, shown, Greater(roster, newest, Enough)),
            newest is not null && roster.Policy.Count(newest).Cosigned.Count > 0 ? newest.ToString() : Newest,
            [
                .. roster.Members.Select(m =>
                    findings.FirstOrDefault(f => f.Witness.Key == m.Key) is { } finding ? Of(m).With(head, finding.Reply, now) : Of(m)
                ),
            ]
        );
    }

    /// <summary>The head's note with what is known of its cosignatures and what was found; null where it is none.</summary>
    private SignedNote? Shown(LogHead head, IReadOnlyList<NoteSignature> signatures)
    {
        var known = new[] { Newest, Enough }.Select(Open).FirstOrDefault(n => n is { } note && note.Checkpoint.IsSameAs(head.Checkpoint));
        return signatures.Aggregate(
            (known ?? Open(head.Record.Note))?.Note,
            (note, signature) =>
                note is null
                    ? null
                    : new SignedNote(
                        note.Text,
                        [.. note.Signatures.Where(s => s.KeyId != signature.KeyId || s.Name != signature.Name), signature]
                    )
        );
    }

    // INVARIANT: never back to a smaller one. One that was overtaken while it was asked for counts as well, as long as it is ahead of what there is:
    // where several instances collect, the newest may not have enough yet.
    private static string? Greater(WitnessRoster roster, SignedNote? note, string? enough) =>
        note is not null
        && roster.Policy.Witnesses.Count > 0
        && roster.Policy.Count(note).IsEnough
        && Checkpoint.TryParse(note.Text, out var checkpoint)
        && (Open(enough) is not { } last || checkpoint.Size >= last.Checkpoint.Size)
            ? note.ToString()
            : enough;

    /// <summary>A note of this file, taken apart; null where there is none.</summary>
    public static (Checkpoint Checkpoint, SignedNote Note)? Open(string? text) =>
        SignedNote.TryParse(text, out var note) && Checkpoint.TryParse(note.Text, out var checkpoint) ? (checkpoint, note) : null;
}

/// <summary>How one witness stands.</summary>
/// <param name="Key">Its public key.</param>
/// <param name="Size">Of the last checkpoint that it is known to have cosigned.</param>
/// <param name="CosignedAt">The time that it stated; null before the first.</param>
/// <param name="Refusal">A code of <see cref="WitnessRefusal"/>, <c>away</c> among them; null where it cosigned when it was asked last.</param>
/// <param name="RefusedAt">Since when; null where it does not.</param>
internal sealed record WitnessStanding(string Key, long Size, DateTimeOffset? CosignedAt, string? Refusal, DateTimeOffset? RefusedAt)
{
    public WitnessStanding With(LogHead head, WitnessReply reply, DateTimeOffset now) =>
        reply switch
        {
            WitnessReply.Cosigned cosigned when head.Checkpoint.Size >= Size => new(Key, head.Checkpoint.Size, cosigned.At, null, null),
            // It may be older than what another instance heard since. Where the witness has really less, it says so when it is asked next.
            WitnessReply.Conflict conflict => this with { Size = Math.Max(Size, conflict.Size) },
            // It did not answer this instance in time, and had signed as much for another.
            WitnessReply.Refused refused when !WitnessRefusal.IsOfHistory(refused.Why) && HasSigned(head) => this,
            // INVARIANT: that history was changed is taken back by a cosignature alone; a witness that goes away afterwards has not taken it back.
            WitnessReply.Refused refused when WitnessRefusal.IsOfHistory(refused.Why) || !WitnessRefusal.IsOfHistory(Refusal) => this with
            {
                Refusal = refused.Why,
                RefusedAt = Refusal == refused.Why ? RefusedAt : now,
            },
            _ => this,
        };

    private bool HasSigned(LogHead head) => Refusal is null && CosignedAt is not null && Size >= head.Checkpoint.Size;
}

/// <summary>What one witness answered in a round.</summary>
internal sealed record WitnessFinding(WitnessMember Witness, WitnessReply Reply);
