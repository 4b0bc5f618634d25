using DataSharing.Agreements;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Answers for the outcomes that all steps of an agreement's life share.</summary>
internal static class AgreementAnswers
{
    /// <summary>The record of a step that was taken, its receipt and ETag on the response; or the problem to answer with.</summary>
    public static async ValueTask<(AgreementOutcome.Done? Done, ProblemHttpResult? Problem)> SortAsync(
        HttpContext context,
        AgreementOutcome outcome,
        AccessDenials denials
    )
    {
        switch (outcome)
        {
            case AgreementOutcome.Done done:
                context.Response.SetAuditReceipt(done.Receipt);
                context.Response.SetETag(done.Version);
                return (done, null);
            case AgreementOutcome.Rejected { Findings: var findings }:
                return (null, Problems.InvalidAgreement(findings));
            case AgreementOutcome.Unlawful { Findings: var findings }:
                return (null, Problems.AgreementUnlawful(findings));
            case AgreementOutcome.NotFound { Receipt: var receipt }:
                context.Response.SetAuditReceipt(receipt);
                return (null, Problems.NotFound());
            case AgreementOutcome.Forbidden:
                return (null, await denials.ForbidAsync(context, context.GetCaller()));
            case AgreementOutcome.Conflict { Reason: var reason }:
                return (null, Problems.Conflict(Sentence(reason)));
            case AgreementOutcome.PreconditionFailed { Current: var current }:
                return (null, Problems.PreconditionFailed(context, current));
            case AgreementOutcome.KeyReused:
                return (null, Problems.IdempotencyKeyReused());
            default:
                throw new InvalidOperationException("An outcome that this release does not know.");
        }
    }

    private static string Sentence(AgreementConflict reason) =>
        reason switch
        {
            AgreementConflict.VersionExists => "This version of this agreement exists already.",
            AgreementConflict.NotADraft => "This version is no longer a draft.",
            AgreementConflict.NotInReview => "This version is not in review.",
            AgreementConflict.OtherAgreement => "The document is of another agreement or version.",
            AgreementConflict.NotAParty => "The agency is not a party, or has left already.",
            AgreementConflict.EndsSooner => "It ends at that moment or sooner already.",
            AgreementConflict.NotInForce => "This version is not in force.",
            AgreementConflict.OtherContent => "The content hash is not that of this document.",
            AgreementConflict.AlreadySigned => "The caller's agency has signed it.",
            AgreementConflict.SignatureMissing => "A party has not signed it.",
            AgreementConflict.SecondPersonNeeded => "Somebody other than its drafter must bring it into force.",
            AgreementConflict.PartyNotActive => "A party is suspended or not registered.",
            AgreementConflict.Ended => "Its dates are over.",
            AgreementConflict.LaterVersionInForce => "This version or a later one is in force already.",
            AgreementConflict.TooManyInForce => "No more agreements can be in force at once.",
            AgreementConflict.AlreadySuspended => "Suspended already.",
            AgreementConflict.NotSuspended => "Not suspended.",
            AgreementConflict.NothingToSignOff => "No finding of the legal check waits for this sign-off.",
            AgreementConflict.Unreadable => "The stored document cannot be read; an operator must look.",
            _ => throw new InvalidOperationException("A conflict that this release does not know."),
        };
}
