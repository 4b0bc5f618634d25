using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataSharing.Disruption;

/// <summary>Where a power stands in law on the day that the pack was prepared.</summary>
[JsonConverter(typeof(WordCodec))]
public sealed record TacticStatus
{
    public static readonly TacticStatus InForce = new("in-force", canChoose: true, needsLegalSignOff: false);
    public static readonly TacticStatus Practice = new("non-statutory-practice", canChoose: true, needsLegalSignOff: false);
    public static readonly TacticStatus Enacted = new("enacted-commencement-unverified", canChoose: true, needsLegalSignOff: true);
    public static readonly TacticStatus CommencedPartially = new("commenced-partially", canChoose: true, needsLegalSignOff: true);
    public static readonly TacticStatus Pilot = new("pilot", canChoose: true, needsLegalSignOff: true);
    public static readonly TacticStatus PilotEnded = new("pilot-ended", canChoose: false, needsLegalSignOff: true);
    public static readonly TacticStatus Repealed = new("repealed", canChoose: false, needsLegalSignOff: true);

    private TacticStatus(string code, bool canChoose, bool needsLegalSignOff)
    {
        Code = code;
        CanChoose = canChoose;
        NeedsLegalSignOff = needsLegalSignOff;
    }

    public static IReadOnlyList<TacticStatus> All { get; } = [InForce, Practice, Enacted, CommencedPartially, Pilot, PilotEnded, Repealed];

    public string Code { get; }

    /// <summary>Whether new work may rest on it.</summary>
    public bool CanChoose { get; }

    /// <summary>Whether a lawyer must have said that it may be used here and now before it is authorised.</summary>
    public bool NeedsLegalSignOff { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out TacticStatus? parsed)
    {
        parsed = All.FirstOrDefault(s => string.Equals(s.Code, text, StringComparison.Ordinal));
        return parsed is not null;
    }

    public override string ToString() => Code;

    internal sealed class WordCodec : JsonConverter<TacticStatus>
    {
        public override TacticStatus Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var parsed)
                ? parsed
                : throw new JsonException("Not a status that this release knows.");

        public override void Write(Utf8JsonWriter writer, TacticStatus value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Code);
    }
}
