using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Agreements;

namespace DataSharing.Cli.Agreements;

/// <summary><c>agreements simulate</c>: a draft against a file of decisions, without a service.</summary>
internal static class SimulateCommand
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var draft = new Argument<FileInfo>("DRAFT") { Description = "The agreement document to put in place." };
        var decisions = new Option<FileInfo>("--decisions")
        {
            Description = "Decisions as JSON Lines: {\"subject\":\"…\",\"input\":{…}} (docs/agreements.md).",
            Required = true,
        };
        var inForce = new Option<FileInfo[]>("--in-force")
        {
            Description = "Agreement documents in force, the version that the draft would replace among them.",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
            Required = true,
        };
        var json = new Option<bool>("--json") { Description = "The answer as JSON." };
        var command = new Command(
            "simulate",
            "What would change in past decisions under a draft. Exit code 0: nothing; 1: something; 2: a file cannot be used."
        )
        {
            draft,
            decisions,
            inForce,
            json,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var draftDocument = await CompareCommands.DocumentAsync(parsed.GetRequiredValue(draft), cancellationToken);
                var artefact = AgreementCompiler.Compile(draftDocument);
                var standing = new List<AgreementDocument>();
                foreach (var file in parsed.GetRequiredValue(inForce))
                {
                    standing.Add(await CompareCommands.DocumentAsync(file, cancellationToken));
                }

                var lines = await ReadAsync(parsed.GetRequiredValue(decisions), cancellationToken);
                var now = new AgreementsInForce(
                    standing.Select(document => new StandingArtefact(AgreementCompiler.Compile(document), false)),
                    [],
                    standing.SelectMany(document => document.Agreement.Parties).Select(party => party.Agency).Concat(artefact.Parties)
                );
                // When all of them have effect, as far as their own dates go.
                var at = standing.Select(document => document.Agreement.EffectiveFrom).Append(draftDocument.Agreement.EffectiveFrom).Max();
                var simulation = new DraftSimulation(now, now.With(artefact), at);
                foreach (var subject in lines.GroupBy(line => line.Subject, StringComparer.Ordinal))
                {
                    simulation.Add([.. subject.Select(line => line.Question)]);
                }

                await Console.Out.WriteLineAsync(parsed.GetValue(json) ? Json(simulation, lines.Count) : Plain(simulation, lines.Count));
                return simulation.DecisionsChanged == 0 ? CommandLine.Done : CommandLine.Refused;
            }
        );
        return command;
    }

    private static async Task<List<DecisionLine>> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var (lines, number) = (new List<DecisionLine>(), 0);
        await foreach (var text in File.ReadLinesAsync(file.FullName, cancellationToken))
        {
            number++;
            if (text.Length > 0)
            {
                lines.Add(
                    DecisionLine.TryParse(text, out var line)
                        ? line
                        : throw new UnusableInputException(
                            string.Create(CultureInfo.InvariantCulture, $"{file}: line {number} is not a decision.")
                        )
                );
            }
        }

        return lines;
    }

    private static string Plain(DraftSimulation simulation, int decisions)
    {
        var sum = string.Create(
            CultureInfo.InvariantCulture,
            $"{simulation.DecisionsChanged} of {decisions} decisions would change, about {simulation.PeopleChanged} subjects."
        );
        var lines = Ordered(simulation)
            .Select(line =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Code(line)} {line.Change.From} to {line.Change.To}, {line.Change.Category} ({line.Change.Mode}) about {line.Change.SubjectKind} for {line.Change.Purpose}: {line.Decisions} decisions, {line.People} subjects"
                )
            );
        return string.Join('\n', lines.Prepend(sum));
    }

    private static string Json(DraftSimulation simulation, int decisions) =>
        new JsonObject
        {
            ["decisions"] = decisions,
            ["decisionsChanged"] = simulation.DecisionsChanged,
            ["peopleChanged"] = simulation.PeopleChanged,
            ["changes"] = new JsonArray([
                .. Ordered(simulation)
                    .Select(line => new JsonObject
                    {
                        ["change"] = Code(line),
                        ["from"] = line.Change.From.Value,
                        ["to"] = line.Change.To.Value,
                        ["purpose"] = line.Change.Purpose.Value,
                        ["subjectKind"] = JsonNamingPolicy.KebabCaseLower.ConvertName(line.Change.SubjectKind.ToString()),
                        ["category"] = line.Change.Category.Value,
                        ["mode"] = line.Change.Mode,
                        ["fieldsTakenOut"] = line.Change.FieldsTakenOut,
                        ["fieldsLetThrough"] = line.Change.FieldsLetThrough,
                        ["decisions"] = line.Decisions,
                        ["people"] = line.People,
                    }),
            ]),
        }.ToJsonString(Indented);

    private static IEnumerable<SimulatedLine> Ordered(DraftSimulation simulation) =>
        simulation.Lines.OrderByDescending(line => line.People).ThenBy(line => line.Change.ToString(), StringComparer.Ordinal);

    private static string Code(SimulatedLine line) => JsonNamingPolicy.KebabCaseLower.ConvertName(line.Change.Kind.ToString());
}
