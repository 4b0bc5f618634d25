namespace DataSharing.Web.Edge;

/// <summary>
/// What a log line may say of an exception that is not ours: its types. Messages of libraries quote what they were given, and that may be
/// somebody's name.
/// </summary>
internal static class ExceptionSummary
{
    private const int MaximumDepth = 8;

    /// <summary>The exception's type and those of its inner exceptions, outermost first.</summary>
    public static string Types(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var types = new List<string>();
        for (var e = exception; e is not null && types.Count < MaximumDepth; e = e.InnerException)
        {
            types.Add(e.GetType().FullName ?? e.GetType().Name);
        }

        return string.Join(" <- ", types);
    }
}
