using System.Buffers;

namespace DataSharing.Storage;

/// <summary>
/// What both homes hold to. Azure Tables forbids / \ # ? in keys, takes 100 changes and 4 MiB a transaction and 64 KiB a property;
/// Azurite accepts what Azure refuses, so the limits are ours to enforce (docs/adr/0003).
/// </summary>
public static class RecordLimits
{
    public const int MaximumKeyLength = 512;
    public const int MaximumBodyBytes = 512 * 1024;
    public const int MaximumWrites = 100;
    public const int MaximumCommitBytes = 2_621_440; // 2.5 MiB: base64 makes it 3.4 MiB of the 4 MiB that Tables takes.
    public const int MaximumPage = 1_000;

    private const int ManyWrites = 8;

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-"
    );

    public static void CheckKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length is 0 or > MaximumKeyLength)
        {
            throw new RecordLimitException(
                RecordLimit.KeyLength,
                $"A key has 1 to {MaximumKeyLength} characters; this one has {key.Length}."
            );
        }

        if (key.AsSpan().ContainsAnyExcept(KeyCharacters))
        {
            throw new RecordLimitException(RecordLimit.KeyCharacters, "A key is made of A-Z a-z 0-9 . _ : - only.");
        }
    }

    public static void CheckRange(string partitionKey, string from, string toExclusive, int limit)
    {
        CheckKey(partitionKey);
        CheckKey(from);
        CheckKey(toExclusive);
        if (limit is < 1 or > MaximumPage)
        {
            throw new RecordLimitException(RecordLimit.Page, $"A page has 1 to {MaximumPage} rows; {limit} were asked for.");
        }
    }

    public static void CheckCommit(RecordCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        CheckKey(commit.PartitionKey);
        var writes = commit.Writes;
        if (writes.Count is 0 or > MaximumWrites)
        {
            throw new RecordLimitException(RecordLimit.Writes, $"A commit has 1 to {MaximumWrites} changes; this one has {writes.Count}.");
        }

        long bytes = 0;
        // Comparing each with each is the quicker way for the few rows of a request, and not for the hundred of the relay.
        var keys = writes.Count > ManyWrites ? new HashSet<string>(writes.Count, StringComparer.Ordinal) : null;
        for (var i = 0; i < writes.Count; i++)
        {
            CheckKey(writes[i].RowKey);
            if (keys is null ? IsAmong(writes, i) : !keys.Add(writes[i].RowKey))
            {
                throw new RecordLimitException(RecordLimit.KeyTwice, "A commit names a row once.");
            }

            bytes += CheckBody(writes[i]);
        }

        if (bytes > MaximumCommitBytes)
        {
            throw new RecordLimitException(
                RecordLimit.CommitBytes,
                $"A commit carries at most {MaximumCommitBytes} bytes; this one carries {bytes}."
            );
        }
    }

    private static bool IsAmong(IReadOnlyList<RowWrite> writes, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (string.Equals(writes[i].RowKey, writes[count].RowKey, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static int CheckBody(RowWrite write)
    {
        var (schema, length) = write switch
        {
            RowWrite.Insert insert => (insert.SchemaVersion, insert.Body.Length),
            RowWrite.Replace replace => (replace.SchemaVersion, replace.Body.Length),
            _ => (1, 0),
        };
        if (length > MaximumBodyBytes)
        {
            throw new RecordLimitException(
                RecordLimit.BodyBytes,
                $"A row's body has at most {MaximumBodyBytes} bytes; this one has {length}."
            );
        }

        if (schema < 1)
        {
            throw new RecordLimitException(RecordLimit.SchemaVersion, "A row states the version of its shape, from 1.");
        }

        return length;
    }
}

public enum RecordLimit
{
    KeyLength,
    KeyCharacters,
    Page,
    Writes,
    KeyTwice,
    BodyBytes,
    CommitBytes,
    SchemaVersion,
}

/// <summary>A call outside <see cref="RecordLimits"/>. The message names no key and no content.</summary>
public sealed class RecordLimitException(RecordLimit limit, string message) : InvalidOperationException(message)
{
    public RecordLimit Limit { get; } = limit;
}

/// <summary>The store cannot answer now. Nothing that was acknowledged is lost; whether an unanswered commit happened is unknown. HTTP: 503 with Retry-After.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
