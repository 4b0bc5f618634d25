using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DataSharing.Pages.Tests;

/// <summary>How long a session and a stated reason last, and that they outlive a restart of nothing but the cookie's own time.</summary>
public sealed class SessionTests(Borough borough) : PageTest(borough)
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task Session_QuietForHalfAnHour_IsOver()
    {
        await using var platform = await StartAsync();
        var visit = await SignInAsync(platform);
        clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Contains("Hello Olwen", await OpenAsync(visit), StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Contains("Hello Olwen", await OpenAsync(visit), StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromMinutes(31));
        Assert.DoesNotContain("Hello Olwen", await OpenAsync(visit), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_UsedAllDay_IsOverAfterEightHours()
    {
        await using var platform = await StartAsync();
        var visit = await SignInAsync(platform);
        for (var quarter = 0; quarter < 31; quarter++)
        {
            clock.Advance(TimeSpan.FromMinutes(15));
            Assert.Contains("Hello Olwen", await OpenAsync(visit), StringComparison.Ordinal);
        }

        clock.Advance(TimeSpan.FromMinutes(15));
        Assert.DoesNotContain("Hello Olwen", await OpenAsync(visit), StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeysOfCookies_AreStoredSealed()
    {
        await using var platform = await StartAsync();
        await SignInAsync(platform);
        var stored = await platform.StoredAsync();
        Assert.Contains(stored, text => text.Contains("session-keys/", StringComparison.Ordinal));
        Assert.Contains(stored, text => text.Contains("<wrappedKey>", StringComparison.Ordinal));
        Assert.DoesNotContain(stored, text => text.Contains("masterKey", StringComparison.Ordinal));
    }

    private Task<RunningPlatform> StartAsync() =>
        RunningPlatform.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(clock));

    private async Task<Visit> SignInAsync(RunningPlatform platform)
    {
        var visit = await AsAsync(null, address: platform.Address);
        await visit.GoAsync("/app");
        await visit.SignInAsync("olwen");
        Assert.Contains("Hello Olwen", await visit.TextAsync(), StringComparison.Ordinal);
        return visit;
    }

    private static async Task<string> OpenAsync(Visit visit)
    {
        await visit.GoAsync("/app");
        return await visit.TextAsync();
    }
}
