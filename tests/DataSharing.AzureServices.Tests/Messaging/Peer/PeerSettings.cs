namespace DataSharing.AzureServices.Tests.Messaging.Peer;

/// <summary>How the peer behaves, changed while it runs.</summary>
internal sealed class PeerSettings
{
    private int busy;
    private int silent;
    private int refused;

    public bool DetectsDuplicates { get; set; } = true;

    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromMinutes(10);

    public TimeSpan LockDuration { get; set; } = TimeSpan.FromSeconds(30);

    public int MaximumDeliveries { get; set; } = 3;

    public ulong MessageBytes { get; set; } = 256 * 1024;

    /// <summary>Stated in a link's properties as Premium does; null as Standard does not.</summary>
    public ulong? BatchBytes { get; set; }

    /// <summary>The token that is good; null asks for none.</summary>
    public string? GoodToken { get; set; }

    /// <summary>The condition of <see cref="RefuseNext"/>.</summary>
    public string RefusalCondition { get; set; } = "com.microsoft:argument-error";

    /// <summary>Refuses whatever transfer holds a message of this id.</summary>
    public string? RefusedId { get; set; }

    /// <summary>Answers the next transfers with server-busy.</summary>
    public void BusyNext(int transfers) => Volatile.Write(ref busy, transfers);

    /// <summary>Never answers the next transfers.</summary>
    public void SilentNext(int transfers) => Volatile.Write(ref silent, transfers);

    /// <summary>Refuses the next transfers with <see cref="RefusalCondition"/>.</summary>
    public void RefuseNext(int transfers) => Volatile.Write(ref refused, transfers);

    public bool IsBusy() => Interlocked.Decrement(ref busy) >= 0;

    public bool IsSilent() => Interlocked.Decrement(ref silent) >= 0;

    public bool Refuses() => Interlocked.Decrement(ref refused) >= 0;
}
