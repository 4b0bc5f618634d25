using System.Globalization;
using DataSharing.Storage;
using Xunit;

namespace DataSharing.Testing.Storage;

public abstract partial class RecordStoreContract
{
    [Fact]
    public async Task Commit_CounterRaisedByManyAtOnce_LosesNoCount()
    {
        const int Tasks = 16;
        const int Each = 50;
        await CommittedAsync(Insert("counter", "0"));

        await Task.WhenAll(
            Enumerable
                .Range(0, Tasks)
                .Select(task =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; i < Each; i++)
                        {
                            await RaiseAsync($"raise:{task}:{i}");
                        }
                    })
                )
        );

        Assert.Equal("800", Text(await FindAsync("counter")));
        Assert.Equal(Tasks * Each, (await ReadAllAsync("raise:", RowKeys.PrefixEnd("raise:"), 1000)).Count);
    }

    private async Task RaiseAsync(string witness)
    {
        while (true)
        {
            var row = await FindAsync("counter");
            Assert.NotNull(row);
            var next = int.Parse(Text(row), CultureInfo.InvariantCulture) + 1;
            // The witness is written first, so that a lost race must take back a write that had already been made.
            var outcome = await CommitAsync(
                Insert(witness, "x"),
                Replace("counter", next.ToString(CultureInfo.InvariantCulture), row.Version)
            );
            if (outcome is CommitOutcome.Committed)
            {
                return;
            }

            Assert.Equal(new CommitOutcome.Conflict("counter", ConflictKind.Changed), outcome);
        }
    }

    [Fact]
    public async Task Commit_SameRowInsertedByManyAtOnce_HasOneWinner()
    {
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(i => Task.Run(() => CommitAsync(Insert($"own:{i}", "x"), Insert("prize", $"{i}"))))
        );

        Assert.Single(outcomes.OfType<CommitOutcome.Committed>());
        var winner = Array.FindIndex(outcomes, o => o is CommitOutcome.Committed);
        Assert.Equal($"{winner}", Text(await FindAsync("prize")));
        Assert.Equal($"own:{winner}", Assert.Single(await ReadAllAsync("own:", RowKeys.PrefixEnd("own:"), 100)).RowKey);
    }

    [Fact]
    public async Task Reads_BegunAfterAcknowledgement_SeeTheCommit()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(task =>
                    Task.Run(async () =>
                    {
                        var key = $"mine:{task}";
                        Assert.Null(await FindAsync(key));
                        var version = await VersionOfInsertAsync(key, "0");
                        for (var i = 1; i <= 40; i++)
                        {
                            version = (await CommittedAsync(Replace(key, $"{i}", version))).Versions[0] ?? version;
                            var read = await FindAsync(key);
                            Assert.NotNull(read);
                            Assert.Equal(($"{i}", version), (Text(read), read.Version));
                            Assert.Equal($"{i}", Text(Assert.Single(await ReadAllAsync(key, RowKeys.After(key), 1))));
                        }

                        await CommittedAsync(Delete(key, version));
                        Assert.Null(await FindAsync(key));
                    })
                )
        );
    }

    /// <summary>
    /// Many callers at once, each with keys of its own and a dictionary as the oracle; about a third of the commits conflict on purpose, most
    /// of them after an earlier write of theirs has been made. Every outcome and the whole store must be what the oracles say.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Commit_RandomCommitsAtOnce_MatchTheOracle(int seed)
    {
        var oracles = await Task.WhenAll(
            Enumerable.Range(0, 24).Select(task => Task.Run(() => new OracleWalk(this, $"t{task:d2}", seed * 1000 + task).RunAsync(60)))
        );

        var expected = oracles.SelectMany(o => o).OrderBy(p => p.Key, StringComparer.Ordinal).ToList();
        var actual = await ReadAllAsync("t", RowKeys.PrefixEnd("t"), 100);
        var outbox = await ReadAllAsync("outbox:", RowKeys.PrefixEnd("outbox:"), 100);
        Assert.Equal(
            expected.Select(p => (p.Key, p.Value.Version, p.Value.Body)),
            outbox.Concat(actual).Select(r => (r.RowKey, r.Version, Text(r)))
        );
    }

    private sealed class OracleWalk(RecordStoreContract contract, string name, int seed)
    {
        private readonly Random random = new(seed);
        private readonly Dictionary<string, (RowVersion Version, string Body)> rows = new(StringComparer.Ordinal);
        private readonly List<RowVersion> past = [new("0000000000000000")];

        public async Task<Dictionary<string, (RowVersion Version, string Body)>> RunAsync(int commits)
        {
            for (var i = 0; i < commits; i++)
            {
                var writes = Enumerable.Range(0, 10).OrderBy(_ => random.Next()).Take(random.Next(1, 6)).Select(NextWrite).ToArray();
                var expected = writes.Select(ExpectedConflict).FirstOrDefault(c => c is not null);
                var outcome = await contract.CommitAsync(writes);
                if (expected is not null)
                {
                    Assert.Equal(expected, outcome);
                    continue;
                }

                var committed = Assert.IsType<CommitOutcome.Committed>(outcome);
                foreach (var (write, version) in writes.Zip(committed.Versions))
                {
                    Apply(write, version);
                }

                var probe = writes[random.Next(writes.Length)].RowKey;
                var read = await contract.FindAsync(probe);
                Assert.Equal(rows.TryGetValue(probe, out var known) ? known.Body : "(none)", Text(read));
            }

            return rows;
        }

        private RowWrite NextWrite(int number)
        {
            var key = number < 3 ? $"outbox:{name}:{number}" : $"{name}:{number}";
            var body = $"{name}-{random.Next()}";
            var present = rows.TryGetValue(key, out var row);
            if (random.Next(10) == 0)
            {
                return random.Next(3) switch
                {
                    0 => Insert(key, body),
                    1 => Replace(key, body, past[random.Next(past.Count)]),
                    _ => Delete(key, random.Next(2) == 0 ? null : past[random.Next(past.Count)]),
                };
            }

            return present switch
            {
                false => Insert(key, body),
                true when random.Next(3) == 0 => Delete(key, random.Next(2) == 0 ? row.Version : null),
                true => Replace(key, body, row.Version),
            };
        }

        private CommitOutcome.Conflict? ExpectedConflict(RowWrite write)
        {
            var present = rows.TryGetValue(write.RowKey, out var row);
            return write switch
            {
                RowWrite.Insert => present ? new(write.RowKey, ConflictKind.AlreadyExists) : null,
                _ when !present => new(write.RowKey, ConflictKind.Missing),
                RowWrite.Replace replace when replace.Expected != row.Version => new(write.RowKey, ConflictKind.Changed),
                RowWrite.Delete { Expected: { } version } when version != row.Version => new(write.RowKey, ConflictKind.Changed),
                _ => null,
            };
        }

        private void Apply(RowWrite write, RowVersion? version)
        {
            if (version is null)
            {
                past.Add(rows[write.RowKey].Version);
                rows.Remove(write.RowKey);
                return;
            }

            var body = write switch
            {
                RowWrite.Insert insert => insert.Body,
                RowWrite.Replace replace => replace.Body,
                _ => default,
            };
            rows[write.RowKey] = (version, System.Text.Encoding.UTF8.GetString(body.Span));
        }
    }
}
