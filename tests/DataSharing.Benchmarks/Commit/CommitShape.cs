using System.Globalization;
using System.Text;

namespace DataSharing.Benchmarks.Commit;

/// <summary>
/// The commit that every side makes: a state row of 1 KB, an idempotency row, and an outbox row the size of a sealed entry. Keys are as random
/// as they are in use.
/// </summary>
internal static class CommitShape
{
    public const int StateBytes = 1_024;
    public const int IdempotencyBytes = 96;

    /// <summary>What the journal's outbox row measured for <see cref="JournalSide"/>'s act; peers write as much.</summary>
    public const int OutboxBytes = 1_240;

    public const int LookupBytes = 40;

    public static byte[] State { get; } = Body(StateBytes);

    public static byte[] Idempotency { get; } = Body(IdempotencyBytes);

    public static byte[] Outbox { get; } = Body(OutboxBytes);

    public static byte[] Lookup { get; } = Body(LookupBytes);

    public static string NewId() => Guid.NewGuid().ToString("D");

    public static string OutboxKey(string id) =>
        string.Create(CultureInfo.InvariantCulture, $"outbox:{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds():D14}:{id}");

    private static byte[] Body(int length)
    {
        var body = new byte[length];
        new Random(length).NextBytes(body);
        return Encoding.ASCII.GetBytes(Convert.ToBase64String(body))[..length];
    }
}
