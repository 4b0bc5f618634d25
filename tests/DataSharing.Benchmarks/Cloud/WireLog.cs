namespace DataSharing.Benchmarks.Cloud;

/// <summary>What a call to a storage service does, as prices tell calls apart.</summary>
internal enum CallKind
{
    /// <summary>One row of a table by its key.</summary>
    PointRead,

    /// <summary>One page of a range of rows.</summary>
    RangeRead,

    /// <summary>A transaction of table rows, or a single one written.</summary>
    Commit,
    BlobRead,
    BlobWrite,
    BlobList,
    BlobDelete,
}

/// <param name="Kind">What it does.</param>
/// <param name="Billed">How many operations are billed for it.</param>
internal sealed record WireCall(CallKind Kind, int Billed)
{
    public long Begun { get; init; }

    public long Ended { get; init; }

    public bool IsRead => Kind is CallKind.PointRead or CallKind.RangeRead;

    public bool IsBlob => Kind is CallKind.BlobRead or CallKind.BlobWrite or CallKind.BlobList or CallKind.BlobDelete;
}

/// <summary>The calls of all proxies since it was last emptied.</summary>
internal sealed class WireLog
{
    private readonly Lock gate = new();
    private List<WireCall> calls = [];
    private int underWay;
    private long lastEnd = Environment.TickCount64;

    /// <summary>How long each call is held up before it goes on.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Nothing is under way, and how long it has been so. Milliseconds.</summary>
    public long QuietFor
    {
        get
        {
            lock (gate)
            {
                return underWay > 0 ? 0 : Environment.TickCount64 - lastEnd;
            }
        }
    }

    public int Count
    {
        get
        {
            lock (gate)
            {
                return calls.Count;
            }
        }
    }

    public void Begin()
    {
        lock (gate)
        {
            underWay++;
        }
    }

    public void Add(WireCall call)
    {
        lock (gate)
        {
            calls.Add(call);
        }
    }

    public void End()
    {
        lock (gate)
        {
            underWay--;
            lastEnd = Environment.TickCount64;
        }
    }

    public IReadOnlyList<WireCall> Take()
    {
        lock (gate)
        {
            var taken = calls;
            calls = [];
            return taken;
        }
    }

    /// <summary>The longest chain of calls each begun after the one before was answered: so many round trips a caller waits for at least.</summary>
    public static int Rounds(IEnumerable<WireCall> calls)
    {
        var (rounds, ended) = (0, long.MinValue);
        foreach (var call in calls.OrderBy(c => c.Ended))
        {
            if (call.Begun >= ended)
            {
                (rounds, ended) = (rounds + 1, call.Ended);
            }
        }

        return rounds;
    }
}
