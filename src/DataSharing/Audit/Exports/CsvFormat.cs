using System.Buffers;
using System.Globalization;
using System.Text;

namespace DataSharing.Audit;

/// <summary>
/// RFC 4180. A value that a spreadsheet would take for a formula begins with an apostrophe: people's own words are among them (OWASP, "CSV
/// Injection").
/// </summary>
internal sealed class CsvFormat : EntryFormat
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n|%");

    public override string FileName => "entries.csv";

    public override void WriteHead(IBufferWriter<byte> output) =>
        Line(
            output,
            "index",
            "id",
            "time",
            "act",
            "agency",
            "actor",
            "client",
            "purpose",
            "decision",
            "agreement",
            "agreement_version",
            "rules",
            "reasons",
            "lawful_basis",
            "records",
            "counterparts",
            "subjects",
            "emergency",
            "details",
            "justification",
            "asked",
            "words_disposed_at"
        );

    public override void Write(LoggedEntry logged, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(logged);
        var entry = logged.Entry;
        var decision = entry.Decision;
        Line(
            output,
            Number(logged.Index),
            entry.Id,
            Moment(entry.Time),
            entry.Act,
            entry.Agency.Value,
            entry.Actor,
            entry.Client,
            entry.Purpose?.Value,
            decision?.Effect,
            decision?.AgreementId,
            decision?.AgreementVersion is { } version ? Number(version) : null,
            decision is null ? null : string.Join(' ', decision.RuleIds),
            decision is null ? null : string.Join(' ', decision.Reasons),
            decision?.LawfulBasis,
            string.Join(' ', entry.Records),
            string.Join(' ', entry.Counterparts.Select(c => c.Value)),
            Number(entry.Subjects.Count),
            entry.IsEmergency ? "yes" : null,
            string.Join("; ", entry.Details.Select(d => $"{d.Key}={d.Value}")),
            logged.Private?.Justification,
            logged.Private?.Asked,
            Moment(logged.WordsDisposedAt)
        );
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Line(IBufferWriter<byte> output, params ReadOnlySpan<string?> values)
    {
        var text = new StringBuilder();
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                _ = text.Append(',');
            }

            Append(text, values[i] ?? "");
        }

        _ = text.Append("\r\n");
        _ = Encoding.UTF8.GetBytes(text.ToString().AsSpan(), output);
    }

    private static void Append(StringBuilder text, string value)
    {
        var guarded = value.Length > 0 && Formula.Contains(value[0]) ? "'" + value : value;
        _ = guarded.AsSpan().ContainsAny(Quoted)
            ? text.Append('"').Append(guarded.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"')
            : text.Append(guarded);
    }
}
