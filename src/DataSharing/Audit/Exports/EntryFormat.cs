using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataSharing.Audit;

/// <summary>Writes entries in one of the formats of an export.</summary>
public abstract class EntryFormat
{
    private protected static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Of the file in the package.</summary>
    public abstract string FileName { get; }

    /// <param name="kind">The format.</param>
    /// <param name="origin">The log's name.</param>
    public static EntryFormat Of(ExportKind kind, string origin) =>
        kind switch
        {
            ExportKind.Csv => new CsvFormat(),
            ExportKind.JsonLines => new JsonLinesFormat(),
            ExportKind.Fhir => new FhirFormat(origin),
            ExportKind.Ocsf => new OcsfFormat(origin),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    /// <summary>What stands before the first entry; nothing in most.</summary>
    public virtual void WriteHead(IBufferWriter<byte> output) { }

    /// <summary>One entry with the end of its line.</summary>
    public abstract void Write(LoggedEntry logged, IBufferWriter<byte> output);

    private protected static string? Moment(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private protected static void EndLine(IBufferWriter<byte> output) => output.Write("\n"u8);
}
