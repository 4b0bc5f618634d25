using System.Globalization;
using DataSharing.Web.Tests.Exchange;
using Xunit.Abstractions;

namespace DataSharing.Web.Tests.Completeness;

/// <summary>
/// The log is complete by construction: after many mixed calls, answers and entries match one to one, each entry says what its answer said, and
/// nothing else is there. There is no switch that could have kept any of it out.
/// </summary>
public sealed class CompletenessTests(Eastmere eastmere, ITestOutputHelper output) : IClassFixture<Eastmere>
{
    private const int Callers = 8;

    [Fact]
    public Task Calls_AThousandMixed_MatchTheLogOneToOne() => CountAsync(1_000, 20261123);

    [Fact]
    [Trait("Category", "Storm")]
    public Task Calls_FiftyThousandMixed_MatchTheLogOneToOne() => CountAsync(50_000, 20261124);

    private async Task CountAsync(int calls, int seed)
    {
        var before = await LoggedEntries.ReadAsync(eastmere.Running);
        var clients = new MixedCalls(eastmere, seed);
        await clients.PrepareAsync();
        await clients.RunAsync(calls, Callers);
        var after = await LoggedEntries.ReadAsync(eastmere.Running);
        foreach (var kind in clients.Answers.GroupBy(a => (a.Kind, a.Status)).OrderBy(g => g.Key.Kind, StringComparer.Ordinal))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind.Count(), 7} {kind.Key.Kind}, {(int)kind.Key.Status}"));
        }

        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{clients.Answers.Count} answers, {after.Count - before.Count} new entries")
        );
        var differences = await after.DifferencesAsync(clients.Answers, before);
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n{string.Join('\n', differences.Take(40))}");
        // A mix without them would prove less than the name says.
        foreach (var kind in new[] { "search that finds", "search that finds nothing", "a denial", "an officer's look", "nobody" })
        {
            Assert.Contains(clients.Answers, a => a.Kind == kind);
        }
    }
}
