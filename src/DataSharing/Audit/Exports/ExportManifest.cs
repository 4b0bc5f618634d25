using System.Globalization;
using System.Text.Json;

namespace DataSharing.Audit;

/// <summary>What an export says of itself: the question, its bound, and what the file is. Its items follow entry by entry.</summary>
/// <param name="Export">The export.</param>
/// <param name="Run">The finished run.</param>
/// <param name="Origin">The log.</param>
/// <param name="FileName">Of the entries in the package.</param>
/// <param name="FileBytes">Its length.</param>
public sealed record ExportManifest(ExportRecord Export, ExportRun Run, string Origin, string FileName, long FileBytes)
{
    public const string FormatName = "datasharing-export/1";

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
        json.WriteString("format"u8, FormatName);
        json.WriteString("export"u8, Export.Id);
        json.WriteString("agency"u8, Export.Agency.Value);
        json.WriteString("by"u8, Run.By);
        json.WriteString("origin"u8, Origin);
        json.WriteString("question"u8, Export.Question.Asked);
        json.WriteString("completeTo"u8, Export.CompleteTo.UtcDateTime);
        json.WriteString("finishedAt"u8, (Run.FinishedAt ?? Run.StartedAt).UtcDateTime);
        json.WriteNumber("entries"u8, Run.Entries);
        json.WriteStartObject("file"u8);
        json.WriteString("name"u8, FileName);
        json.WriteNumber("bytes"u8, FileBytes);
        json.WriteString("sha256"u8, Run.FileHash);
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

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ExportManifest({Export.Id}, {Run.Entries})");
}
