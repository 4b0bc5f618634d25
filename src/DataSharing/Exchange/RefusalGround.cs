using System.Text.Json.Serialization;

namespace DataSharing.Exchange;

/// <summary>Why a holder declines a request that an agreement would have allowed. Recorded, so that barriers can be found and chased.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RefusalGround>))]
public enum RefusalGround
{
    /// <summary>Disclosure judged more detrimental to the child than not disclosing (Children Act 2004 s.16LA(3)).</summary>
    [JsonStringEnumMemberName("more-detrimental-to-child")]
    MoreDetrimentalToChild,

    /// <summary>The holder holds nothing of what was asked for.</summary>
    [JsonStringEnumMemberName("not-held")]
    NotHeld,

    /// <summary>The holder cannot tell whom the request is about.</summary>
    [JsonStringEnumMemberName("subject-not-identified")]
    SubjectNotIdentified,

    /// <summary>Not necessary or out of proportion to the purpose stated.</summary>
    [JsonStringEnumMemberName("not-necessary")]
    NotNecessary,

    /// <summary>Would reveal or endanger a source.</summary>
    [JsonStringEnumMemberName("source-at-risk")]
    SourceAtRisk,

    /// <summary>Would prejudice a live investigation or proceedings.</summary>
    [JsonStringEnumMemberName("prejudice-to-investigation")]
    PrejudiceToInvestigation,

    /// <summary>A person's consent is relied on and was refused or withdrawn.</summary>
    [JsonStringEnumMemberName("consent-refused")]
    ConsentRefused,

    /// <summary>A court order or another legal bar forbids it.</summary>
    [JsonStringEnumMemberName("legal-bar")]
    LegalBar,
}
