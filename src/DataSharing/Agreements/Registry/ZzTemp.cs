using DataSharing.Partnership;
namespace DataSharing.Agreements;
public sealed class DecisionService { public ValueTask<SharingDecision> DecideAsync(ReadHead head, SharingQuestion question, CancellationToken cancellationToken) => throw new NotSupportedException(); }
