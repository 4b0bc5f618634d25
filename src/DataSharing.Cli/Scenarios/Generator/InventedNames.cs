using System.Globalization;

namespace DataSharing.Cli.Scenarios.Generator;

/// <summary>Names, birth dates and identifiers that belong to nobody.</summary>
/// <remarks>NHS numbers are of the range 999, which is never issued; UPRNs begin with 999.</remarks>
internal sealed class InventedNames(Random random)
{
    // csharpier-ignore
    private static readonly string[] First =
    [
        "Ada", "Bola", "Cerys", "Dafydd", "Efua", "Farah", "Gwil", "Hana", "Idris", "Jude", "Kemi", "Lowri", "Milo", "Nadia", "Osian", "Priya",
        "Quill", "Rhona", "Sefa", "Tam", "Una", "Vito", "Wren", "Xanthe", "Yusuf", "Zadie",
    ];

    // csharpier-ignore
    private static readonly string[] Start =
    [
        "Alder", "Brack", "Cindle", "Dun", "Elm", "Farrow", "Gorse", "Hather", "Ingle", "Jarrow", "Kestle", "Lark", "Marsh", "Nether", "Orrin", "Pen",
        "Quar", "Rook", "Sallow", "Thorn",
    ];

    private static readonly string[] End =
    [
        "bank",
        "brook",
        "croft",
        "dale",
        "field",
        "garth",
        "ham",
        "ley",
        "moor",
        "row",
        "stead",
        "wick",
        "wold",
        "worth",
    ];

    private static readonly string[] Street = ["Row", "Street", "Court", "Wharf", "Lane", "Parade"];

    private static readonly string[] Trade =
    [
        "Cars",
        "Kebab House",
        "Lounge",
        "Car Wash",
        "Convenience Store",
        "Guest House",
        "Vapes",
        "Barbers",
    ];

    public string Person() => $"{Pick(First)} {Pick(Start)}{Pick(End)}";

    public string Place() => string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, 240)} {Pick(Start)}{Pick(End)} {Pick(Street)}");

    public string Business() => $"{Pick(Start)}{Pick(End)} {Pick(Trade)}";

    public string Group() => $"{Pick(Start)} line";

    public string BornBetween(int firstYear, int lastYear) =>
        new DateOnly(random.Next(firstYear, lastYear + 1), random.Next(1, 13), random.Next(1, 29)).ToString(
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture
        );

    public string NhsNumber()
    {
        while (true)
        {
            var nine = string.Create(CultureInfo.InvariantCulture, $"999{random.Next(1_000_000):D6}");
            var check = 11 - (nine.Select((c, i) => (c - '0') * (10 - i)).Sum() % 11);
            if (check != 10)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{nine}{(check == 11 ? 0 : check)}");
            }
        }
    }

    public string Uprn() => string.Create(CultureInfo.InvariantCulture, $"999{random.Next(1_000_000_000):D9}");

    public string Company() => string.Create(CultureInfo.InvariantCulture, $"ZZ{random.Next(1_000_000):D6}");

    /// <summary>A day of the half year that the borough's own story covers.</summary>
    public string Day(int earliest = 0, int latest = 175) =>
        new DateOnly(2026, 3, 2).AddDays(random.Next(earliest, latest + 1)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    public double Near(double degrees) => Math.Round(degrees + ((random.NextDouble() - 0.5) / 20), 5);
}
