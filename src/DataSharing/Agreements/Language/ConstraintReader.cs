using System.Text.Json;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>Reads the constraints of a rule; they may be left out. An empty group is refused: it would say nothing and look like something.</summary>
internal static class ConstraintReader
{
    private const int MaximumMarkings = 32;

    public static Constraints Read(StrictObject rule)
    {
        if (rule.Optional("constraints") is not { } element)
        {
            return Constraints.None;
        }

        var group = new StrictObject(element, rule.PointerTo("constraints"), rule.Findings);
        var read = new Constraints
        {
            Age = Inner(
                group,
                "age",
                age => new AgeConstraint(age.OptionalInteger("minimum", 0, 150), age.OptionalInteger("maximum", 0, 150))
            ),
            Gradings = Inner(group, "gradings", Gradings),
            Handling = Letters(group, "handling", Words.Handling),
            Markings = Inner(group, "markings", Markings),
            Flags = Flags(group),
        };
        group.Close();
        return read;
    }

    private static GradingConstraint Gradings(StrictObject item) =>
        new(
            item.Has("sources")
                ? StrictList.Distinct(
                    item.Optional("sources"),
                    item.PointerTo("sources"),
                    1,
                    3,
                    item.Findings,
                    (value, at) => StrictText.Integer(value, at, 1, 3, item.Findings)
                )
                : null,
            Letters(item, "intelligence", Words.Intelligence)
        );

    private static MarkingConstraint Markings(StrictObject item) => new(Codes(item, "within"), Codes(item, "any"));

    private static IReadOnlyList<FlagConstraint> Flags(StrictObject group)
    {
        if (group.Optional("flags") is not { } element)
        {
            return [];
        }

        var at = group.PointerTo("flags");
        var flags = new StrictObject(element, at, group.Findings);
        var read = new List<FlagConstraint>();
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in element.EnumerateObject().Select(StrictText.NameOf).OfType<string>().Where(Slug.IsValid))
            {
                read.Add(new FlagConstraint(name, flags.Flag(name)));
            }

            if (read.Count is 0 or > MaximumMarkings)
            {
                group.Findings.Add(read.Count == 0 ? "too-few" : "too-many", at, $"1 to {MaximumMarkings} flags are wanted here.");
            }
        }

        flags.Close();
        return [.. read.OrderBy(flag => flag.Flag, StringComparer.Ordinal)];
    }

    private static T? Inner<T>(StrictObject group, string name, Func<StrictObject, T> read)
        where T : class
    {
        if (group.Optional(name) is not { } element)
        {
            return null;
        }

        var inner = new StrictObject(element, group.PointerTo(name), group.Findings);
        if (element.ValueKind == JsonValueKind.Object && !element.EnumerateObject().MoveNext())
        {
            group.Findings.Add("too-few", group.PointerTo(name), "At least one member is wanted here.");
        }

        var value = read(inner);
        inner.Close();
        return value;
    }

    private static IReadOnlyList<string>? Codes(StrictObject item, string name) =>
        item.Optional(name) is { } list
            ? StrictList.Distinct(
                list,
                item.PointerTo(name),
                1,
                MaximumMarkings,
                item.Findings,
                (value, at) => StrictText.Code(value, at, item.Findings)
            )
            : null;

    private static IReadOnlyList<char>? Letters(StrictObject item, string name, IReadOnlyDictionary<string, char> words) =>
        item.Optional(name) is { } list
            ? StrictList.Distinct(
                list,
                item.PointerTo(name),
                1,
                words.Count,
                item.Findings,
                (value, at) => StrictText.Word(value, at, words, item.Findings)
            )
            : null;
}
