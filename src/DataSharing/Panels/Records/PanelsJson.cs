using System.Text.Json.Serialization;

namespace DataSharing.Panels;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(PanelRecord))]
[JsonSerializable(typeof(PanelText))]
[JsonSerializable(typeof(MeetingRecord))]
[JsonSerializable(typeof(MeetingText))]
[JsonSerializable(typeof(AgendaGuard))]
[JsonSerializable(typeof(AgendaItemRecord))]
[JsonSerializable(typeof(ItemText))]
[JsonSerializable(typeof(ActionRecord))]
[JsonSerializable(typeof(ActionText))]
[JsonSerializable(typeof(MinutesRecord))]
[JsonSerializable(typeof(MinutesText))]
[JsonSerializable(typeof(FrozenMeeting))]
[JsonSerializable(typeof(PanelIndexRow))]
internal sealed partial class PanelsJson : JsonSerializerContext;
