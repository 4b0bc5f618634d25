namespace DataSharing.Web.Pages.Audit;

/// <summary>What an officer is told who asks what they did themselves.</summary>
internal static class OwnAccess
{
    public static PageMessage Message { get; } =
        new(
            403,
            "This needs another officer",
            [
                "You asked what you did yourself, and nobody reviews their own access.",
                "Another officer of your agency can ask. That you asked has been recorded.",
            ],
            new PageLink("Back to the audit", "/app/audit")
        );
}
