using System.Reflection;

namespace DataSharing.Web.Api;

/// <summary>Reads one header that must appear exactly once.</summary>
internal static class HeaderValue
{
    /// <summary>The value, or null where the header is absent.</summary>
    /// <exception cref="InputRefusedException">Sent more than once.</exception>
    public static string? Single(HttpContext context, string name)
    {
        var values = context.Request.Headers[name];
        return values.Count switch
        {
            0 => null,
            1 => values[0],
            _ => throw new InputRefusedException(Problems.InvalidHeader(name, "Send this header once.")),
        };
    }

    public static string Required(HttpContext context, string name, string rule) =>
        Single(context, name) ?? throw new InputRefusedException(Problems.InvalidHeader(name, $"This header is required. {rule}"));

    public static InputRefusedException Refused(string name, string rule) => new(Problems.InvalidHeader(name, rule));

    public static void Describe(
        ParameterInfo parameter,
        EndpointBuilder builder,
        RequestHeaderMetadata header,
        params ProblemType[] problems
    )
    {
        ArgumentNullException.ThrowIfNull(parameter);
        builder.Metadata.Add(header);
        builder.Metadata.Add(new ProblemMetadata(problems));
    }
}
