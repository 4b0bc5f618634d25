using DataSharing.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Edge;

/// <summary>A refusal or failure in the form that its asker reads: a page for browsers under <c>/app</c>, problem details for everybody else.</summary>
internal static class Answers
{
    public static Task AnswerAsync(this HttpContext context, ProblemHttpResult problem) =>
        PageMessages.AreFor(context) ? PageMessages.WriteAsync(context, PageMessage.Of(problem)) : problem.ExecuteAsync(context);
}
