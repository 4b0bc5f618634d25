using System.CommandLine;
using System.CommandLine.Parsing;

namespace DataSharing.Cli;

/// <summary>The options that name the platform and the issuer. <c>./run</c> sets their defaults through the environment.</summary>
internal static class Addresses
{
    public static Option<Uri> Api() => Create("--api", "DATASHARING_API", "The platform's address, for example http://127.0.0.1:8080.");

    public static Option<Uri> Issuer() =>
        Create("--issuer", "DATASHARING_ISSUER", "The development issuer's address, for example http://127.0.0.1:8081.");

    /// <summary>One HTTP client with a limit on how long an answer may take.</summary>
    public static HttpClient Client(Uri address) => new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    private static Option<Uri> Create(string name, string variable, string description)
    {
        var preset = Environment.GetEnvironmentVariable(variable);
        var option = new Option<Uri>(name) { Description = $"{description} [environment: {variable}]", CustomParser = Parse };
        if (string.IsNullOrEmpty(preset))
        {
            option.Required = true;
        }
        else
        {
            option.DefaultValueFactory = result => Parse(preset, result) ?? new Uri("http://127.0.0.1");
        }

        return option;
    }

    public static Uri? Parse(ArgumentResult result) => Parse(result.Tokens[0].Value, result);

    private static Uri? Parse(string text, ArgumentResult result)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        result.AddError($"'{text}' is not an http or https address.");
        return null;
    }
}
