using DataSharing.Audit;
using DataSharing.DevIdentity;
using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.TransparencyLog;
using DataSharing.Web.Security;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Completeness;

/// <summary>The log as it lies in the store, read leaf by leaf, and held against what the clients noted.</summary>
internal sealed class LoggedEntries
{
    private static readonly Dictionary<string, string> Agencies = new(StringComparer.Ordinal)
    {
        [DemoIdentities.OperatorTenant] = "partnership-office",
        [DemoIdentities.CouncilTenant] = "eastmere-council",
        [DemoIdentities.PoliceTenant] = "eastmere-police",
        [DemoIdentities.LicensingTenant] = "eastmere-licensing",
        [DemoIdentities.HealthTenant] = "eastmere-health",
    };

    private readonly Dictionary<string, (string Leaf, AuditEntry Entry)> byLeaf;
    private readonly DataKeys keys;
    private readonly VerifierKey verifier;
    private readonly Dictionary<string, DataKey?> known = new(StringComparer.Ordinal);

    private LoggedEntries(IEnumerable<(string Leaf, AuditEntry Entry)> entries, DataKeys keys, VerifierKey verifier)
    {
        // Throws where an entry is there twice.
        byLeaf = entries.ToDictionary(e => e.Leaf, StringComparer.Ordinal);
        (this.keys, this.verifier) = (keys, verifier);
    }

    public int Count => byLeaf.Count;

    /// <summary>Waits until nothing is on its way to the log, then reads it.</summary>
    public static async Task<LoggedEntries> ReadAsync(RunningPlatform platform)
    {
        var services = platform.App.Services;
        // What nobody stood behind is counted, and written once a minute: now.
        await services.GetRequiredService<UnauthenticatedFailureCounter>().WriteAsync(CancellationToken.None);
        var (records, blobs) = (services.GetRequiredService<IRecordStore>(), services.GetRequiredService<IBlobStore>());
        var deadline = DateTime.UtcNow.AddMinutes(5);
        while (await IsWaitingAsync(records))
        {
            Assert.True(DateTime.UtcNow < deadline, "Entries wait for the log.");
            await Task.Delay(50);
        }

        var entries = new List<(string, AuditEntry)>();
        while (await blobs.FindAsync(SequenceFile.Name(entries.Count), CancellationToken.None) is { } blob)
        {
            foreach (var leaf in SequenceFile.Parse(entries.Count, blob.Content).Leaves)
            {
                entries.Add((Convert.ToHexStringLower(MerkleTree.LeafHash(leaf.Span)), AuditEntry.Parse(leaf.Span)));
            }
        }

        Assert.True(VerifierKey.TryParse((await platform.Client.GetStringAsync("/log/key")).Trim(), out var verifier));
        return new LoggedEntries(entries, services.GetRequiredService<DataKeys>(), verifier);
    }

    /// <summary>Every way in which log and notes differ; what was in the log before the calls is left out.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync(IReadOnlyCollection<Answered> answers, LoggedEntries before)
    {
        var faults = new List<string>();
        var left = byLeaf
            .Where(e => !before.byLeaf.ContainsKey(e.Key))
            .ToDictionary(e => e.Key, e => e.Value.Entry, StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            if (answer.Acts.Count == 0)
            {
                faults.AddRange(answer.Receipt is null ? [] : [$"{answer}: a receipt for what is no act"]);
            }
            else if (answer.Receipt is not { } receipt)
            {
                faults.Add($"{answer}: no receipt");
            }
            else if (ReceiptVerifier.Verify(receipt, verifier) is not ReceiptVerdict.Genuine genuine)
            {
                faults.Add($"{answer}: the receipt is not genuine");
            }
            else if (!left.Remove(Convert.ToHexStringLower(genuine.Receipt.LeafHash.Span), out var entry))
            {
                faults.Add($"{answer}: no entry of its own");
            }
            else
            {
                faults.AddRange((await DifferencesAsync(answer, entry)).Select(f => $"{answer}: {f}"));
            }
        }

        var counted = left.Values.Where(e => e.Act == UnauthenticatedFailureCounter.Act).ToArray();
        var failures = counted.Sum(e => int.Parse(e.Details["count"], System.Globalization.CultureInfo.InvariantCulture));
        if (failures != answers.Count(a => a.User is null))
        {
            faults.Add($"{failures} failures are counted, and {answers.Count(a => a.User is null)} were made");
        }

        faults.AddRange(left.Values.Except(counted).Select(e => $"{e.Act} of {e.Actor} is in the log, and nobody was answered so"));
        return faults;
    }

    private static async Task<bool> IsWaitingAsync(IRecordStore records)
    {
        foreach (var shard in Shards.All)
        {
            var page = await records.ReadRangeAsync(shard, "outbox:", RowKeys.PrefixEnd("outbox:"), 1, CancellationToken.None);
            if (page.Rows.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<IReadOnlyList<string>> DifferencesAsync(Answered answer, AuditEntry entry)
    {
        var faults = new List<string>();
        var person = DemoIdentities.People[answer.User ?? ""];
        Compare("actor", $"person:{person.TenantId}:{person.ObjectId}", entry.Actor);
        Compare("agency", Agencies[person.TenantId], entry.Agency.Value);
        if (!answer.Acts.Contains(entry.Act, StringComparer.Ordinal))
        {
            faults.Add($"the act is {entry.Act}, not {string.Join(" or ", answer.Acts)}");
        }

        foreach (var (name, value) in answer.Details)
        {
            Compare(name, value, entry.Details.GetValueOrDefault(name));
        }

        var named = new HashSet<string>(entry.Subjects.Select(s => Convert.ToHexString(s.Pseudonym)), StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in answer.Subjects)
        {
            var key = await KeyAsync(DataKeyId.OfSubject(id, entry.Agency));
            told.Add(key is null ? $"no key of {id}" : Convert.ToHexString(key.Pseudonym(id)));
        }

        if (!named.SetEquals(told))
        {
            faults.Add(
                $"the answer tells of {told.Count} subjects, the entry names {named.Count}, {named.Count(told.Contains)} of them the same"
            );
        }

        var words = entry.Common is { } common
            ? await KeyAsync(DataKeyId.OfMonth(entry.Time, entry.Agency)) is { } month
                ? CommonSection.Open(month, entry.Id, common)
                : null
            : null;
        Compare("what was asked", answer.Asked, words?.Asked);
        Compare("reason", answer.Reason, words?.Justification);
        return faults;

        void Compare(string what, string? expected, string? found)
        {
            if (!string.Equals(expected, found, StringComparison.Ordinal))
            {
                faults.Add($"{what} is '{found}', not '{expected}'");
            }
        }
    }

    private async Task<DataKey?> KeyAsync(DataKeyId id)
    {
        if (!known.TryGetValue(id.RowKey, out var key))
        {
            known[id.RowKey] = key = await keys.FindAsync(id, CancellationToken.None);
        }

        return key;
    }
}
