using System.Diagnostics;
using Xunit;

namespace DataSharing.Testing;

/// <summary>
/// For what comes by itself: looks again and again, ever less often, for as long as a machine may need that does ten other things. Less often, because
/// a look may itself be an entry, and many looks would push off the first page what they look for.
/// </summary>
public static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Returns once it is so; fails the test when it does not come to be.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="otherwise">What is said when it does not come.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<Task<string>>? otherwise = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var begun = Stopwatch.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(20); !await condition(); pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause)
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience)
            {
                Assert.Fail($"It did not come to pass within {Patience}. {(otherwise is null ? "" : await otherwise())}");
            }

            await Task.Delay(pause);
        }
    }

    /// <summary>The same, of what can be seen at once.</summary>
    public static Task TrueAsync(Func<bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return TrueAsync(() => Task.FromResult(condition()));
    }
}
