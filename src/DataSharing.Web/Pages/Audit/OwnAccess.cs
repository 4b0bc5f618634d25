namespace DataSharing.Web.Pages.Audit;

/// <summary>What an officer is told who asks what they did themselves.</summary>
internal static class OwnAccess
{
    /// <param name="audit">Where they came from.</param>
    public static PageMessage Message(string audit) =>
        new(
            403,
            "This needs another officer",
            [
                "You asked what you did yourself, and nobody reviews their own access.",
                "Another officer can ask. That you asked has been recorded.",
            ],
            new PageLink("Back to the audit", audit)
        );
}
