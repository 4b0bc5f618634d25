using System.CommandLine;
using System.Net.Http.Headers;
using DataSharing.TransparencyLog;

namespace DataSharing.Cli;

/// <summary><c>datasharing log fetch</c>: the log's files into a folder, for whoever wants to check them.</summary>
internal static class LogFetchCommand
{
    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "The folder. What lies there already is not fetched again.", Required = true };
        var token = new Option<string?>("--token")
        {
            Description =
                "An access token of a partnership IG officer, or @FILE; without one, hashes and checkpoint alone. [environment: DATASHARING_TOKEN]",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("DATASHARING_TOKEN"),
        };
        var cosigned = new Option<bool>("--cosigned")
        {
            Description = "As far as enough witnesses have cosigned, for 'verify log --witness'; not as far as the log has signed.",
        };
        var api = Addresses.Api();
        var fetch = new Command("fetch", "Fetches the log's files, to be checked with 'datasharing verify log'.")
        {
            to,
            token,
            cosigned,
            api,
        };
        fetch.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var http = Addresses.Client(parsed.GetRequiredValue(api));
                var bearer = parsed.GetValue(token);
                bearer = bearer?.StartsWith('@') is true ? (await File.ReadAllTextAsync(bearer[1..], cancellationToken)).Trim() : bearer;
                if (!string.IsNullOrEmpty(bearer))
                {
                    http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
                }

                var folder = new LogFolder(parsed.GetRequiredValue(to));
                var size = await new LogFetch(http, folder).RunAsync(
                    !string.IsNullOrEmpty(bearer),
                    parsed.GetValue(cosigned),
                    cancellationToken
                );
                await Console.Out.WriteLineAsync(
                    $"fetched the log of {size} entries; check it with: datasharing verify log --folder {parsed.GetRequiredValue(to)} --key KEY"
                );
                return CommandLine.Done;
            }
        );
        return new Command("log", "The transparency log's files.") { fetch };
    }
}
