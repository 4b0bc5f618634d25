using System.Diagnostics;
using DataSharing.Messaging;
using Xunit;

namespace DataSharing.Tests.Messaging;

public sealed class EventTraceTests
{
    private static readonly EventEnvelope Made = new(
        "thing.made:1",
        "thing.made",
        "1",
        DateTimeOffset.UnixEpoch,
        new Dictionary<string, string>(StringComparer.Ordinal)
    );

    [Fact]
    public void Stamp_NothingTraced_LeavesEventsAsTheyAre() => Assert.Null(EventTrace.Stamp([Made]).Single().TraceParent);

    [Fact]
    public void Stamp_InARequest_CarriesItsTraceAndNotWhatTheCallerAdded()
    {
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C);
        request.TraceStateString = "who=Quillfeather";
        request.AddBaggage("who", "Quillfeather");
        request.Start();

        var stamped = EventTrace.Stamp([Made]).Single();

        Assert.Equal(request.Id, stamped.TraceParent);
        Assert.DoesNotContain("Quillfeather", stamped.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Stamp_RequestWithWordsForAnId_CarriesNothing()
    {
        // What ASP.NET makes of a Request-Id header.
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.Hierarchical);
        request.SetParentId("|Quillfeather.").Start();

        Assert.Null(EventTrace.Stamp([Made]).Single().TraceParent);
    }
}
