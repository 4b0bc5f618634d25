using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DataSharing.TransparencyLog;

namespace DataSharing.Cli.Exports;

/// <summary>Checks an export's package against the log's public key: its file, its leaves, its proofs and its checkpoint. One item in memory at a time.</summary>
internal sealed class ExportCheck(IReadOnlyList<VerifierKey> keys, WitnessPolicy witnesses) : IDisposable
{
    private const string ManifestName = "manifest.json";
    private const string Format = "datasharing-export/2";
    private const int ItemsBetweenReports = 262_144;

    /// <summary>What a manifest states in words, each once.</summary>
    private static readonly string[] Texts = ["format", "export", "agency", "by", "origin", "question", "completeTo", "finishedAt"];

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly ExportItemsHash hashes = new();
    private ManifestVoucher? voucher;
    private ManifestFile? file;
    private CheckpointVerdict.Genuine? genuine;
    private string note = "";
    private long stated = -1;
    private long items;
    private long unproven;

    private string Origin => texts.GetValueOrDefault("origin", "");

    public void Dispose() => hashes.Dispose();

    /// <summary>What became of it, in words, with the exit code that scripts go by.</summary>
    /// <exception cref="UnusableInputException">It is no zip, or broke off.</exception>
    public async Task<(string Report, int ExitCode)> RunAsync(string path, CancellationToken cancellationToken)
    {
        var (at, isOpen) = (ManifestName, false);
        try
        {
            await using var zip = await ZipFile.OpenReadAsync(path, cancellationToken);
            isOpen = true;
            if (zip.GetEntry(ManifestName) is not { } manifest)
            {
                return Refused("the package has no manifest: it broke off, or is no export", at);
            }

            await using (var stream = await manifest.OpenAsync(cancellationToken))
            {
                if (await ManifestAsync(new ManifestReader(stream), cancellationToken) is { } fault)
                {
                    return Refused(fault, at);
                }
            }

            if (file is null || genuine is null || voucher is null || stated < 0 || texts.Count != Texts.Length)
            {
                return Refused("the manifest is not whole", at);
            }

            if (voucher.Fault(Statement(file).Digest(hashes), keys) is { } unvouched)
            {
                return Refused(unvouched, at);
            }

            at = file.Name;
            if (zip.Entries.Count != 2 || zip.GetEntry(file.Name) is not { } data || data == manifest)
            {
                return Refused("the package holds other files than the manifest and the one it names", at);
            }

            await using var entries = await data.OpenAsync(cancellationToken);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(entries, cancellationToken));
            return string.Equals(hash, file.Sha256, StringComparison.Ordinal) && data.Length == file.Bytes
                ? Verified(file, genuine)
                : Refused("the file is not the one whose length and SHA-256 the manifest states", at);
        }
        catch (JsonException)
        {
            // The reader's own words could quote an entry.
            return Refused(Item("the manifest cannot be read here"), at);
        }
        catch (InvalidDataException) when (isOpen)
        {
            return Refused("the package is damaged here", at);
        }
        catch (InvalidDataException)
        {
            throw new UnusableInputException($"'{path}' is not a whole zip: it broke off, or is damaged.");
        }
    }

    private async Task<string?> ManifestAsync(ManifestReader manifest, CancellationToken cancellationToken)
    {
        while (await manifest.ReadAsync(cancellationToken) is var (name, value))
        {
            if (!seen.Add(name) && name != "items")
            {
                return $"the manifest says '{name}' twice";
            }

            var fault = name switch
            {
                "format" => Text(value) == Format ? null : $"its format is not {Format}",
                "checkpoint" => Open(Text(value)),
                "items" => Check(value.Span),
                _ => null,
            };
            if (fault is not null)
            {
                return fault;
            }

            switch (name)
            {
                case "items":
                case "checkpoint":
                    break;
                case "vouchedFor":
                    voucher = Read(value.Span, ManifestJson.Default.ManifestVoucher);
                    break;
                case "entries":
                    stated = Read(value.Span, ManifestJson.Default.Int64);
                    break;
                case "file":
                    file = Read(value.Span, ManifestJson.Default.ManifestFile);
                    break;
                case var _ when Texts.Contains(name, StringComparer.Ordinal):
                    texts.Add(name, Text(value));
                    break;
                default:
                    return "the manifest says something that is not of its form";
            }
        }

        return items == stated || (items == 0 && stated < 0)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"the manifest states {stated} entries and lists {items}");
    }

    private ExportStatement Statement(ManifestFile data) =>
        new(
            texts["format"],
            texts["export"],
            texts["agency"],
            texts["by"],
            texts["origin"],
            texts["question"],
            texts["completeTo"],
            texts["finishedAt"],
            stated,
            data.Name,
            data.Bytes,
            data.Sha256
        );

    private string? Open(string checkpoint)
    {
        note = checkpoint;
        (genuine, var why) = CheckpointReport.Of(Encoding.UTF8.GetBytes(note), keys);
        return genuine is null ? why
            : string.Equals(genuine.Checkpoint.Origin, Origin, StringComparison.Ordinal) ? null
            : "the checkpoint is of another log than the manifest says";
    }

    private string? Check(ReadOnlySpan<byte> json)
    {
        if (genuine is null)
        {
            return "the manifest has no checkpoint before its items, so nothing proves them";
        }

        var item = Read(json, ManifestJson.Default.ManifestItem);
        if (item.Fault(genuine.Checkpoint) is { } why)
        {
            return string.Create(CultureInfo.InvariantCulture, $"item {items + 1}, entry {item.Index} of the log: {why}");
        }

        hashes.Add(item.Index, Convert.FromBase64String(item.LeafHash));
        unproven += item.Index >= genuine.Checkpoint.Size ? 1 : 0;
        if (++items % ItemsBetweenReports == 0)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{items} of {stated} entries"));
        }

        return null;
    }

    private (string, int) Verified(ManifestFile data, CheckpointVerdict.Genuine checkpoint)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            entries  {items - unproven} of {items} are in the {checkpoint.Checkpoint.Size} of {Origin}, signed {ReceiptReport.Moment(
                checkpoint.SignedAt
            )}
            file     {data.Name}, SHA-256 {data.Sha256}
            question {texts["question"]}
            complete to {texts["completeTo"]}, by the log's own entry of the taking out
            """
        );
        var (witnessed, code) = WitnessedBy.Of(witnesses, note, unproven == 0 ? CommandLine.Done : CommandLine.Open);
        head += witnessed;
        return unproven == 0
            ? ($"verified: every entry is in the log\n{head}", code)
            : (
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"open: {unproven} not yet proven, because the checkpoint is older; take the export out again\n{head}"
                ),
                code
            );
    }

    private string Item(string why) => items > 0 ? string.Create(CultureInfo.InvariantCulture, $"{why}, after item {items}") : why;

    private static (string, int) Refused(string why, string at) => ($"NOT VERIFIED: {why}\nfile     {at}", CommandLine.Refused);

    private static string Text(ReadOnlyMemory<byte> json) => Read(json.Span, ManifestJson.Default.String);

    private static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(json, type) is { } value ? value : throw new JsonException("Null where a value must be.");
}
