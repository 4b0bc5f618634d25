namespace DataSharing.Web.Pages.Audit;

/// <summary>How the audit names whoever acted.</summary>
internal static class ActorWords
{
    /// <summary>Somebody whose name these pages never learned.</summary>
    public const string NobodyKnown = "A person who has never used these pages";
}
