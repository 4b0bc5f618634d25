using System.Text.Json;
using DataSharing.Identity;

namespace DataSharing.Audit;

/// <summary>
/// What look-up rows are made from. Read by hand: the relay does this for every entry, and reading whole entries cost it a tenth of its time.
/// </summary>
internal readonly record struct EntryHeader(
    DateTimeOffset Time,
    AgencyId Agency,
    string Actor,
    string Act,
    string? Purpose,
    string? Effect,
    string? AgreementId,
    IReadOnlyList<string> DecisionReasons,
    IReadOnlyDictionary<string, string> Details,
    IReadOnlyList<string> Records,
    IReadOnlyList<AgencyId> Counterparts,
    IReadOnlyList<byte[]> Pseudonyms
)
{
    private static readonly Dictionary<string, string> NoDetails = new(StringComparer.Ordinal);

    public EntryFeatures Features => new(Act, Effect, DecisionReasons, Details, Counterparts);

    /// <exception cref="UnreadableEntryException">Not an entry of a version that this release knows.</exception>
    public static EntryHeader Read(ReadOnlySpan<byte> leaf)
    {
        try
        {
            return ReadMembers(leaf);
        }
        catch (Exception failure) when (failure is JsonException or FormatException or InvalidOperationException)
        {
            // The reader's message could quote the leaf; say only that it cannot be read.
            throw new UnreadableEntryException();
        }
    }

    private static EntryHeader ReadMembers(ReadOnlySpan<byte> leaf)
    {
        var reader = new Utf8JsonReader(leaf);
        var version = 0;
        DateTimeOffset? time = null;
        AgencyId? agency = null;
        string? actor = null;
        string? act = null;
        string? purpose = null;
        Dictionary<string, string>? details = null;
        (string? Effect, string? AgreementId, List<string>? Reasons) decision = default;
        List<string>? records = null;
        List<string>? counterparts = null;
        List<byte[]>? pseudonyms = null;
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("v"u8))
            {
                version = reader.Read() ? reader.GetInt32() : 0;
            }
            else if (reader.ValueTextEquals("time"u8))
            {
                time = reader.Read() ? reader.GetDateTimeOffset() : null;
            }
            else if (reader.ValueTextEquals("agency"u8))
            {
                agency = reader.Read() && reader.GetString() is { } text ? AgencyId.Parse(text) : null;
            }
            else if (reader.ValueTextEquals("actor"u8))
            {
                actor = reader.Read() ? reader.GetString() : null;
            }
            else if (reader.ValueTextEquals("act"u8))
            {
                act = reader.Read() ? reader.GetString() : null;
            }
            else if (reader.ValueTextEquals("purpose"u8))
            {
                purpose = reader.Read() ? reader.GetString() : null;
            }
            else if (reader.ValueTextEquals("details"u8))
            {
                details = ReadDetails(ref reader);
            }
            else if (reader.ValueTextEquals("decision"u8))
            {
                decision = ReadDecision(ref reader);
            }
            else if (reader.ValueTextEquals("records"u8))
            {
                records = ReadStrings(ref reader);
            }
            else if (reader.ValueTextEquals("counterparts"u8))
            {
                counterparts = ReadStrings(ref reader);
            }
            else if (reader.ValueTextEquals("subjects"u8))
            {
                pseudonyms = ReadPseudonyms(ref reader);
            }
            else
            {
                _ = reader.Read();
                reader.Skip();
            }
        }

        return version == AuditEntry.FormatVersion && time is { } at && agency is not null && actor is not null && act is not null
            ? new EntryHeader(
                at,
                agency,
                actor,
                act,
                purpose,
                decision.Effect,
                decision.AgreementId,
                decision.Reasons ?? [],
                details ?? NoDetails,
                records ?? [],
                [.. (counterparts ?? []).Select(AgencyId.Parse)],
                pseudonyms ?? []
            )
            : throw new UnreadableEntryException();
    }

    private static List<string> ReadStrings(ref Utf8JsonReader reader)
    {
        var strings = new List<string>();
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            strings.Add(reader.GetString() ?? "");
        }

        return strings;
    }

    private static Dictionary<string, string> ReadDetails(ref Utf8JsonReader reader)
    {
        var details = new Dictionary<string, string>(StringComparer.Ordinal);
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString() ?? "";
            details[name] = reader.Read() ? reader.GetString() ?? "" : "";
        }

        return details;
    }

    private static (string? Effect, string? AgreementId, List<string>? Reasons) ReadDecision(ref Utf8JsonReader reader)
    {
        string? effect = null;
        string? agreement = null;
        List<string>? reasons = null;
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("effect"u8))
            {
                effect = reader.Read() ? reader.GetString() : null;
            }
            else if (reader.ValueTextEquals("agreementId"u8))
            {
                agreement = reader.Read() ? reader.GetString() : null;
            }
            else if (reader.ValueTextEquals("reasons"u8))
            {
                reasons = ReadStrings(ref reader);
            }
            else
            {
                _ = reader.Read();
                reader.Skip();
            }
        }

        return (effect, agreement, reasons);
    }

    private static List<byte[]> ReadPseudonyms(ref Utf8JsonReader reader)
    {
        var found = new List<byte[]>();
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isPseudonym = reader.ValueTextEquals("pseudonym"u8);
                _ = reader.Read();
                if (isPseudonym)
                {
                    found.Add(reader.GetBytesFromBase64());
                }
            }
        }

        return found;
    }
}
