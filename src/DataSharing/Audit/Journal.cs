using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>
/// The only way for a capability to write: one transaction holds the state rows and one outbox row with the audit entry and the events.
/// A read of personal data is a commit too, before its body is sent.
/// </summary>
public sealed class Journal
{
    /// <exception cref="StoreUnavailableException">The entry could not be written: nothing may leave. HTTP 503 with Retry-After.</exception>
    public ValueTask<JournalOutcome> CommitAsync(JournalCommit commit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
