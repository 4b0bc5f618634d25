using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Disposal;

/// <summary>One place of the store, and everything that can be read there with every key that remains.</summary>
/// <param name="Place">A row's key, a blob's name, or <c>log header</c>, <c>log section</c>, <c>log common part</c>.</param>
/// <param name="Texts">As it lies there, and opened.</param>
internal sealed record ProbedPlace(string Place, IReadOnlyList<string> Texts);

/// <summary>
/// Reads a whole store as somebody would who holds it and all of its keys: every row, every blob and every entry of the log, opened with whatever
/// opens it.
/// </summary>
internal sealed class StoreProbe(IServiceProvider services)
{
    private static readonly string[] Categories = ["identity", "risk", "housing", "association", "missing-episodes", "education"];

    private readonly IRecordStore records = services.GetRequiredService<IRecordStore>();
    private readonly IBlobStore blobs = services.GetRequiredService<IBlobStore>();
    private readonly DataKeys keys = services.GetRequiredService<DataKeys>();
    private readonly List<(string Id, string Agency, DataKey Key)> held = [];

    public async Task<IReadOnlyList<ProbedPlace>> RunAsync(IEnumerable<ReadOnlyMemory<byte>> leaves)
    {
        var rows = await RowsAsync();
        foreach (var row in rows.Where(r => r.RowKey.StartsWith("key:", StringComparison.Ordinal)))
        {
            await HoldAsync(row.RowKey);
        }

        var places = new List<ProbedPlace>();
        foreach (var row in rows.Where(r => !r.RowKey.StartsWith("outbox:", StringComparison.Ordinal)))
        {
            string[] contexts = [row.RowKey, .. Contexts(row.RowKey)];
            places.Add(new ProbedPlace(row.RowKey, [row.RowKey, .. Read(row.Body.Span, contexts)]));
        }

        foreach (var prefix in new[] { "content/", "documents/" })
        {
            await foreach (var name in blobs.ListAsync(prefix, null, CancellationToken.None))
            {
                var content = (await blobs.FindAsync(name, CancellationToken.None))?.Content ?? default;
                string[] contexts = [name, .. rows.Select(r => r.RowKey).Where(IsDisclosure).SelectMany(Contexts)];
                places.Add(new ProbedPlace(name, [name, .. Read(content.Span, contexts)]));
            }
        }

        foreach (var leaf in leaves)
        {
            places.AddRange(await EntryAsync(leaf));
        }

        return places;
    }

    private async Task<IReadOnlyList<StoredRow>> RowsAsync()
    {
        var rows = new List<StoredRow>();
        foreach (var shard in Shards.All)
        {
            for (string? from = "-"; from is not null; )
            {
                var page = await records.ReadRangeAsync(shard, from, "zz", RecordLimits.MaximumPage, CancellationToken.None);
                rows.AddRange(page.Rows);
                from = page.ContinueAfter is { } last ? RowKeys.After(last) : null;
            }
        }

        return rows;
    }

    private async Task HoldAsync(string rowKey)
    {
        var parts = rowKey.Split(':');
        var agency = AgencyId.Parse(parts[^1]);
        var id = parts is [_, "month", var month, _]
            ? DataKeyId.OfMonth(DateTimeOffset.Parse($"{month}-15T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture), agency)
            : DataKeyId.OfSubject(parts[1], agency);
        if (await keys.FindAsync(id, CancellationToken.None) is { } key)
        {
            held.Add((parts is [_, "month", var m, _] ? m : parts[1], agency.Value, key));
        }
    }

    private async Task<IReadOnlyList<ProbedPlace>> EntryAsync(ReadOnlyMemory<byte> leaf)
    {
        using var entry = JsonDocument.Parse(leaf);
        var root = entry.RootElement;
        var id = root.GetProperty("id").GetString() ?? "";
        var agency = root.GetProperty("agency").GetString() ?? "";
        var month = (root.GetProperty("time").GetString() ?? "")[..7];
        var places = new List<ProbedPlace> { new("log header", [Encoding.UTF8.GetString(leaf.Span)]) };
        var subjects = root.TryGetProperty("subjects", out var named) ? named.EnumerateArray().ToArray() : [];
        foreach (var (i, subject) in subjects.Index())
        {
            var pseudonym = subject.GetProperty("pseudonym").GetBytesFromBase64();
            foreach (var (about, by, key) in held.Where(h => h.Agency == agency))
            {
                if (!key.Pseudonym(about).AsSpan().SequenceEqual(pseudonym))
                {
                    continue;
                }

                // Whoever holds the key knows whom the pseudonym stands for.
                var texts = new List<string> { about };
                if (subject.TryGetProperty("section", out var section))
                {
                    texts.Add(Encoding.UTF8.GetString(key.OpenSection(section.GetBytesFromBase64(), $"{id}:{i}")));
                }

                places.Add(new ProbedPlace($"log section of {by}", texts));
            }
        }

        if (root.TryGetProperty("common", out var common))
        {
            var key = held.FirstOrDefault(h => h.Id == month && h.Agency == agency).Key;
            if (key is not null)
            {
                places.Add(
                    new ProbedPlace(
                        "log common part",
                        [Encoding.UTF8.GetString(key.OpenSection(common.GetBytesFromBase64(), $"{id}:common"))]
                    )
                );
            }
        }

        await Task.CompletedTask;
        return places;
    }

    private static bool IsDisclosure(string rowKey) => rowKey.StartsWith("disclosure:", StringComparison.Ordinal);

    private static IEnumerable<string> Contexts(string rowKey) =>
        rowKey.Split(':')[0] switch
        {
            "disclosure" => [.. Categories.Select(c => $"{rowKey}:{c}"), $"{rowKey}:emergency", $"{rowKey}:emergency-review:0"],
            "request" => [$"{rowKey}:explanation"],
            _ => [],
        };

    /// <summary>The bytes as text, and whatever in them was sealed and opens.</summary>
    private List<string> Read(ReadOnlySpan<byte> bytes, IReadOnlyList<string> contexts)
    {
        var texts = new List<string> { Encoding.UTF8.GetString(bytes) };
        if (TryParse(bytes) is { } json)
        {
            using (json)
            {
                Walk(json.RootElement, contexts, texts);
            }
        }
        else if (Open(bytes.ToArray(), contexts) is { } opened)
        {
            texts.AddRange(Read(opened, contexts));
        }

        return texts;
    }

    private void Walk(JsonElement element, IReadOnlyList<string> contexts, List<string> texts)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    Walk(member.Value, contexts, texts);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Walk(item, contexts, texts);
                }

                break;
            case JsonValueKind.String when element.TryGetBytesFromBase64(out var bytes) && bytes.Length >= DataKey.Overhead:
                texts.AddRange(Read(bytes, contexts));
                break;
        }
    }

    private byte[]? Open(byte[] bytes, IReadOnlyList<string> contexts)
    {
        if (bytes.Length < DataKey.Overhead)
        {
            return null;
        }

        foreach (var context in contexts)
        {
            foreach (var (_, _, key) in held)
            {
                try
                {
                    return key.OpenContent(bytes, context);
                }
                catch (CryptographicException)
                {
                    // Another key's, or another place's.
                    continue;
                }
            }
        }

        return null;
    }

    private static JsonDocument? TryParse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes.Length > 0 && bytes[0] is (byte)'{' or (byte)'[' ? JsonDocument.Parse(bytes.ToArray()) : null;
        }
        catch (JsonException)
        {
            // Sealed bytes that happen to begin like an object.
            return null;
        }
    }
}
