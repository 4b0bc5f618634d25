namespace DataSharing.AzureServices.Messaging;

/// <summary>What sender and receiver of this process last found at the broker; health reads it.</summary>
public sealed class BusMonitor
{
    private volatile bool cannotSend;
    private volatile bool cannotReceive;

    /// <summary>Nothing speaks against the broker: it took what was last sent, and its messages come in where they are asked for.</summary>
    public bool IsWell => !cannotSend && !cannotReceive;

    internal void Sent(bool isTaken) => cannotSend = !isTaken;

    internal void Receives(bool isAttached) => cannotReceive = !isAttached;
}
