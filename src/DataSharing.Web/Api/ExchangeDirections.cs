using DataSharing.Exchange;

namespace DataSharing.Web.Api;

/// <summary>The words of the <c>direction</c> parameter.</summary>
internal static class ExchangeDirections
{
    public static ExchangeDirection? Parse(string? text) =>
        text switch
        {
            "sent" => ExchangeDirection.Sent,
            "received" => ExchangeDirection.Received,
            _ => null,
        };
}
