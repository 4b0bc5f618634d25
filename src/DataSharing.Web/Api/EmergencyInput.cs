using System.Diagnostics.CodeAnalysis;
using DataSharing.Exchange;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>The bounds of what a sender says of an emergency and a reviewer of a review; pages hold to the same.</summary>
internal static class EmergencyInput
{
    public const int MinimumJustification = 10;
    public const int MaximumJustification = 1_000;
    public const int MaximumRecipient = 200;
    public const int MaximumReasons = 1_000;
    public const int UsualHours = 24;

    public static bool IsJustification(string text) => text.Length >= MinimumJustification && PlainText.IsText(text, MaximumJustification);

    public static bool IsRecipient(string text) => text.Length >= 2 && PlainText.IsText(text, MaximumRecipient);

    public static bool IsReasons(string text) => text.Length >= MinimumJustification && PlainText.IsText(text, MaximumReasons);

    public static bool TryRead(
        EmergencyBody body,
        [NotNullWhen(true)] out EmergencyPlea? plea,
        [NotNullWhen(false)] out ProblemHttpResult? refused
    )
    {
        plea = null;
        refused =
            !IsJustification(body.Justification)
                ? Problems.InvalidField("/emergency/justification", "10 to 1,000 characters, no control characters.")
            : !IsRecipient(body.Recipient)
                ? Problems.InvalidField("/emergency/recipient", "2 to 200 characters: the person or post who gets it.")
            : body.Hours is < 1 or > EmergencyShare.MaximumHours ? Problems.InvalidField("/emergency/hours", "1 to 72.")
            : null;
        if (refused is not null)
        {
            return false;
        }

        plea = new EmergencyPlea(body.Justification, body.Recipient, body.Hours ?? UsualHours);
        return true;
    }
}
