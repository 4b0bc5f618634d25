using System.Text.Json.Serialization;

namespace DataSharing.Identity;

/// <summary>What a record is about. Only a person is a data subject in law (UK GDPR Art 4(1)); the others lead to people and are protected alike.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SubjectKind>))]
public enum SubjectKind
{
    [JsonStringEnumMemberName("person")]
    Person,

    [JsonStringEnumMemberName("group")]
    Group,

    [JsonStringEnumMemberName("business")]
    Business,

    [JsonStringEnumMemberName("location")]
    Location,
}
