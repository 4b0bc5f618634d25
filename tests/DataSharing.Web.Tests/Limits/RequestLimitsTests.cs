using System.Diagnostics;
using System.Net;
using DataSharing.Identity;
using DataSharing.Testing;
using DataSharing.Web.Limits;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Tests.Limits;

public sealed class RequestLimitsTests
{
    private static readonly LimitsOptions Small = new()
    {
        AgencyRequestsPerSecond = 1,
        AgencyBurstRequests = 5,
        ActorRequestsPerSecond = 1,
        ActorBurstRequests = 3,
        AddressRequestsPerSecond = 1,
        AddressBurstRequests = 2,
        ConcurrentRequests = 2,
    };

    [Fact]
    public void Refuse_OnePersonOverTheirLimit_LeavesColleaguesTheRest()
    {
        using var limits = new RequestLimits(Options.Create(Small));
        var (amira, joan) = (Person("eastmere-council", "amira"), Person("eastmere-council", "joan"));
        var begun = Stopwatch.GetTimestamp();
        var hers = Enumerable.Range(0, 20).Count(_ => limits.Refuse(amira) is null);
        var theirs = Enumerable.Range(0, 20).Count(_ => limits.Refuse(joan) is null);
        // A token more for each second that the machine let pass meanwhile.
        var more = (int)Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Assert.InRange(hers, 3, 3 + more);
        Assert.InRange(hers + theirs, 5, 5 + more);
        Assert.InRange(theirs, 2 - more, 2 + more);
    }

    [Fact]
    public void Refuse_OneAgencyOverItsLimit_LeavesOthersTheirs()
    {
        using var limits = new RequestLimits(Options.Create(Small));
        // Everybody for the first time, so that it is not their own limit that ends it.
        var people = Enumerable.Range(0, 1_000).TakeWhile(i => limits.Refuse(Person("eastmere-council", $"p{i}")) is null).Count();
        Assert.InRange(people, 5, 999);
        Assert.Null(limits.Refuse(Person("eastmere-police", "ben")));
    }

    [Fact]
    public void Refuse_OverTheLimit_SaysHowLong()
    {
        using var limits = new RequestLimits(Options.Create(Small));
        var amira = Person("eastmere-council", "amira");
        TimeSpan? wait;
        do
        {
            wait = limits.Refuse(amira);
        } while (wait is null);

        Assert.InRange(wait.Value, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Refuse_AfterTheWait_LetsThemOn()
    {
        using var limits = new RequestLimits(Options.Create(Small));
        var amira = Person("eastmere-council", "amira");
        while (limits.Refuse(amira) is null) { }

        await Eventually.TrueAsync(() => limits.Refuse(amira) is null);
    }

    [Fact]
    public void RefuseUnauthenticated_CountsAnIpv6NetworkAsOne()
    {
        using var limits = new RequestLimits(Options.Create(Small));
        AssertCountedAsOne("2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::3");
        Assert.Null(limits.RefuseUnauthenticated(IPAddress.Parse("2001:db8:0:1::1")));
        AssertCountedAsOne("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1");
        Assert.Null(limits.RefuseUnauthenticated(null));

        void AssertCountedAsOne(string one, string other, string third)
        {
            var begun = Stopwatch.GetTimestamp();
            Assert.Null(limits.RefuseUnauthenticated(IPAddress.Parse(one)));
            Assert.Null(limits.RefuseUnauthenticated(IPAddress.Parse(other)));
            var isRefused = limits.RefuseUnauthenticated(IPAddress.Parse(third)) is not null;
            // Or the machine let a second pass, in which there is another token.
            Assert.True(isRefused || Stopwatch.GetElapsedTime(begun) >= TimeSpan.FromSeconds(1), third);
        }
    }

    [Fact]
    public void TryEnter_Full_RefusesUntilSomebodyLeaves()
    {
        using var limits = new RequestLimits(Options.Create(Small));
        Assert.True(limits.TryEnter());
        Assert.True(limits.TryEnter());
        Assert.False(limits.TryEnter());
        limits.Leave();
        Assert.True(limits.TryEnter());
    }

    private static Caller Person(string agency, string oid) =>
        new(AgencyId.Parse(agency), $"tenant-of-{agency}", "app", oid, AgencyRoles.Practitioner, PartnershipRoles.None);
}
