using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Disruption;
using DataSharing.Identity;
using Xunit;

namespace DataSharing.Tests.Disruption;

public sealed class TacticCatalogueTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public void Parse_ShippedPack_HoldsEveryTactic()
    {
        var catalogue = Packs.Tactics;
        Assert.Equal(187, catalogue.All.Count);
        Assert.Equal(12, catalogue.Themes.Count);
        Assert.Equal(Today, catalogue.PreparedOn);
        Assert.Equal(64, catalogue.Hash.Length);
        Assert.Equal(171, catalogue.All.Count(t => !t.IsVerified));
        Assert.All(catalogue.All, t => Assert.NotEmpty(t.EvidenceChecklist));
    }

    [Theory]
    [InlineData("licensing-s161-closure", false)]
    [InlineData("knife-crime-prevention-order", false)]
    [InlineData("serious-violence-reduction-order", false)]
    [InlineData("closure-order", true)]
    [InlineData("cce-prevention-order", true)]
    public void SelectableOn_RepealedAndEndedPilots_AreAbsent(string id, bool expected) =>
        Assert.Equal(expected, Packs.Tactics.SelectableOn(Today).Any(t => string.Equals(t.Id, id, StringComparison.Ordinal)));

    [Fact]
    public void SelectableOn_DateOutsideTheRecordedForce_IsAbsent()
    {
        var closure = Packs.Tactics.Find("closure-order");
        Assert.NotNull(closure);
        Assert.False(TacticCatalogue.IsSelectable(closure with { InForceFrom = new DateOnly(2026, 12, 1) }, Today));
        Assert.False(TacticCatalogue.IsSelectable(closure with { InForceTo = Today }, Today));
        Assert.True(TacticCatalogue.IsSelectable(closure with { InForceTo = Today.AddDays(1) }, Today));
    }

    // Ages of §2.2 of the practice notes.
    [Theory]
    [InlineData("dispersal-direction", 10)]
    [InlineData("asb-injunction", 10)]
    [InlineData("criminal-behaviour-order", 10)]
    [InlineData("knife-crime-prevention-order", 12)]
    [InlineData("gang-injunction", 14)]
    [InlineData("community-protection-notice", 16)]
    [InlineData("dvpn", 18)]
    [InlineData("dapo", 18)]
    [InlineData("serious-violence-reduction-order", 18)]
    [InlineData("serious-crime-prevention-order", 18)]
    [InlineData("respect-order", 18)]
    [InlineData("cce-prevention-order", 18)]
    public void AgeLimits_KnownTactics_AreTheLaws(string id, int least) => Assert.Equal(least, Packs.Tactics.Find(id)?.AgeLimits.Min);

    [Theory]
    [InlineData("enacted-commencement-unverified", true, true)]
    [InlineData("commenced-partially", true, true)]
    [InlineData("pilot", true, true)]
    [InlineData("in-force", true, false)]
    [InlineData("non-statutory-practice", true, false)]
    [InlineData("repealed", false, true)]
    [InlineData("pilot-ended", false, true)]
    public void Status_EveryCode_SaysWhatItAllows(string code, bool canChoose, bool needsLegalSignOff)
    {
        Assert.True(TacticStatus.TryParse(code, out var status));
        Assert.Equal((canChoose, needsLegalSignOff), (status.CanChoose, status.NeedsLegalSignOff));
    }

    [Fact]
    public void Takes_VehicleOnlyTactic_IsReachedThroughWhoHoldsIt()
    {
        var byVehicle = Packs.Tactics.All.First(t => t.TargetKinds.All(k => string.Equals(k, "vehicle", StringComparison.Ordinal)));
        Assert.True(byVehicle.Takes(SubjectKind.Person));
        Assert.False(Packs.Tactics.Find("gang-injunction")?.Takes(SubjectKind.Location));
    }

    [Theory]
    [InlineData("schema", "\"tactics/2\"")]
    [InlineData("tactics", "[]")]
    [InlineData("surprise", "1")]
    public void Parse_AnotherShape_IsRefused(string member, string value) => Refused(pack => pack[member] = JsonNode.Parse(value));

    [Theory]
    [InlineData("theme", "\"unheard-of\"")]
    [InlineData("route", "\"magic\"")]
    [InlineData("maxDuration", "\"a while\"")]
    [InlineData("statusCode", "\"maybe\"")]
    [InlineData("durationScope", "\"sometimes\"")]
    [InlineData("rule", "true")]
    public void Parse_EntryThatContradictsItself_IsRefused(string member, string value) =>
        Refused(pack => First(pack)[member] = JsonNode.Parse(value));

    [Fact]
    public void Parse_SameIdTwice_IsRefused() => Refused(pack => (pack["tactics"] as JsonArray)?.Add(First(pack).DeepClone()));

    [Fact]
    public void Holidays_DayTwice_IsRefused()
    {
        var pack = JsonNode.Parse(Packs.HolidaysJson)?.AsObject() ?? [];
        (pack["days"] as JsonArray)?.Add(pack["days"]?[0]?.DeepClone());
        Assert.Throws<PackRefusedException>(() => BankHolidays.Parse(Encoding.UTF8.GetBytes(pack.ToJsonString())));
    }

    private static JsonObject First(JsonObject pack) => pack["tactics"]?[0]?.AsObject() ?? [];

    private static void Refused(Action<JsonObject> change)
    {
        var pack = JsonNode.Parse(Packs.TacticsJson)?.AsObject() ?? [];
        change(pack);
        Assert.Throws<PackRefusedException>(() => TacticCatalogue.Parse(Encoding.UTF8.GetBytes(pack.ToJsonString())));
    }
}
