using System.Text.Json.Serialization;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>The <c>subject:{id}</c> row.</summary>
/// <param name="Kind">Person, group, business or location.</param>
/// <param name="Controller">The agency that registered it and answers for these particulars.</param>
/// <param name="RegisteredAt">UTC.</param>
/// <param name="RegisteredBy">The actor.</param>
/// <param name="Particulars">Sealed <see cref="SubjectParticulars"/>.</param>
public sealed record SubjectRecord(
    SubjectKind Kind,
    AgencyId Controller,
    DateTimeOffset RegisteredAt,
    string RegisteredBy,
    byte[] Particulars
)
{
    internal static readonly RowFormat<SubjectRecord> Format = new(1, EntitiesJson.Default.SubjectRecord);

    public static string RowKey(string subjectId) => $"subject:{subjectId}";

    public override string ToString() => $"SubjectRecord({Kind})";
}

/// <summary>Who or what it is. Personal data: sealed at rest under the key of the subject and its controller.</summary>
/// <param name="Name">A person's or group's name, a business's or place's; 1 to 200 characters.</param>
/// <param name="DateOfBirth">Persons only; null where not recorded.</param>
/// <param name="Identifiers">At most 20.</param>
public sealed record SubjectParticulars(string Name, DateOnly? DateOfBirth, IReadOnlyList<SubjectIdentifier> Identifiers)
{
    public override string ToString() => "SubjectParticulars(redacted)";
}

/// <param name="Scheme">What kind of identifier: <c>nhs-number</c>, <c>upn</c>, <c>uprn</c>, <c>companies-house</c>, or an agency's own.</param>
/// <param name="Value">As the agency holds it; 1 to 64 characters.</param>
public sealed record SubjectIdentifier(string Scheme, string Value)
{
    public override string ToString() => "SubjectIdentifier(redacted)";
}

/// <summary>The <c>knows:{subject id}:{agency}</c> row: this agency has been told of the subject in an exchange, so it may refer to it.</summary>
internal sealed record SubjectAcquaintance(DateTimeOffset Since);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(SubjectRecord))]
[JsonSerializable(typeof(SubjectParticulars))]
[JsonSerializable(typeof(SubjectAcquaintance))]
internal sealed partial class EntitiesJson : JsonSerializerContext;
