using DataSharing.Disruption;
using DataSharing.Tests.Architecture;

namespace DataSharing.Tests.Disruption;

/// <summary>The packs that ship with the product.</summary>
internal static class Packs
{
    public static readonly byte[] TacticsJson = File.ReadAllBytes(Path.Combine(Repository.Root, "packs", "tactics-2026-11-23.json"));

    public static readonly byte[] HolidaysJson = File.ReadAllBytes(
        Path.Combine(Repository.Root, "packs", "bank-holidays-england-wales.json")
    );

    public static TacticCatalogue Tactics { get; } = TacticCatalogue.Parse(TacticsJson);

    public static BankHolidays Holidays { get; } = BankHolidays.Parse(HolidaysJson);

    public static LegalCalendar Calendar { get; } = new(Holidays);
}
