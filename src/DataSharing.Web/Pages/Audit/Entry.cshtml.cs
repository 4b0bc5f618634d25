using DataSharing.Audit;

namespace DataSharing.Web.Pages.Audit;

/// <summary>One entry of the own agency in full, or the header of one that names it.</summary>
public sealed class EntryModel(EntryServices services) : EntryPage(services)
{
    public override bool MayHaveWords => Entry.Agency == Caller.Agency;

    protected override string Here => "/app/audit/entry";

    protected override async ValueTask<LoggedEntry?> FindAsync(long index) =>
        (await Services.Inquiries.FindAsync(Caller, index, Stop)).Entry;

    protected override async ValueTask<ReadOnlyMemory<byte>?> LeafAsync(long index) =>
        (await Services.Entries.LeafAsync(Caller, index, Stop)).Leaf;
}
