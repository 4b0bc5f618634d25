namespace DataSharing.Web.Pages.Record;

/// <summary>What a form sent, to send it again from the page that shows it to be checked.</summary>
internal static class SentFields
{
    public static IEnumerable<KeyValuePair<string, string>> Of(HttpRequest request) =>
        from sent in request.Form
        where !sent.Key.StartsWith('_')
        from value in sent.Value
        select new KeyValuePair<string, string>(sent.Key, value ?? "");
}
