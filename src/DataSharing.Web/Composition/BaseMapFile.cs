using DataSharing.Web.Pages.Charts;

namespace DataSharing.Web.Composition;

/// <summary>
/// The lines beneath the maps of places, of a GeoJSON file that <c>Packs:BaseMap</c> names, such as open data of the Ordnance Survey cut to the
/// borough; none where it names none.
/// </summary>
public sealed record BaseMapFile(IReadOnlyList<BaseLine> Lines)
{
    private const string Key = "Packs:BaseMap";

    /// <exception cref="StartupRefusedException">There is a file, and it cannot be used.</exception>
    internal static BaseMapFile Read(IConfiguration configuration, string besideTheProgram)
    {
        if (configuration[Key] is not { Length: > 0 } name)
        {
            return new BaseMapFile([]);
        }

        try
        {
            return new BaseMapFile(BaseMap.Parse(File.ReadAllBytes(Path.Combine(besideTheProgram, name))));
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new StartupRefusedException($"The map of {Key} cannot be used: {failure.Message}");
        }
    }
}
