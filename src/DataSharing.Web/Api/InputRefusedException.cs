using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>
/// What the caller sent cannot be read, found while a handler's parameters were bound. An exception, not an outcome, because a handler must
/// not run with input that is missing; the edge answers with <see cref="Problem"/>.
/// </summary>
public sealed class InputRefusedException(ProblemHttpResult problem) : Exception("The request's input was refused.")
{
    public ProblemHttpResult Problem { get; } = problem;
}
