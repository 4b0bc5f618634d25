using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Agreements;

namespace DataSharing.Cli.Agreements;

/// <summary>Verdicts in words, and as JSON for pipelines.</summary>
internal static class AgreementReport
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Plain(IReadOnlyList<AgreementVerdict> verdicts, LawPack law, DateOnly day)
    {
        var text = new StringBuilder();
        foreach (var verdict in verdicts)
        {
            _ = text.AppendLine(CultureInfo.InvariantCulture, $"{verdict.File}: {Summary(verdict)}");
            foreach (var fault in verdict.Faults)
            {
                _ = text.AppendLine(CultureInfo.InvariantCulture, $"  refuses   {fault.Code} {fault.Pointer}")
                    .AppendLine(CultureInfo.InvariantCulture, $"            {fault.Sentence}");
            }

            foreach (var finding in verdict.Findings.OrderBy(finding => finding.Severity))
            {
                _ = text.AppendLine(CultureInfo.InvariantCulture, $"  {Word(finding.Severity), -9} {finding.Code} {finding.Pointer}")
                    .AppendLine(CultureInfo.InvariantCulture, $"            {finding.Sentence}")
                    .AppendLine(CultureInfo.InvariantCulture, $"            {Source(finding.Source)}");
            }
        }

        return text.Append(
                CultureInfo.InvariantCulture,
                $"Judged by the law pack of {law.PreparedOn:yyyy-MM-dd} for {day:yyyy-MM-dd}. {law.Disclaimer}"
            )
            .ToString();
    }

    public static string Json(IReadOnlyList<AgreementVerdict> verdicts, LawPack law, DateOnly day)
    {
        var files = verdicts.Select(verdict => new JsonObject
        {
            ["file"] = verdict.File,
            ["result"] = Result(verdict),
            ["contentHash"] = verdict.ContentHash,
            ["unreadable"] = verdict.Unreadable,
            ["findings"] = new JsonArray([.. verdict.Faults.Select(Fault), .. verdict.Findings.Select(Finding)]),
        });
        return new JsonObject
        {
            ["checkedOn"] = Day(day),
            ["law"] = new JsonObject { ["preparedOn"] = Day(law.PreparedOn), ["sha256"] = law.Hash },
            ["files"] = new JsonArray([.. files]),
        }.ToJsonString(Indented);
    }

    private static JsonNode Fault(AgreementFinding fault) =>
        new JsonObject
        {
            ["code"] = fault.Code,
            ["severity"] = "refuses",
            ["pointer"] = fault.Pointer,
            ["sentence"] = fault.Sentence,
            ["source"] = null,
        };

    private static JsonNode Finding(LegalFinding finding) =>
        new JsonObject
        {
            ["code"] = finding.Code,
            ["severity"] = JsonNamingPolicy.KebabCaseLower.ConvertName(finding.Severity.ToString()),
            ["pointer"] = finding.Pointer,
            ["sentence"] = finding.Sentence,
            ["source"] = new JsonObject
            {
                ["id"] = finding.Source.Id,
                ["citation"] = finding.Source.Citation,
                ["title"] = finding.Source.Title,
                ["status"] = JsonNamingPolicy.KebabCaseLower.ConvertName(finding.Source.Status.ToString()),
                ["certainty"] = JsonNamingPolicy.KebabCaseLower.ConvertName(finding.Source.Certainty.ToString()),
                ["inForceFrom"] = finding.Source.InForceFrom is { } from ? Day(from) : null,
                ["inForceTo"] = finding.Source.InForceTo is { } to ? Day(to) : null,
            },
        };

    private static string Source(LawEntry source)
    {
        var dates =
            source.Status == LawStatus.CommencementUnknown ? ", commencement unknown"
            : source.InForceFrom is { } from ? $", in force from {Day(from)}"
            : "";
        var ends = source.InForceTo is { } to ? $" until {Day(to)}" : "";
        return $"{source.Citation}: {source.Title} ({JsonNamingPolicy.KebabCaseLower.ConvertName(source.Certainty.ToString())}{dates}{ends})";
    }

    private static string Summary(AgreementVerdict verdict)
    {
        if (verdict.Unreadable is { } why)
        {
            return $"cannot be read. {why}";
        }

        var counts = verdict.Findings.CountBy(finding => finding.Severity).ToDictionary();
        var refusals = counts.GetValueOrDefault(LegalSeverity.Refuses) + verdict.Faults.Count;
        var others =
            $"{counts.GetValueOrDefault(LegalSeverity.NeedsSignOff)} to sign off, {counts.GetValueOrDefault(LegalSeverity.Warns)} warnings";
        return verdict.IsRefused ? $"refused ({refusals} refuse, {others})" : $"sound ({others})";
    }

    private static string Result(AgreementVerdict verdict) =>
        verdict.Unreadable is not null ? "unreadable"
        : verdict.IsRefused ? "refused"
        : "sound";

    private static string Word(LegalSeverity severity) =>
        severity switch
        {
            LegalSeverity.Refuses => "refuses",
            LegalSeverity.NeedsSignOff => "sign off",
            _ => "warns",
        };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
