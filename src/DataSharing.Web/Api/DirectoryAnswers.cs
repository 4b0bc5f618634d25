using DataSharing.Partnership;
using DataSharing.Storage;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Answers for the outcomes that all changes of the directory share.</summary>
public sealed class DirectoryAnswers(AccessDenials denials)
{
    /// <summary>The record of a change that was made, its receipt and ETag on the response; or the problem to answer with.</summary>
    internal async ValueTask<(DirectoryOutcome<T>.Done? Done, ProblemHttpResult? Problem)> SortAsync<T>(
        HttpContext context,
        DirectoryOutcome<T> outcome
    )
        where T : class
    {
        switch (outcome)
        {
            case DirectoryOutcome<T>.Done done:
                context.Response.SetAuditReceipt(done.Receipt);
                if (done.Version is { } version)
                {
                    context.Response.SetETag(version);
                }

                return (done, null);
            case DirectoryOutcome<T>.Invalid { Fault: var fault }:
                return (null, Problems.InvalidField(fault.JsonPointer, fault.Rule));
            case DirectoryOutcome<T>.NotFound:
                return (null, Problems.NotFound());
            case DirectoryOutcome<T>.Forbidden:
                return (null, await denials.ForbidAsync(context, context.GetCaller()));
            case DirectoryOutcome<T>.Conflict { Reason: var reason }:
                return (null, Problems.Conflict(Sentence(reason)));
            case DirectoryOutcome<T>.PreconditionFailed { Current: var current }:
                return (null, Problems.PreconditionFailed(context, current));
            case DirectoryOutcome<T>.KeyReused:
                return (null, Problems.IdempotencyKeyReused());
            default:
                throw new InvalidOperationException("An outcome that this release does not know.");
        }
    }

    /// <summary>The version of a record that was created or changed, which always has one.</summary>
    internal static RowVersion Version<T>(DirectoryOutcome<T>.Done done)
        where T : class => done.Version ?? throw new InvalidOperationException("A record that exists has a version.");

    private static string Sentence(DirectoryConflict reason) =>
        reason switch
        {
            DirectoryConflict.AgencyExists => "This agency id is taken.",
            DirectoryConflict.AlreadyBound => "This tenant, application or person is bound to an agency already.",
            DirectoryConflict.AlreadyGranted => "This person holds the role, or a proposal waits for its confirmation.",
            DirectoryConflict.PersonNotBound => "No agency's binding covers this person.",
            DirectoryConflict.SecondPersonNeeded =>
                "A second person must do this: neither the one who proposed the role nor the one who receives it.",
            DirectoryConflict.AlreadyConfirmed => "This grant has been confirmed.",
            DirectoryConflict.AdministratorsNeeded => "It would leave too few people who can administer the partnership.",
            DirectoryConflict.AlreadySuspended => "Suspended already.",
            DirectoryConflict.NotSuspended => "Not suspended.",
            DirectoryConflict.DirectoryFull => "The directory holds no more of these.",
            _ => throw new InvalidOperationException("A conflict that this release does not know."),
        };
}
