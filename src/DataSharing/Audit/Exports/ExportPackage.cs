using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using DataSharing.Identity;
using DataSharing.Storage;
using DataSharing.TransparencyLog;
using Microsoft.Extensions.Options;

namespace DataSharing.Audit;

/// <summary>Takes an export out as a zip: the entries in their format, then the manifest. In chunks, in bounded memory.</summary>
public sealed class ExportPackage(AuditExports exports, LogReader reader, Journal journal, IOptions<LogOptions> log, TimeProvider time)
{
    /// <summary>
    /// Reads the first chunk, whose entry is committed then, so that a store that cannot take it is answered 503 and not with half a file.
    /// </summary>
    public async ValueTask<TakeOutOutcome> BeginAsync(Caller officer, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var partition = Shards.Of(officer.Agency.Value);
        if (await exports.FindAsync(officer, id, cancellationToken) is not { } export)
        {
            var missing = new AuditAct { Act = AuditExports.TakenOut, Caller = officer };
            return new TakeOutOutcome.NotFound(await journal.NotFoundAsync(partition, missing, id, cancellationToken));
        }

        // Of whoever takes it out, not of whoever made it: a colleague's export would else show officers what they did themselves.
        if (export.Question.IsAboutOwn(officer))
        {
            var refused = new AuditAct
            {
                Act = "audit.own-refused",
                Caller = officer,
                Records = [$"export:{id}"],
            };
            return new TakeOutOutcome.NeedsAnother(await journal.RecordAsync(partition, refused, cancellationToken));
        }

        var run = new ExportRun(Guid.NewGuid().ToString("N"), officer.Actor, time.GetUtcNow(), 0);
        var (page, receipt) = await exports.ChunkAsync(officer, export, run, null, cancellationToken);
        return new TakeOutOutcome.Begun(new ExportDownload(this, officer, export, run, page, receipt));
    }

    internal async Task WriteAsync(
        Caller officer,
        ExportRecord export,
        ExportRun run,
        AuditPage page,
        Stream output,
        CancellationToken cancellationToken
    )
    {
        await using var waiting = new DeferredWriteStream(output);
        await WriteZipAsync(officer, export, run, page, waiting, cancellationToken);
        await waiting.FlushAsync(cancellationToken);
    }

    private async Task WriteZipAsync(
        Caller officer,
        ExportRecord export,
        ExportRun run,
        AuditPage page,
        Stream output,
        CancellationToken cancellationToken
    )
    {
        var format = EntryFormat.Of(export.Kind, log.Value.Origin);
        await using var items = new ExportItems();
        await using var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, null, cancellationToken);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (bytes, covering) = (0L, 0L);
        await using (var file = await zip.CreateEntry(format.FileName).OpenAsync(cancellationToken))
        {
            var buffer = new ArrayBufferWriter<byte>(64 * 1024);
            format.WriteHead(buffer);
            while (true)
            {
                foreach (var logged in page.Entries)
                {
                    covering = Math.Max(covering, logged.Index + 1);
                    format.Write(logged, buffer);
                    await items.AddAsync(logged, logged.Entry.Agency == officer.Agency && !export.Question.Across, cancellationToken);
                }

                hash.AppendData(buffer.WrittenSpan);
                bytes += buffer.WrittenCount;
                await file.WriteAsync(buffer.WrittenMemory, cancellationToken);
                buffer.ResetWrittenCount();
                run = run with { Entries = run.Entries + page.Entries.Count };
                if (page.Next is not { } next)
                {
                    break;
                }

                // A store that fails here breaks the file off: a zip without its end cannot be taken for a whole one.
                (page, _) = await exports.ChunkAsync(officer, export, run, next, cancellationToken);
            }
        }

        run = run with { FinishedAt = time.GetUtcNow(), FileHash = Convert.ToHexStringLower(hash.GetHashAndReset()) };
        var statement = new ExportStatement(
            ExportManifest.FormatName,
            export.Id,
            export.Agency.Value,
            run.By,
            log.Value.Origin,
            export.Question.Asked,
            Moment(export.CompleteTo),
            Moment(run.FinishedAt ?? run.StartedAt),
            run.Entries,
            format.FileName,
            bytes,
            run.FileHash
        );
        var finished = await exports.FinishAsync(officer, export, run, statement.Digest(items.Hash), cancellationToken);
        // One checkpoint for every proof, read after the last entry: so it covers as many of them as any can.
        var stated = new ExportManifest(statement, finished.Leaf, finished.Receipt)
        {
            Proofs = await reader.ProofsAsync(covering, cancellationToken),
        };
        await using var manifest = await zip.CreateEntry("manifest.json").OpenAsync(cancellationToken);
        await stated.WriteAsync(manifest, items, cancellationToken);
    }

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}

/// <summary>An export whose first chunk may leave.</summary>
public sealed class ExportDownload
{
    private readonly ExportPackage package;
    private readonly Caller officer;
    private readonly ExportRecord export;
    private readonly ExportRun run;
    private readonly AuditPage first;

    internal ExportDownload(
        ExportPackage package,
        Caller officer,
        ExportRecord export,
        ExportRun run,
        AuditPage first,
        AuditReceipt receipt
    )
    {
        (this.package, this.officer, this.export, this.run, this.first) = (package, officer, export, run, first);
        Receipt = receipt;
    }

    /// <summary>Of the first chunk.</summary>
    public AuditReceipt Receipt { get; }

    public string FileName => $"audit-{export.Id}.zip";

    public Task WriteAsync(Stream output, CancellationToken cancellationToken) =>
        package.WriteAsync(officer, export, run, first, output, cancellationToken);
}

/// <summary>What became of taking an export out.</summary>
public abstract record TakeOutOutcome
{
    private TakeOutOutcome() { }

    public sealed record Begun(ExportDownload Download) : TakeOutOutcome;

    /// <summary>Not there, or another agency's: alike.</summary>
    public sealed record NotFound(AuditReceipt Receipt) : TakeOutOutcome;

    /// <summary>It tells what the officer did: another officer of the agency can take it out. The attempt is an entry.</summary>
    public sealed record NeedsAnother(AuditReceipt Receipt) : TakeOutOutcome;
}
