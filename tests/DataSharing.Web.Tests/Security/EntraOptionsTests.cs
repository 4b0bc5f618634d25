using DataSharing.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Tests.Security;

public sealed class EntraOptionsTests
{
    private const string Entra = "https://login.microsoftonline.com";

    [Theory]
    [InlineData("Production", "http://127.0.0.1:5999", "is on this machine")]
    [InlineData("Production", "http://localhost:5999", "is on this machine")]
    [InlineData("Production", "https://localhost", "is on this machine")]
    [InlineData("Production", "https://[::1]:5999", "is on this machine")]
    [InlineData("Production", "http://login.microsoftonline.com", "must use https")]
    [InlineData("Staging", "http://login.microsoftonline.com", "must use https")]
    [InlineData("Development", "http://192.0.2.1:5999", "must use https")]
    [InlineData("Development", "ftp://127.0.0.1", "must be the address")]
    [InlineData("Development", "", "must be the address")]
    [InlineData("Production", "https://login.microsoftonline.com/organizations", "scheme and host only")]
    public async Task Start_UnfitIssuer_RefusesWithOneSentence(string environment, string instance, string expected)
    {
        var settings = BearerHost.Settings(instance.TrimEnd('/'));
        if (instance.Length == 0)
        {
            settings["Identity:Instance"] = "";
        }

        var failure = Assert.Single(await StartFailuresAsync(environment, settings));

        Assert.Contains(expected, failure, StringComparison.Ordinal);
        Assert.StartsWith("Identity:Instance ", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Identity:OperatorTenantId", null)]
    [InlineData("Identity:OperatorTenantId", "contoso.example")]
    [InlineData("Identity:OperatorTenantId", "00000000-0000-0000-0000-000000000000")]
    [InlineData("Identity:ClientId", "not-a-guid")]
    [InlineData("Identity:FirstAdministrator", "olwen")]
    [InlineData("Identity:KeyRefreshMinutes", "1")]
    [InlineData("Identity:RememberedTokens", "1")]
    public async Task Start_UnfitValue_RefusesWithOneSentence(string key, string? value)
    {
        var settings = BearerHost.Settings(Entra);
        settings[key] = value;

        var failure = Assert.Single(await StartFailuresAsync("Production", settings));

        Assert.StartsWith(key + " ", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Entra_InProduction_Starts() => Assert.Empty(await StartFailuresAsync("Production", BearerHost.Settings(Entra)));

    private static async Task<IEnumerable<string>> StartFailuresAsync(string environment, IDictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddBearerTokens(builder.Configuration);
        await using var app = builder.Build();
        try
        {
            await app.StartAsync();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
    }
}
