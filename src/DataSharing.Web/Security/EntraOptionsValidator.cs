using DataSharing.Partnership;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Security;

/// <summary>Refuses to start with an issuer that anybody on the machine or the wire could play, or without an operator.</summary>
public sealed class EntraOptionsValidator(IHostEnvironment environment) : IValidateOptions<EntraOptions>
{
    public ValidateOptionsResult Validate(string? name, EntraOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = Faults(options).ToArray();
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(EntraOptions options)
    {
        if (InstanceFault(options.Instance) is { } fault)
        {
            yield return fault;
        }

        if (EntraId.Normalise(options.ClientId) is null)
        {
            yield return "Identity:ClientId must be the platform's application id, a GUID.";
        }

        if (string.IsNullOrWhiteSpace(options.TenantId))
        {
            yield return "Identity:TenantId must name the authority that keys are read from, usually organizations.";
        }

        if (EntraId.Normalise(options.OperatorTenantId) is null)
        {
            yield return "Identity:OperatorTenantId must be the tenant id of the partnership's office, a GUID.";
        }

        if (options.FirstAdministrator is { Length: > 0 } first && EntraId.Normalise(first) is null)
        {
            yield return "Identity:FirstAdministrator must be a person's object id, a GUID.";
        }

        if (options.KeyRefreshMinutes is < 5 or > 1440)
        {
            yield return "Identity:KeyRefreshMinutes must be between 5 and 1440.";
        }

        if (options.RememberedTokens is < 2 or > 1_000_000)
        {
            yield return "Identity:RememberedTokens must be between 2 and 1000000.";
        }
    }

    private string? InstanceFault(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var instance) || instance.Scheme is not ("https" or "http"))
        {
            return "Identity:Instance must be the address of the identity provider.";
        }

        if (instance.PathAndQuery.Length > 1 || instance.UserInfo.Length > 0 || instance.Fragment.Length > 0)
        {
            return "Identity:Instance must be scheme and host only, such as https://login.microsoftonline.com/.";
        }

        if (environment.IsProduction() && instance.IsLoopback)
        {
            return "Identity:Instance is on this machine, which is refused in Production: a development issuer gives anybody a token.";
        }

        if (instance.Scheme is "http" && (environment.IsProduction() || !instance.IsLoopback))
        {
            return "Identity:Instance must use https: keys read over http could be anybody's.";
        }

        return null;
    }
}
