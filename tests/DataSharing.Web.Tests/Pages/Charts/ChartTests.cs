using System.Globalization;
using System.Xml.Linq;
using DataSharing.Identity;
using DataSharing.Web.Pages.Charts;
using Microsoft.AspNetCore.Html;

namespace DataSharing.Web.Tests.Pages.Charts;

public sealed class ChartTests
{
    private static readonly ChartNode Child = new(SubjectKind.Person, "Aisha Penrow", null);

    [Fact]
    public void LinkChart_NameWithMarkup_IsText()
    {
        var svg = Draw(new ChartSpoke(Business("<script>alert('x')</script> & Sons"), "works at", LinkCertainty.Likely));

        Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName == "script");
        Assert.Contains(svg.Descendants(), e => e.Name.LocalName == "text" && e.Value.StartsWith("<script>", StringComparison.Ordinal));
    }

    [Fact]
    public void LinkChart_NoInlineStyleOrScript_PassesTheContentPolicy()
    {
        var svg = Draw(new ChartSpoke(Business("Lantern Lounge"), "customer of", LinkCertainty.Possible));

        Assert.DoesNotContain(
            svg.DescendantsAndSelf().Attributes(),
            a => a.Name.LocalName == "style" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void LinkChart_SeveralLinksToOne_ShareALineThatShowsTheSurest()
    {
        var lounge = Business("Lantern Lounge");
        var svg = Draw(
            new ChartSpoke(lounge, "customer of", LinkCertainty.Possible),
            new ChartSpoke(lounge, "works at", LinkCertainty.Confirmed)
        );

        var line = Assert.Single(svg.Descendants(), e => e.Name.LocalName == "line");
        Assert.EndsWith("--confirmed", line.Attribute("class")?.Value, StringComparison.Ordinal);
        Assert.Contains(svg.Descendants(), e => e.Value == "customer of and 1 more");
    }

    [Fact]
    public void LinkChart_MoreThanFit_SaysHowManyAreDrawn()
    {
        var spokes = Enumerable.Range(0, 30).Select(i => new ChartSpoke(Business($"Shop {i}"), "near", LinkCertainty.Likely)).ToArray();

        var svg = Draw(spokes);

        Assert.Equal(LinkChart.MostNodes, svg.Descendants().Count(e => e.Name.LocalName == "line"));
        Assert.StartsWith("24 of 30 ", svg.Descendants().Single(e => e.Name.LocalName == "desc").Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(24)]
    public void LinkChart_AnyNumber_NodesLieInTheFrameAndApart(int count)
    {
        var svg = Draw([.. Enumerable.Range(0, count).Select(i => new ChartSpoke(Person($"Person {i}"), "knows", LinkCertainty.Likely))]);

        var box = (svg.Attribute("viewBox")?.Value ?? "").Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        var circles = svg.Descendants().Where(e => e.Name.LocalName == "circle").Select(e => (X: At(e, "cx"), Y: At(e, "cy"))).ToArray();
        Assert.Equal(count + 1, circles.Length);
        Assert.All(circles, c => Assert.True(c.X > 40 && c.X < box[2] - 40 && c.Y > 30 && c.Y < box[3] - 30));
        Assert.All(
            circles.SelectMany((a, i) => circles.Skip(i + 1).Select(b => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2)))),
            distance => Assert.True(distance > 44)
        );
    }

    [Fact]
    public void LinkChart_NothingLinked_IsNotDrawn() => Assert.Null(LinkChart.Draw(Child, [], "links"));

    [Fact]
    public void PlaceMap_TwoPlaces_LieToScale()
    {
        // One minute of latitude is 1,855 m by this projection; the same in longitude at 53 degrees north is its cosine shorter.
        MapPlace[] places = [new(53.0, 0.4, "South-west", null), new(53.0 + (1 / 60.0), 0.4 + (1 / 60.0), "North-east", null)];

        var markers = Parse(PlaceMap.Draw(places, [], "map"))
            .Descendants()
            .Where(e => e.Attribute("class")?.Value == "app-map__marker")
            .Select(e => (X: At(e, "cx"), Y: At(e, "cy")))
            .ToArray();

        var (east, north) = (markers[1].X - markers[0].X, markers[0].Y - markers[1].Y);
        Assert.True(north > 0);
        Assert.Equal(Math.Cos(53.0083 * Math.PI / 180), east / north, 3);
    }

    [Fact]
    public void PlaceMap_ScaleBar_IsAsLongAsItSays()
    {
        MapPlace[] places = [new(53.0, 0.4, "A", null), new(53.02, 0.4, "B", null)];

        var svg = Parse(PlaceMap.Draw(places, [], "map"));

        var unitsPerMetre = 360.0 / (0.02 * 111_320);
        var bar = svg.Descendants().Single(e => e.Name.LocalName == "path").Attribute("d")?.Value ?? "";
        var length = double.Parse(
            bar[(bar.IndexOf('h', StringComparison.Ordinal) + 1)..bar.LastIndexOf('v')],
            CultureInfo.InvariantCulture
        );
        var words = svg.Descendants().Single(e => e.Attribute("class")?.Value == "app-map__scale-words").Value;
        Assert.Equal("500 m", words);
        Assert.Equal(500 * unitsPerMetre, length, 1);
    }

    [Fact]
    public void BaseMap_LinesAndAreas_AreRead()
    {
        var lines = BaseMap.Parse(
            """
            {"type":"FeatureCollection","features":[
              {"type":"Feature","properties":{"style":"rail"},"geometry":{"type":"LineString","coordinates":[[0.4,53.0],[0.5,53.1]]}},
              {"type":"Feature","properties":{"style":"water"},"geometry":{"type":"Polygon","coordinates":[[[0.4,53.0],[0.5,53.1],[0.4,53.1],[0.4,53.0]]]}}
            ]}
            """u8.ToArray()
        );

        Assert.Equal([("rail", 2, false), ("water", 4, true)], lines.Select(l => (l.Style, l.Points.Count, l.Closed)));
        Assert.Equal((53.1, 0.5), lines[0].Points[1]);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"features":[{"properties":{"style":"x\" onload=\"y"},"geometry":{"type":"LineString","coordinates":[]}}]}""")]
    [InlineData("""{"features":[{"properties":{"style":"road"},"geometry":{"type":"Point","coordinates":[1,2]}}]}""")]
    public void BaseMap_Rubbish_IsRefused(string text) =>
        Assert.Throws<FormatException>(() => BaseMap.Parse(System.Text.Encoding.UTF8.GetBytes(text)));

    private static XElement Draw(params ChartSpoke[] spokes) => Parse(LinkChart.Draw(Child, spokes, "links"));

    private static ChartNode Business(string name) => new(SubjectKind.Business, name, "/app/subjects/1");

    private static ChartNode Person(string name) => new(SubjectKind.Person, name, null);

    private static XElement Parse(IHtmlContent? content) =>
        XElement.Parse(content?.ToString() ?? throw new InvalidOperationException("Nothing was drawn."));

    private static double At(XElement element, string name) =>
        double.Parse(element.Attribute(name)?.Value ?? "", CultureInfo.InvariantCulture);
}
