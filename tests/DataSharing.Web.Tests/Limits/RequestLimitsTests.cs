using System.Net;
using DataSharing.Identity;
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
        Assert.Equal(3, Enumerable.Range(0, 20).Count(_ => limits.Refuse(amira) is null));
        Assert.Equal(2, Enumerable.Range(0, 20).Count(_ => limits.Refuse(joan) is null));
    }

    [Fact]
    public void Refuse_OneAgencyOverItsLimit_LeavesOthersTheirs()
    {
        using var limits = new RequestLimits(Options.Create(Small));
        foreach (var person in Enumerable.Range(0, 9).Select(i => Person("eastmere-council", $"p{i}")))
        {
            limits.Refuse(person);
        }

        Assert.NotNull(limits.Refuse(Person("eastmere-council", "new")));
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

        await Task.Delay(TimeSpan.FromSeconds(1.5));
        Assert.Null(limits.Refuse(amira));
    }

    [Fact]
    public void RefuseUnauthenticated_CountsAnIpv6NetworkAsOne()
    {
        using var limits = new RequestLimits(Options.Create(Small));
        Assert.Null(limits.RefuseUnauthenticated(IPAddress.Parse("2001:db8::1")));
        Assert.Null(limits.RefuseUnauthenticated(IPAddress.Parse("2001:db8::2")));
        Assert.NotNull(limits.RefuseUnauthenticated(IPAddress.Parse("2001:db8:0:0:ffff::3")));
        Assert.Null(limits.RefuseUnauthenticated(IPAddress.Parse("2001:db8:0:1::1")));
        Assert.Null(limits.RefuseUnauthenticated(IPAddress.Parse("192.0.2.1")));
        Assert.Null(limits.RefuseUnauthenticated(IPAddress.Parse("::ffff:192.0.2.1")));
        Assert.NotNull(limits.RefuseUnauthenticated(IPAddress.Parse("192.0.2.1")));
        Assert.Null(limits.RefuseUnauthenticated(null));
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
