namespace DataSharing.Web.Pages.CanIShare;

/// <summary>The pages of the question, in order, and the answer.</summary>
public enum Step
{
    Whom,
    What,

    /// <summary>Only where the answer turns on how the information is graded or marked.</summary>
    Data,
    Answer,
}
