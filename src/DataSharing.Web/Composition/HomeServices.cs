namespace DataSharing.Web.Composition;

/// <summary>Chooses the home of records, blobs, events and keys: <c>Platform:Home</c> in the configuration.</summary>
public static class HomeServices
{
    // Not plain "Home": every Unix process has an environment variable of that name, and it would win over the settings file.
    private const string Key = "Platform:Home";
    private const string Embedded = "Embedded";
    private const string Azure = "Azure";

    public static IServiceCollection AddHome(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration[Key] switch
        {
            Embedded => services.AddEmbeddedHome(configuration),
            Azure => services.AddAzureHome(configuration),
            _ => throw new StartupRefusedException($"{Key} must be {Embedded} or {Azure}."),
        };
    }
}
