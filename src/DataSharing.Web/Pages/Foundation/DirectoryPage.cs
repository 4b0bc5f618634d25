using DataSharing.Partnership;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages;

/// <summary>A page that changes the directory: of agencies, who speaks for them, and partnership roles.</summary>
public abstract class DirectoryPage : PlatformPage
{
    /// <summary>What to answer to a change that was not made and that no field of the form can put right.</summary>
    protected async Task<IActionResult> RefuseAsync<T>(DirectoryOutcome<T> outcome, PageLink back)
        where T : class =>
        outcome switch
        {
            DirectoryOutcome<T>.Forbidden => await ForbidAsync(),
            DirectoryOutcome<T>.KeyReused => Say(PageMessage.AlreadySent),
            DirectoryOutcome<T>.Conflict { Reason: var reason } => Say(
                new PageMessage(409, "This cannot be done", [Sentence(reason)], back)
            ),
            DirectoryOutcome<T>.PreconditionFailed => Say(
                new PageMessage(
                    409,
                    "Somebody else changed this",
                    ["It changed while you were looking at it. Nothing that you did was saved."],
                    back
                )
            ),
            DirectoryOutcome<T>.NotFound => NotFound(),
            _ => Say(PageMessage.FormNotValid),
        };

    protected static string Sentence(DirectoryConflict reason) =>
        reason switch
        {
            DirectoryConflict.AgencyExists => "This short name is taken. Choose another.",
            DirectoryConflict.AlreadyBound => "They already speak for an agency. Take that away first.",
            DirectoryConflict.AlreadyGranted => "This person has the role, or somebody proposed it and it waits for a second person.",
            DirectoryConflict.PersonNotBound => "This person speaks for no agency of the partnership, so they could not use the role.",
            DirectoryConflict.SecondPersonNeeded =>
                "A second administrator has to do this: not whoever proposed it, and not whoever receives it.",
            DirectoryConflict.AlreadyConfirmed => "Somebody confirmed it already.",
            DirectoryConflict.AdministratorsNeeded => "It would leave too few people who could administer the partnership.",
            DirectoryConflict.AlreadySuspended => "It is suspended already.",
            DirectoryConflict.NotSuspended => "It is not suspended.",
            _ => "The directory holds no more of these.",
        };
}
