using System.Globalization;
using System.Text.Json;

namespace DataSharing.Agreements;

/// <summary>
/// Reads one JSON object member by member, noting what is wrong with a pointer. Whatever nobody asked for is unknown, and refused on
/// <see cref="Close"/>. Where a value is wrong a harmless stand-in is returned: a document with findings is never used.
/// </summary>
internal sealed class StrictObject
{
    private readonly Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly string pointer;
    private readonly Findings findings;
    private readonly bool isObject;

    public StrictObject(JsonElement element, string pointer, Findings findings)
    {
        this.pointer = pointer;
        this.findings = findings;
        isObject = element.ValueKind == JsonValueKind.Object;
        if (!isObject)
        {
            findings.Add("wrong-type", pointer, "An object is wanted here.");
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            var name = StrictText.NameOf(member);
            if (name is null)
            {
                findings.Add("invalid-text", pointer, "A member's name is not Unicode text.");
            }
            else if (!members.TryAdd(name, member.Value))
            {
                findings.Add("duplicate-member", PointerTo(name), "The member is given twice.");
            }
        }
    }

    public Findings Findings => findings;

    public string PointerTo(string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>Notes every member that was never asked for.</summary>
    public void Close()
    {
        foreach (var name in members.Keys.Where(name => !asked.Contains(name)))
        {
            findings.Add("unknown-member", PointerTo(name.Length <= 64 ? name : name[..64]), "The schema has no such member.");
        }
    }

    public bool Has(string name) => members.ContainsKey(name);

    public JsonElement? Optional(string name)
    {
        _ = asked.Add(name);
        return members.TryGetValue(name, out var value) ? value : null;
    }

    public JsonElement? Required(string name, string missingCode = "missing-member")
    {
        var value = Optional(name);
        if (value is null && isObject)
        {
            findings.Add(missingCode, PointerTo(name), $"The member {name} is missing.");
        }

        return value;
    }

    public string Text(string name, int maximum, bool lines = false) =>
        Required(name) is { } value ? StrictText.Read(value, PointerTo(name), maximum, lines, findings) : "";

    public string? OptionalText(string name, int maximum, bool lines = false) =>
        Optional(name) is { } value ? StrictText.Read(value, PointerTo(name), maximum, lines, findings) : null;

    public string Code(string name) => Required(name) is { } value ? StrictText.Code(value, PointerTo(name), findings) : StrictText.StandIn;

    public int Integer(string name, int minimum, int maximum) =>
        Required(name) is { } value ? StrictText.Integer(value, PointerTo(name), minimum, maximum, findings) : minimum;

    public int? OptionalInteger(string name, int minimum, int maximum) =>
        Optional(name) is { } value ? StrictText.Integer(value, PointerTo(name), minimum, maximum, findings) : null;

    public bool Flag(string name)
    {
        if (Optional(name) is not { } value)
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            findings.Add("wrong-type", PointerTo(name), "true or false is wanted here.");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    public T Word<T>(string name, IReadOnlyDictionary<string, T> words, string missingCode = "missing-member") =>
        Required(name, missingCode) is { } value ? StrictText.Word(value, PointerTo(name), words, findings) : words.First().Value;

    public T? OptionalWord<T>(string name, IReadOnlyDictionary<string, T> words)
        where T : class => Optional(name) is { } value ? StrictText.Word(value, PointerTo(name), words, findings) : null;

    public DateTimeOffset Instant(string name) => Required(name) is { } value ? Instant(name, value) : DateTimeOffset.UnixEpoch;

    public DateTimeOffset? OptionalInstant(string name) => Optional(name) is { } value ? Instant(name, value) : null;

    public DateOnly Date(string name) => Required(name) is { } value ? Date(name, value) : default;

    public DateOnly? OptionalDate(string name) => Optional(name) is { } value ? Date(name, value) : null;

    private DateOnly Date(string name, JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? StrictText.TryText(value) : null;
        if (
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= 2000 and < 2200
        )
        {
            return date;
        }

        findings.Add("invalid-date", PointerTo(name), "A date such as 2027-05-01 is wanted here.");
        return default;
    }

    /// <summary>An object that may be left out; what it holds that <paramref name="read"/> does not ask for is unknown.</summary>
    public T? OptionalInner<T>(string name, Func<StrictObject, T> read)
        where T : class
    {
        if (Optional(name) is not { } element)
        {
            return null;
        }

        var inner = new StrictObject(element, PointerTo(name), findings);
        var value = read(inner);
        inner.Close();
        return value;
    }

    /// <summary>Codes, each once; empty where left out, and an empty list is refused.</summary>
    public IReadOnlyList<string> Codes(string name, int maximum) =>
        StrictList.Distinct(Optional(name), PointerTo(name), 1, maximum, findings, (value, at) => StrictText.Code(value, at, findings));

    /// <summary>Words of a closed list, each once; empty where left out, and an empty list is refused.</summary>
    public IReadOnlyList<T> Words<T>(string name, IReadOnlyDictionary<string, T> words) =>
        StrictList.Distinct(
            Optional(name),
            PointerTo(name),
            1,
            words.Count,
            findings,
            (value, at) => StrictText.Word(value, at, words, findings)
        );

    public CalendarDuration? RequiredDuration(string name) => Required(name) is { } value ? Duration(name, value) : null;

    public CalendarDuration? OptionalDuration(string name) => Optional(name) is { } value ? Duration(name, value) : null;

    private CalendarDuration? Duration(string name, JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? StrictText.TryText(value) : null;
        if (!CalendarDuration.TryParse(text, out var duration))
        {
            findings.Add("invalid-duration", PointerTo(name), "An ISO 8601 duration such as P1Y, P6M, P2W or PT24H is wanted here.");
        }

        return duration;
    }

    private DateTimeOffset Instant(string name, JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? StrictText.TryText(value) : null;
        if (
            DateTimeOffset.TryParseExact(
                text,
                "yyyy-MM-dd'T'HH:mm:ss'Z'",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var instant
            ) && instant.Year is >= 2000 and < 2200
        )
        {
            return instant;
        }

        findings.Add("invalid-date", PointerTo(name), "A moment in UTC such as 2026-11-01T00:00:00Z is wanted here.");
        return DateTimeOffset.UnixEpoch;
    }
}
