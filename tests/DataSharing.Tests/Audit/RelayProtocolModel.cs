using System.Text;

namespace DataSharing.Tests.Audit;

/// <summary>
/// The relay's protocol with everything but its order of steps taken away: relays that read the watermark, read the log's tail, read two shards
/// of the outbox one after the other, create the next file or lose to another, delete rows one by one, and raise the watermark. Any relay may
/// die between any two steps and begin again with nothing in memory; entries may commit at any moment. Small enough to try every order.
/// </summary>
internal sealed class RelayProtocolModel(int relays, int entries, int deaths, RelayProtocolModel.Fault fault)
{
    /// <summary>Ways to get the protocol wrong, to show that the search would see it.</summary>
    public enum Fault
    {
        None,
        OutboxBeforeWatermark,
        DeleteBeforeSequencing,
        WatermarkPastWhatWasRead,
    }

    private enum Step
    {
        ReadWatermark,
        CatchUp,
        ReadFirstShard,
        ReadSecondShard,
        Sequence,
        Delete,
        Advance,
    }

    /// <summary>Tries every order; returns how many states there are and the first broken rule, or null.</summary>
    public (int States, string? Broken) Explore()
    {
        var first = State.Start(relays);
        var seen = new HashSet<string>(StringComparer.Ordinal) { first.Encode() };
        var open = new Stack<State>([first]);
        while (open.TryPop(out var state))
        {
            foreach (var next in Successors(state))
            {
                if (next.Broken() is { } broken)
                {
                    return (seen.Count, broken);
                }

                if (seen.Add(next.Encode()))
                {
                    open.Push(next);
                }
            }
        }

        return (seen.Count, null);
    }

    private IEnumerable<State> Successors(State state)
    {
        if (state.Committed < entries)
        {
            var next = state.Copy();
            next.Outbox |= 1 << next.Committed++;
            yield return next;
        }

        for (var i = 0; i < relays; i++)
        {
            if (state.Deaths < deaths)
            {
                var dead = state.Copy();
                dead.Deaths++;
                dead.Relays[i] = Relay.Fresh(First());
                yield return dead;
            }

            var next = state.Copy();
            Advance(next, next.Relays[i]);
            yield return next;
        }
    }

    private Step First() => fault == Fault.OutboxBeforeWatermark ? Step.ReadFirstShard : Step.ReadWatermark;

    // Entries with even numbers live in the first shard, odd ones in the second.
    private void Advance(State state, Relay relay)
    {
        switch (relay.Step)
        {
            case Step.ReadWatermark:
                relay.Watermark = state.Watermark;
                relay.Next = Math.Max(relay.Next, relay.Watermark);
                relay.Known = Enumerable
                    .Range(0, entries)
                    .Where(e => state.IndexOf(e) >= relay.Watermark && Has(relay.Known, e))
                    .Sum(e => 1 << e);
                relay.Step = Step.CatchUp;
                break;
            case Step.CatchUp when relay.Next < state.Log.Count:
                relay.Known |= state.Log[relay.Next++];
                break;
            case Step.CatchUp:
                relay.EndBefore = relay.Next;
                relay.Step = fault == Fault.OutboxBeforeWatermark ? Step.Sequence : Step.ReadFirstShard;
                break;
            case Step.ReadFirstShard:
                relay.Rows = state.Outbox & 0b0101_0101;
                relay.Step = Step.ReadSecondShard;
                break;
            case Step.ReadSecondShard:
                relay.Rows |= state.Outbox & 0b1010_1010;
                relay.Step = fault switch
                {
                    Fault.OutboxBeforeWatermark => Step.ReadWatermark,
                    Fault.DeleteBeforeSequencing => Step.Delete,
                    _ => Step.Sequence,
                };
                relay.Deleting = relay.Rows;
                break;
            case Step.Sequence:
                SequenceOrLose(state, relay);
                break;
            case Step.Delete when relay.Deleting != 0:
                var lowest = relay.Deleting & -relay.Deleting;
                relay.Deleting &= ~lowest;
                state.Outbox &= ~lowest;
                break;
            case Step.Delete:
                relay.Step = fault == Fault.DeleteBeforeSequencing ? Step.Sequence : Step.Advance;
                break;
            default:
                var mark = fault == Fault.WatermarkPastWhatWasRead ? relay.Next : relay.EndBefore;
                state.Watermark = Math.Max(state.Watermark, mark);
                relay.Step = First();
                break;
        }
    }

    private void SequenceOrLose(State state, Relay relay)
    {
        var waiting = relay.Rows & ~relay.Known;
        if (waiting == 0)
        {
            relay.Deleting = fault == Fault.DeleteBeforeSequencing ? 0 : relay.Rows;
            relay.Step = fault == Fault.DeleteBeforeSequencing ? Step.Advance : Step.Delete;
        }
        else if (relay.Next == state.Log.Count)
        {
            state.Log.Add(waiting);
            relay.Known |= waiting;
            relay.Next++;
        }
        else
        {
            relay.Known |= state.Log[relay.Next++];
        }
    }

    private static bool Has(int set, int entry) => (set & (1 << entry)) != 0;

    private sealed class State
    {
        public int Committed;
        public int Outbox;
        public int Watermark;
        public int Deaths;
        public List<int> Log = [];
        public Relay[] Relays = [];

        public static State Start(int relays) =>
            new() { Relays = [.. Enumerable.Range(0, relays).Select(_ => Relay.Fresh(Step.ReadWatermark))] };

        public State Copy() =>
            new()
            {
                Committed = Committed,
                Outbox = Outbox,
                Watermark = Watermark,
                Deaths = Deaths,
                Log = [.. Log],
                Relays = [.. Relays.Select(r => r with { })],
            };

        public int IndexOf(int entry) => Log.FindIndex(file => Has(file, entry));

        public string? Broken()
        {
            for (var entry = 0; entry < Committed; entry++)
            {
                var times = Log.Count(file => Has(file, entry));
                if (times > 1)
                {
                    return "An entry was sequenced twice.";
                }

                if (times == 0 && !Has(Outbox, entry))
                {
                    return "An entry was deleted before it was sequenced.";
                }
            }

            return null;
        }

        public string Encode()
        {
            var text = new StringBuilder()
                .Append(Committed)
                .Append('/')
                .Append(Outbox)
                .Append('/')
                .Append(Watermark)
                .Append('/')
                .Append(Deaths)
                .Append('/');
            text.AppendJoin(',', Log);
            // The relays are alike: the order they stand in does not matter.
            foreach (
                var relay in Relays
                    .Select(r => $"{r.Step}.{r.Watermark}.{r.Next}.{r.EndBefore}.{r.Known}.{r.Rows}.{r.Deleting}")
                    .Order(StringComparer.Ordinal)
            )
            {
                text.Append('|').Append(relay);
            }

            return text.ToString();
        }
    }

    private sealed record Relay
    {
        public Step Step;
        public int Watermark;
        public int Next;
        public int EndBefore;
        public int Known;
        public int Rows;
        public int Deleting;

        public static Relay Fresh(Step first) => new() { Step = first };
    }
}
