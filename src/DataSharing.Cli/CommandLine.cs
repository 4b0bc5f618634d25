using System.CommandLine;
using System.Net.Sockets;
using System.Text.Json;

namespace DataSharing.Cli;

/// <summary>Runs a command and turns what nobody can mend inside the program into one sentence and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>The answer is yes: done, verified.</summary>
    public const int Done = 0;

    /// <summary>The answer is no: refused by the platform, or not verified.</summary>
    public const int Refused = 1;

    /// <summary>There is no answer: wrong usage, unreadable input, nobody listening.</summary>
    public const int CouldNotRun = 2;

    /// <summary>It cannot be said yet: a promise whose time has not come.</summary>
    public const int Open = 3;

    /// <summary>All else holds, but fewer witnesses than wanted have cosigned the checkpoint.</summary>
    public const int NotWitnessed = 4;

    public static async Task<int> RunAsync(RootCommand root, string[] args, TextWriter error)
    {
        // '@file' is an argument of ours (--receipt @headers), not a file of further arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? CouldNotRun : code;
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException)
        {
            await error.WriteLineAsync($"datasharing: nobody answers there ({e.Message}). Is the platform running (./run)?");
        }
        catch (Exception e)
            when (e
                    is HttpRequestException
                        or IOException
                        or UnauthorizedAccessException
                        or JsonException
                        or InvalidDataException
                        or UnusableInputException
            )
        {
            await error.WriteLineAsync($"datasharing: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("datasharing: stopped, or no answer in time.");
        }

        return CouldNotRun;
    }
}

/// <summary>The input cannot be used; the message says which and why, in words for the person who gave it.</summary>
internal sealed class UnusableInputException(string message) : Exception(message);
