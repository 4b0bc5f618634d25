using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Panels;

/// <summary>The whole borough, six months of it, through the real API.</summary>
public sealed class WholeEastmere : Eastmere
{
    protected override string? Part => null;
}

public sealed class WholeScenarioTests(WholeEastmere eastmere) : IClassFixture<WholeEastmere>
{
    [Fact]
    public void Load_Whole_MakesEverything() => Assert.NotEmpty(eastmere.Id("t12"));
}
