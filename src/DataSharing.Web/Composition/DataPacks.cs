using DataSharing.Agreements;
using DataSharing.Disruption;

namespace DataSharing.Web.Composition;

/// <summary>
/// The law as data: dated files beside the program, or where <c>Packs:Directory</c> says, so that they are replaced without a release. Of
/// several tactics packs, and of several law packs, the newest by name is used.
/// </summary>
internal sealed record DataPacks(TacticCatalogue Tactics, BankHolidays Holidays, LawPack Law)
{
    private const string Key = "Packs:Directory";

    /// <exception cref="StartupRefusedException">A pack is missing or cannot be used.</exception>
    public static DataPacks Read(IConfiguration configuration, string besideTheProgram)
    {
        var folder = Path.Combine(besideTheProgram, configuration[Key] ?? "packs");
        try
        {
            var tactics = Directory.EnumerateFiles(folder, "tactics-*.json").Max(StringComparer.Ordinal);
            var law = Directory.EnumerateFiles(folder, "law-*.json").Max(StringComparer.Ordinal);
            return new DataPacks(
                TacticCatalogue.Parse(File.ReadAllBytes(tactics ?? throw new FileNotFoundException("There is no tactics-*.json."))),
                BankHolidays.Parse(File.ReadAllBytes(Path.Combine(folder, "bank-holidays-england-wales.json"))),
                LawPack.Parse(File.ReadAllBytes(law ?? throw new FileNotFoundException("There is no law-*.json.")))
            );
        }
        catch (Exception failure)
            when (failure is PackRefusedException or LawPackRefusedException or IOException or UnauthorizedAccessException)
        {
            throw new StartupRefusedException($"The data packs of {Key} cannot be used: {failure.Message}");
        }
    }
}
