using System.Reflection;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Identity;
using Microsoft.AspNetCore.Http.Metadata;

namespace DataSharing.Web.Api;

/// <summary>An agreement document as it was sent. The agreements' own reader says what is wrong with it, finding by finding.</summary>
public sealed class AgreementBody : IEndpointParameterMetadataProvider
{
    private readonly ReadOnlyMemory<byte> bytes;

    private AgreementBody(ReadOnlyMemory<byte> bytes) => this.bytes = bytes;

    /// <summary>The document as it was sent.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>The request as retries are told apart.</summary>
    public RetryKey RetryUnder(IdempotencyKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new RetryKey(key.Value, bytes);
    }

    /// <exception cref="InputRefusedException">Wrong media type, too large, or empty.</exception>
    public static async ValueTask<AgreementBody?> BindAsync(HttpContext context) => new(await BodyBytes.ReadAsync(context));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(JsonObject)));
        builder.Metadata.Add(new ProblemMetadata(BodyBytes.Problems));
    }
}

/// <param name="ContentHash">SHA-256 of the document that the party accepts, lower-case hex, as the draft's answer gave it.</param>
/// <param name="Signatory">The post in which the caller binds the agency.</param>
public sealed record SignatureRequest(string ContentHash, SignatoryRole Signatory);

/// <summary>Where one version of an agreement stands.</summary>
/// <param name="Id">The agreement.</param>
/// <param name="Version">From 1.</param>
/// <param name="Title">As the document has it.</param>
/// <param name="Parties">Each must sign.</param>
/// <param name="Unsigned">The parties that have not.</param>
/// <param name="ContentHash">What they sign: SHA-256 of the document's canonical bytes.</param>
/// <param name="Status"><c>draft</c>, <c>in-review</c>, <c>in-force</c>, <c>superseded</c>, <c>expired</c> or <c>terminated</c>.</param>
/// <param name="DraftedBy">Who, as entries name them.</param>
/// <param name="DraftedAt">When.</param>
/// <param name="Signatures">In the order in which they were given.</param>
/// <param name="Activation">Null before it came into force.</param>
/// <param name="SuspendedAt">Since when it permits nothing; null while it is not suspended.</param>
/// <param name="SignOffs">What administrators of parties answered for by name, in the order in which they did.</param>
/// <param name="Submission">Who put it before the parties; null for a draft.</param>
/// <param name="Withdrawals">Parties that left it while it was in force.</param>
/// <param name="Termination">Who ended it before its time; null where nobody did.</param>
public sealed record AgreementResponse(
    string Id,
    int Version,
    string Title,
    IReadOnlyList<AgencyId> Parties,
    IReadOnlyList<AgencyId> Unsigned,
    string ContentHash,
    AgreementStatus Status,
    string DraftedBy,
    DateTimeOffset DraftedAt,
    IReadOnlyList<AgreementSignature> Signatures,
    AgreementActivation? Activation,
    DateTimeOffset? SuspendedAt,
    IReadOnlyList<AgreementSignOff> SignOffs,
    AgreementSubmission? Submission,
    IReadOnlyList<AgreementWithdrawal> Withdrawals,
    AgreementTermination? Termination
)
{
    public static AgreementResponse From(AgreementRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new AgreementResponse(
            record.Id.Value,
            record.Version,
            record.Title,
            record.Parties,
            record.Unsigned,
            record.ContentHash,
            record.Status,
            record.DraftedBy,
            record.DraftedAt,
            record.Signatures,
            record.Activation,
            record.SuspendedAt,
            record.SignOffs,
            record.Submission,
            record.Withdrawals,
            record.Termination
        );
    }
}

/// <summary>Every version that the caller may see.</summary>
public sealed record AgreementListResponse(IReadOnlyList<AgreementResponse> Agreements);

/// <summary>One thing wrong with an agreement document, as a problem's <c>findings</c> list it.</summary>
public sealed record FindingResponse(string Code, string Pointer, string Detail)
{
    /// <summary>A member that the schema does not know was named by the caller, so the pointer goes to the object around it.</summary>
    public static FindingResponse From(AgreementFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var isCallersName = finding.Code is "unknown-member" or "duplicate-member";
        var pointer = isCallersName ? finding.Pointer[..Math.Max(0, finding.Pointer.LastIndexOf('/'))] : finding.Pointer;
        return new FindingResponse(finding.Code, pointer, finding.Sentence);
    }
}
