using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Agreements;

namespace DataSharing.Cli.Agreements;

/// <summary><c>agreements compare</c> and <c>agreements analyse</c>: what documents come to, worked out from the files alone.</summary>
internal static class CompareCommands
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Compare()
    {
        var before = new Argument<FileInfo>("BEFORE") { Description = "The one agreement document." };
        var after = new Argument<FileInfo>("AFTER") { Description = "The other." };
        var json = new Option<bool>("--json") { Description = "The answer as JSON." };
        var command = new Command(
            "compare",
            "Exactly what one document permits and forbids that another does not. Exit code 0: nothing differs; 1: something does; 2: a file cannot be used."
        )
        {
            before,
            after,
            json,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var one = await DocumentAsync(parsed.GetRequiredValue(before), cancellationToken);
                var other = await DocumentAsync(parsed.GetRequiredValue(after), cancellationToken);
                var comparison = WorkedOut(() => AgreementComparison.Of(one, other));
                await Console.Out.WriteLineAsync(parsed.GetValue(json) ? Json(comparison) : Plain(comparison));
                return comparison.IsSame ? CommandLine.Done : CommandLine.Refused;
            }
        );
        return command;
    }

    public static Command Analyse()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "An agreement document." };
        var json = new Option<bool>("--json") { Description = "The answer as JSON." };
        var command = new Command(
            "analyse",
            "Rules that can never apply, are always forbidden, change nothing or contradict. Exit code 0: sound; 1: a fault; 2: the file cannot be used."
        )
        {
            file,
            json,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var document = await DocumentAsync(parsed.GetRequiredValue(file), cancellationToken);
                var analysis = WorkedOut(() => AgreementAnalysis.Of(document));
                await Console.Out.WriteLineAsync(parsed.GetValue(json) ? Json(analysis) : Plain(analysis));
                return analysis.IsSound ? CommandLine.Done : CommandLine.Refused;
            }
        );
        return command;
    }

    /// <exception cref="UnusableInputException">It is no agreement.</exception>
    public static async Task<AgreementDocument> DocumentAsync(FileInfo file, CancellationToken cancellationToken) =>
        await AgreementFile.ReadAsync(file, cancellationToken) switch
        {
            DocumentOutcome.Accepted accepted => accepted.Document,
            DocumentOutcome.Refused { Findings: [var first, ..] } => throw new UnusableInputException(
                $"{file}: {first.Code} {first.Pointer} {first.Sentence}"
            ),
            _ => throw new InvalidOperationException("An outcome that this command does not know."),
        };

    private static T WorkedOut<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (TooTangledException tangled)
        {
            throw new UnusableInputException(tangled.Message);
        }
    }

    private static string Plain(AgreementComparison comparison)
    {
        var lines = new ComparisonText(comparison).All();
        return lines.Count == 0 ? "Nothing differs in what they permit and forbid." : string.Join('\n', lines);
    }

    private static string Plain(AgreementAnalysis analysis) =>
        analysis.Findings.Count == 0
            ? "Sound: no rule is idle and none contradicts another."
            : string.Join(
                '\n',
                analysis.Findings.Select(finding =>
                    $"{(finding.IsFault ? "fault " : "notice")} {finding.Code} {finding.Pointer}\n       {finding.Sentence}"
                )
            );

    private static string Json(AgreementComparison comparison)
    {
        var text = new ComparisonText(comparison);
        return new JsonObject
        {
            ["before"] = Version(comparison.Before),
            ["after"] = Version(comparison.After),
            ["same"] = comparison.IsSame,
            ["particulars"] = List(
                comparison.Particulars,
                change => new JsonObject
                {
                    ["code"] = change.Code,
                    ["before"] = change.Before,
                    ["after"] = change.After,
                    ["sentence"] = text.Sentence(change),
                }
            ),
            ["sharing"] = List(
                comparison.Sharing,
                change => new JsonObject
                {
                    ["change"] = Code(change.Kind),
                    ["termsChanged"] = change.TermsChanged,
                    ["scope"] = Scope(change.Scope),
                    ["before"] = ComparisonText.Standing(change.Before),
                    ["after"] = ComparisonText.Standing(change.After),
                    ["sentence"] = text.Sentence(change),
                }
            ),
            ["forbidding"] = List(
                comparison.Forbidding,
                change => new JsonObject
                {
                    ["change"] = Code(change.Kind),
                    ["scope"] = Scope(change.Scope),
                    ["sentence"] = text.Sentence(change),
                }
            ),
        }.ToJsonString(Indented);
    }

    private static string Json(AgreementAnalysis analysis) =>
        new JsonObject
        {
            ["version"] = Version(analysis.Document),
            ["sound"] = analysis.IsSound,
            ["findings"] = List(
                analysis.Findings,
                finding => new JsonObject
                {
                    ["code"] = finding.Code,
                    ["fault"] = finding.IsFault,
                    ["rule"] = finding.RuleId,
                    ["pointer"] = finding.Pointer,
                    ["others"] = List(finding.Others, other => JsonValue.Create(other)),
                    ["sentence"] = finding.Sentence,
                }
            ),
        }.ToJsonString(Indented);

    private static JsonObject Version(AgreementDocument document) =>
        new()
        {
            ["id"] = document.Agreement.Id.Value,
            ["version"] = document.Agreement.Version,
            ["contentHash"] = document.ContentHash,
        };

    private static JsonObject Scope(SharingScope scope) =>
        new()
        {
            ["from"] = List(scope.From, agency => JsonValue.Create(agency.Value)),
            ["to"] = List(scope.To, agency => JsonValue.Create(agency.Value)),
            ["purposes"] = List(scope.Purposes, purpose => JsonValue.Create(purpose.Value)),
            ["otherPurposes"] = scope.OtherPurposes,
            ["subjectKinds"] = List(scope.SubjectKinds, kind => JsonValue.Create(Code(kind))),
            ["categories"] = List(scope.Categories, category => JsonValue.Create(category.Value)),
            ["otherCategories"] = scope.OtherCategories,
            ["modes"] = List(scope.Modes, mode => JsonValue.Create(Code(mode))),
        };

    private static string Code<T>(T word)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString());

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> node) => new([.. items.Select(node)]);
}
