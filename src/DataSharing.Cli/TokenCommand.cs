using System.CommandLine;

namespace DataSharing.Cli;

/// <summary><c>datasharing token</c>: an access token of a demo person, from the development issuer.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var person = new Option<string>("--as") { Description = "The demo person, for example amira.", Required = true };
        var issuer = Addresses.Issuer();
        var command = new Command("token", "Prints an access token of a demo person. Development only.") { person, issuer };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var http = Addresses.Client(parsed.GetRequiredValue(issuer));
                var outcome = await new DevelopmentIssuer(http).TokenAsync(parsed.GetRequiredValue(person), cancellationToken);
                switch (outcome)
                {
                    case TokenOutcome.Issued issued:
                        await Console.Out.WriteLineAsync(issued.AccessToken);
                        return CommandLine.Done;
                    case TokenOutcome.Refused refused:
                        await Console.Error.WriteLineAsync($"datasharing: {refused.Reason}");
                        return CommandLine.Refused;
                    default:
                        throw new InvalidOperationException("An outcome that this command does not know.");
                }
            }
        );
        return command;
    }
}
