using System.Globalization;
using System.Text.Json;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>What an export says of itself: the question, its bound, and what the file is. Its items follow entry by entry.</summary>
/// <param name="Statement">What it states.</param>
/// <param name="Leaf">The log's entry that vouches for the statement, as it will lie in the log.</param>
/// <param name="Receipt">The log's signed promise of that entry: it is younger than the checkpoint that proves the items.</param>
public sealed record ExportManifest(ExportStatement Statement, ReadOnlyMemory<byte> Leaf, AuditReceipt Receipt)
{
    public const string FormatName = "datasharing-export/2";

    /// <summary>
    /// Proves the items under one signed checkpoint (C2SP tlog-checkpoint); null where the log has none yet. An item that the checkpoint does not
    /// cover carries no proof: the next taking out has it.
    /// </summary>
    public LogProofs? Proofs { get; init; }

    /// <summary>Writes the manifest with its items one after another, never all at once in memory.</summary>
    internal async Task WriteAsync(Stream output, ExportItems items, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("format"u8, Statement.Format);
        json.WriteString("export"u8, Statement.Export);
        json.WriteString("agency"u8, Statement.Agency);
        json.WriteString("by"u8, Statement.By);
        json.WriteString("origin"u8, Statement.Origin);
        json.WriteString("question"u8, Statement.Question);
        json.WriteString("completeTo"u8, Statement.CompleteTo);
        json.WriteString("finishedAt"u8, Statement.FinishedAt);
        json.WriteNumber("entries"u8, Statement.Entries);
        json.WriteStartObject("file"u8);
        json.WriteString("name"u8, Statement.FileName);
        json.WriteNumber("bytes"u8, Statement.FileBytes);
        json.WriteString("sha256"u8, Statement.FileSha256);
        json.WriteEndObject();
        json.WriteStartObject("vouchedFor"u8);
        json.WriteBase64String("leaf"u8, Leaf.Span);
        json.WriteString("receipt"u8, Receipt.Text);
        json.WriteEndObject();
        if (Proofs is not null)
        {
            json.WriteString("checkpoint"u8, Proofs.Checkpoint);
        }

        json.WriteStartArray("items"u8);
        await foreach (var item in items.ReadAsync(cancellationToken))
        {
            json.WriteStartObject();
            json.WriteNumber("index"u8, item.Index);
            json.WriteString("id"u8, item.Id);
            json.WriteBase64String("leafHash"u8, item.LeafHash);
            if (item.Leaf.Length > 0)
            {
                json.WriteBase64String("leaf"u8, item.Leaf);
            }

            if (Proofs is not null && await Proofs.FindAsync(item.Index, cancellationToken) is { } path)
            {
                json.WriteStartArray("proof"u8);
                foreach (var hash in path)
                {
                    json.WriteBase64StringValue(hash);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            if (json.BytesPending > 32 * 1024)
            {
                await json.FlushAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"ExportManifest({Statement.Export}, {Statement.Entries})");
}
