using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Web.Composition;
using DataSharing.Web.Pages.Charts;
using Microsoft.AspNetCore.Html;

namespace DataSharing.Web.Pages.Subjects;

/// <summary>A place of the record and what ties it: a link, or an event that happened there.</summary>
/// <param name="Label">The place, with what of it the caller may see.</param>
/// <param name="Ties">How it is tied to the subject, in words.</param>
public sealed record RecordPlace(SubjectLabel Label, IReadOnlyList<string> Ties)
{
    public override string ToString() => "RecordPlace(redacted)";
}

/// <summary>The places of a record, on a map of our own drawing and in a table.</summary>
public sealed class PlacesModel(SubjectServices services, BaseMapFile map) : SubjectRecordPage(services)
{
    public override SubjectSection Section => SubjectSection.Places;

    /// <summary>Those with a point first: their numbers are those of the map.</summary>
    public IReadOnlyList<RecordPlace> Places =>
        [
            .. Tied()
                .GroupBy(tie => tie.Label.Id, StringComparer.Ordinal)
                .Select(same => new RecordPlace(same.First().Label, [.. same.Select(tie => tie.How).Distinct(StringComparer.Ordinal)]))
                .OrderBy(place => HasPoint(place.Label) ? 0 : 1)
                .ThenBy(place => place.Label.Name, StringComparer.Ordinal),
        ];

    public IHtmlContent? Map =>
        PlaceMap.Draw(
            [
                .. Places
                    .Select(place => place.Label)
                    .Where(HasPoint)
                    .Select(label => new MapPlace(
                        label.Place?.Latitude ?? 0,
                        label.Place?.Longitude ?? 0,
                        label.Name,
                        label.Id == View.Id ? null : $"/app/subjects/{label.Id}",
                        label.Place?.PrecisionMetres ?? 0
                    )),
            ],
            map.Lines,
            "places"
        );

    public bool HasBaseLines => map.Lines.Count > 0;

    public static bool HasPoint(SubjectLabel label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return label.Place is { Latitude: not null, Longitude: not null };
    }

    private IEnumerable<(SubjectLabel Label, string How)> Tied()
    {
        if (View.Kind == SubjectKind.Location)
        {
            var own = new SubjectLabel(View.Id, View.Kind, View.Particulars.Name, null, false) { Place = View.Particulars.Place };
            yield return (own, "this place");
        }

        foreach (var link in View.Links.Where(link => link.Other.Kind == SubjectKind.Location && link.Item.IsCurrent))
        {
            var (strength, _) = SubjectWords.Strength(link.Strength);
            yield return (link.Other, $"{SubjectWords.Link(link)} ({strength.ToLowerInvariant()})");
        }

        foreach (var happened in View.Events)
        {
            foreach (var other in happened.Others.Where(other => other.Subject.Kind == SubjectKind.Location))
            {
                yield return (other.Subject, SubjectWords.Event(happened.Kind).ToLowerInvariant() + " there");
            }
        }
    }
}
