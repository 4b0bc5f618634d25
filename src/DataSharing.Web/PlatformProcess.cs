using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.Web.Composition;
using Microsoft.Extensions.Options;

namespace DataSharing.Web;

/// <summary>The process around the host: what it says when it cannot start, and how it ends.</summary>
public static class PlatformProcess
{
    /// <summary>Never 0 for a failure: the Functions host does not restart a handler that ended with 0.</summary>
    public const int Failed = 1;

    /// <summary>Runs until it is stopped. A failure is one sentence on standard error and a non-zero exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var builder = PlatformHost.CreateBuilder(args);
            var started = false;
            // Until it has started, the host would log each failure with its stack; the sentence below says the same to an operator.
            builder.Logging.AddFilter(
                "Microsoft.Extensions.Hosting.Internal.Host",
                level => level >= LogLevel.Information && Volatile.Read(ref started)
            );
            await using var app = PlatformHost.Build(builder);
            await app.StartAsync();
            Volatile.Write(ref started, true);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception exception) when (Explain(exception) is { } sentence)
        {
            await Console.Error.WriteLineAsync($"The platform did not start: {sentence}");
            return Failed;
        }
    }

    /// <summary>The sentence for a failure that an operator can mend; null for a fault of ours, which ends the process with its stack trace.</summary>
    internal static string? Explain(Exception exception) =>
        exception switch
        {
            StartupRefusedException refused => refused.Message,
            OptionsValidationException invalid => string.Join(" ", invalid.Failures),
            // "Failed to convert configuration value 'x' at 'Limits:RequestSeconds' to type 'System.Int32'."
            InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => exception.Message,
            StoreUnavailableException or KeyRingUnavailableException => exception.Message,
            // Kestrel: "Failed to bind to address http://127.0.0.1:5000: address already in use."
            IOException or UnauthorizedAccessException => exception.Message,
            _ => null,
        };
}
