using DataSharing.Entities;
using Xunit;

namespace DataSharing.Tests.Entities;

public sealed class NameAndAgeTests
{
    [Theory]
    [InlineData("Zoë O'Brien-Łuk", "zoe obrien luk brien")]
    [InlineData("  José   María ", "jose maria")]
    [InlineData("Straße 7", "strasse 7")]
    [InlineData("Ærø", "aero")]
    public void Of_Name_FoldsAccentsCaseAndApostrophes(string name, string words) =>
        Assert.Equal(
            words.Split(' ').Order(StringComparer.Ordinal),
            NameWords.Of(name).Distinct().Where(w => w != "o").Order(StringComparer.Ordinal)
        );

    [Theory]
    [InlineData("Zoë O'Brien-Łuk", "zoe", true)]
    [InlineData("Zoë O'Brien-Łuk", "OBR luk", true)]
    [InlineData("Zoë O'Brien-Łuk", "o’brien", true)]
    [InlineData("Zoë O'Brien-Łuk", "brien", true)]
    [InlineData("Zoë O'Brien-Łuk", "rien", false)]
    [InlineData("Zoë O'Brien-Łuk", "zoe smith", false)]
    public void Match_Beginnings_MatchWholeWordsFromTheirStart(string name, string asked, bool matches) =>
        Assert.Equal(matches, NameWords.Match(NameWords.Asked(asked), name));

    [Theory]
    [InlineData("li", false)]
    [InlineData("lin", true)]
    [InlineData("li na xu", false)]
    [InlineData("- '", false)]
    public void Query_ShorterThanThreeLetters_IsNotAnswered(string name, bool answerable) =>
        Assert.Equal(answerable, new SubjectQuery(null, null, name).IsAnswerable);

    [Fact]
    public void Prefixes_Name_CoverEveryLookUp()
    {
        var prefixes = NameWords.Prefixes("Bartholomew-Featherstone").ToHashSet(StringComparer.Ordinal);
        foreach (var asked in new[] { "bar", "barth", "bartholomew", "feat", "featherstone", "bartholom feath" })
        {
            Assert.Contains(NameWords.LookUp(NameWords.Asked(asked)) ?? "none", prefixes);
        }
    }

    [Theory]
    [InlineData("2009-01-03", "2027-01-02", 17)]
    [InlineData("2009-01-03", "2027-01-03", 18)]
    [InlineData("2008-02-29", "2026-02-28", 17)]
    [InlineData("2008-02-29", "2026-03-01", 18)]
    [InlineData("2008-02-29", "2028-02-29", 20)]
    public void AgeOn_Birthday_CountsWholeYears(string born, string on, int age) =>
        Assert.Equal(age, LondonCalendar.AgeOn(DateOnly.Parse(born), DateOnly.Parse(on)));

    [Fact]
    public void DateOf_SummerEvening_IsLondonsDay() =>
        Assert.Equal(new DateOnly(2026, 7, 1), LondonCalendar.DateOf(new DateTimeOffset(2026, 6, 30, 23, 30, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData('P', "", true)]
    [InlineData('P', "A1", false)]
    [InlineData('C', "A1 S2", true)]
    [InlineData('C', "S1 A3", true)]
    [InlineData('C', "A1", false)]
    [InlineData('C', "A1 A2", false)]
    [InlineData('C', "A1 S1 S2", false)]
    [InlineData('C', "", false)]
    [InlineData('X', "", false)]
    public void Handling_Conditions_AreOneActionAndOneSanitisationWithCAlone(char code, string conditions, bool valid) =>
        Assert.Equal(valid, Handling.TryCreate(code, conditions.Split(' ', StringSplitOptions.RemoveEmptyEntries), out _));

    [Fact]
    public void LinkKinds_All_HaveOneCodeAndReadBothWays()
    {
        Assert.Equal(LinkKinds.All.Count, LinkKinds.All.Select(k => k.Code).Distinct().Count());
        Assert.All(LinkKinds.All, k => Assert.False(string.IsNullOrWhiteSpace(k.Label) || string.IsNullOrWhiteSpace(k.Inverse)));
        Assert.Empty(LinkKinds.Between(DataSharing.Identity.SubjectKind.Location, DataSharing.Identity.SubjectKind.Person));
    }
}
