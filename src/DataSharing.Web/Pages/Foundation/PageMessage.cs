using DataSharing.Partnership;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Pages;

/// <summary>A page that says why there is nothing else to show, and what to do next.</summary>
/// <param name="Status">The HTTP status it travels with.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Lines">A sentence or two, of ours: never what the browser sent.</param>
/// <param name="Next">Where to go on; null where only waiting helps.</param>
public sealed record PageMessage(int Status, string Title, IReadOnlyList<string> Lines, PageLink? Next = null)
{
    private static readonly PageLink Home = new("Go to your home page", LocalPath.Home);
    private static readonly PageLink SignInAgain = new("Sign in", "/signin");

    public static PageMessage SignedOut { get; } =
        new(
            200,
            "You have signed out",
            ["What you were looking at can no longer be seen in this browser."],
            new("Sign in again", "/signin")
        );

    public static PageMessage SignInFailed { get; } =
        new(
            403,
            "You could not be signed in",
            [
                "The sign-in was not completed, or took too long. Nothing was saved.",
                "Try again. If it keeps happening, ask your agency's administrator.",
            ],
            new("Try again", "/signin")
        );

    public static PageMessage UnknownOrganisation { get; } =
        new(
            403,
            "Your organisation is not part of this partnership",
            [
                "You signed in with an account of an organisation that this service does not know.",
                "If you have an account of a partner agency, sign out of this one first.",
            ],
            new("Sign in with another account", "/signin")
        );

    /// <summary>A form without the mark of this session: sent by another site, or kept from before.</summary>
    public static PageMessage FormNotValid { get; } =
        new(
            400,
            "This form can no longer be used",
            [
                "It belongs to a session that has ended, or it was already used. Nothing was saved.",
                "Open the page again and fill it in once more.",
            ],
            Home
        );

    public static PageMessage AlreadySent { get; } =
        new(409, "You have already sent this", ["The first time you sent this form was saved. What you changed afterwards was not."], Home);

    /// <summary>The session ended while a form was open.</summary>
    public static PageMessage SessionEnded(string? returnTo) =>
        new(
            401,
            "You were signed out",
            [
                "Your session ended before you sent this form, so nothing was saved.",
                "Sign in again. You will come back to the page, and will have to fill it in once more.",
            ],
            new("Sign in again", $"/signin?next={Uri.EscapeDataString(LocalPath.OrHome(returnTo))}")
        );

    internal static PageMessage Of(CallerResolution refusal) =>
        refusal switch
        {
            CallerResolution.UnknownClient => Of(ProblemTypes.CallerNotRegistered.Slug, 403),
            CallerResolution.AgencySuspended => Of(ProblemTypes.AgencySuspended.Slug, 403),
            CallerResolution.ActorSuspended => Of(ProblemTypes.PersonSuspended.Slug, 403),
            _ => Of(ProblemTypes.ForbiddenRole.Slug, 403),
        };

    /// <summary>The page for what the API answers with a problem.</summary>
    internal static PageMessage Of(ProblemHttpResult problem)
    {
        var slug = problem.ProblemDetails.Type is { } uri ? uri[(uri.LastIndexOf(':') + 1)..] : "";
        return Of(slug, problem.StatusCode);
    }

    private static PageMessage Of(string slug, int status) =>
        (slug, status) switch
        {
            ("caller-not-registered", _) => new(
                403,
                "Your account is not set up for this service",
                [
                    "Your organisation is part of the partnership, but your account is not linked to one of its agencies.",
                    "Ask your agency's administrator to have it set up.",
                ]
            ),
            ("agency-suspended", _) => new(
                403,
                "Your agency's access is suspended",
                ["Nobody from your agency can use this service at the moment.", "Ask your agency's information governance lead."]
            ),
            ("person-suspended", _) => new(
                403,
                "Your access is suspended",
                ["Ask your agency's administrator or information governance lead why."]
            ),
            ("forbidden-role", _) => new(
                403,
                "You do not have access to this page",
                [
                    "Your role does not include it. The attempt has been recorded.",
                    "If you need it for your work, ask your agency's administrator.",
                ],
                Home
            ),
            (_, 401) => new(401, "Sign in to continue", ["You are not signed in, or your session has ended."], SignInAgain),
            (_, 404) => new(
                404,
                "Page not found",
                [
                    "There is nothing here, or nothing that you may see.",
                    "If you followed a link, it may be out of date. If you typed the address, check it.",
                ],
                Home
            ),
            (_, 405) => new(405, "This page cannot be used that way", ["Open it from the menu instead."], Home),
            (_, 412 or 409) => new(
                409,
                "Somebody else changed this",
                ["It changed while you were looking at it. Open it again to see how it stands now."],
                Home
            ),
            (_, 413) => new(413, "What you sent is too large", ["Nothing was saved. Go back and send less text, or smaller files."], Home),
            (_, 429) => new(
                429,
                "Too many requests",
                ["You, or somebody using your account, asked for too many pages in a short time.", "Wait a minute and try again."]
            ),
            (_, 503 or 504) => new(
                503,
                "Sorry, the service is unavailable",
                ["Nothing was shown or saved, because it could not be recorded. Nothing is lost.", "Try again in a few minutes."],
                Home
            ),
            (_, >= 500) => new(
                500,
                "Sorry, there is a problem with the service",
                ["Try again later. If you were sending a form, check first whether it was saved."],
                Home
            ),
            _ => new(status, "That request could not be understood", ["Nothing was saved. Open the page again from the menu."], Home),
        };
}

/// <summary>A link of a page.</summary>
public sealed record PageLink(string Text, string Href);
