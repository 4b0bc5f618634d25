namespace DataSharing.Messaging;

/// <summary>What sender and receiver of this process last found at the carrier of events; health reads it.</summary>
public sealed class CarrierMonitor
{
    private volatile bool cannotSend;
    private volatile bool cannotReceive;

    /// <summary>Nothing speaks against the carrier: it took what was last sent, and its messages come in where they are asked for.</summary>
    public bool IsWell => !cannotSend && !cannotReceive;

    /// <param name="isTaken">Whether the carrier took the last events offered.</param>
    public void Sent(bool isTaken) => cannotSend = !isTaken;

    /// <param name="isAttached">Whether its messages come in.</param>
    public void Receives(bool isAttached) => cannotReceive = !isAttached;
}
