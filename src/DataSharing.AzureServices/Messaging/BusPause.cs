namespace DataSharing.AzureServices.Messaging;

/// <summary>
/// When the broker may be asked again. It asked for a pause, or it could not be reached for as long as anyone was willing to wait: until then
/// nobody waits in vain, because the relay that would wait has entries to bring into the log.
/// </summary>
internal sealed class BusPause(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private DateTimeOffset until;
    private TimeSpan next = First;
    private string condition = "";
    private bool isAway;

    /// <summary>How long to wait and because of what, and whether the broker is away: then one attempt after the pause must do.</summary>
    public (TimeSpan Left, string Condition, bool IsAway) Current
    {
        get
        {
            lock (gate)
            {
                var left = until - time.GetUtcNow();
                return (left > TimeSpan.Zero ? left : TimeSpan.Zero, condition, isAway);
            }
        }
    }

    /// <summary>The broker asked for it.</summary>
    public void Asked(TimeSpan pause, string because)
    {
        lock (gate)
        {
            Extend(pause, because);
        }
    }

    /// <summary>Somebody gave up; each time in a row the pause doubles.</summary>
    public void GivenUp(string because)
    {
        lock (gate)
        {
            isAway = true;
            // Those who gave up together count once.
            if (until <= time.GetUtcNow())
            {
                Extend(next, because);
                next = next * 2 < Longest ? next * 2 : Longest;
            }
        }
    }

    /// <summary>The broker takes events.</summary>
    public void Over()
    {
        lock (gate)
        {
            (next, isAway) = (First, false);
        }
    }

    private void Extend(TimeSpan pause, string because)
    {
        var end = time.GetUtcNow() + pause;
        (until, condition) = (end > until ? end : until, because);
    }
}
