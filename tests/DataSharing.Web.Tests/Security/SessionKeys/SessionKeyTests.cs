using System.Security.Cryptography;
using System.Text;
using DataSharing.Embedded;
using DataSharing.Protection;
using DataSharing.Storage;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DataSharing.Web.Tests.Security.SessionKeys;

/// <summary>The keys of cookies and forms, as several instances share them.</summary>
public sealed class SessionKeyTests : IDisposable
{
    private const string Prefix = "session-keys/";

    private readonly TemporaryFolder home = new();
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly WatchedBlobs blobs;
    private readonly List<Instance> instances = [];

    public SessionKeyTests() => blobs = new(new EmbeddedBlobStore(Options.Create(new EmbeddedHomeOptions { DataDirectory = home.Path })));

    [Fact]
    public async Task Instances_StartedAtOnce_MakeOneKeyAndReadEachOther()
    {
        var all = Enumerable.Range(0, 8).Select(_ => NewInstance()).ToArray();
        using var together = new Barrier(all.Length);
        var cookies = await Task.WhenAll(
            all.Select(
                (instance, number) =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            together.SignalAndWait();
                            return instance.Protect($"cookie {number}");
                        },
                        TaskCreationOptions.LongRunning
                    )
            )
        );

        Assert.Single(await NamesAsync());
        Assert.All(
            all,
            instance => Assert.All(cookies.Index(), cookie => Assert.Equal($"cookie {cookie.Index}", instance.Unprotect(cookie.Item)))
        );
    }

    [Fact]
    public async Task Unprotect_OfAKeyThatAnotherInstanceMadeJustNow_Succeeds()
    {
        var first = NewInstance();
        var early = first.Protect("early");
        // An operator takes the key out of service; whoever starts next makes a new one, under the same number.
        await blobs.DeleteAsync(Assert.Single(await NamesAsync()), CancellationToken.None);
        var second = NewInstance();
        var late = second.Protect("late");

        // Many at once, and each of them the first.
        var read = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => first.Unprotect(late))));
        Assert.All(read, text => Assert.Equal("late", text));
        Assert.Equal("again", second.Unprotect(first.Protect("again")));
        Assert.Throws<CryptographicException>(() => first.Unprotect(early));
    }

    [Fact]
    public async Task Unprotect_OfKeysThatNobodyMade_AsksTheStoreOnceASecond()
    {
        var instance = NewInstance();
        var cookie = instance.Protect("cookie");
        var stranger = new Instance(NewStore(out var other), other.Path, clock);
        var foreign = stranger.Protect("forged");
        stranger.Dispose();
        other.Dispose();
        var before = blobs.Lists;

        for (var i = 0; i < 50; i++)
        {
            Assert.Throws<CryptographicException>(() => instance.Unprotect(foreign));
        }

        Assert.Equal(before + 1, blobs.Lists);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Throws<CryptographicException>(() => instance.Unprotect(foreign));
        Assert.Equal(before + 2, blobs.Lists);
        Assert.Equal("cookie", instance.Unprotect(cookie));
        Assert.Single(await NamesAsync());
    }

    [Fact]
    public async Task Key_NearItsEnd_HasOneSuccessorThatIsUsedTwoDaysLater()
    {
        var first = NewInstance();
        var old = first.Protect("old");
        clock.Advance(TimeSpan.FromDays(77));
        var (second, third) = (NewInstance(), NewInstance());
        var still = second.Protect("still the old key");
        Assert.Equal("still the old key", third.Unprotect(still));
        Assert.Equal(2, (await NamesAsync()).Count);

        clock.Advance(TimeSpan.FromDays(3));
        var next = NewInstance().Protect("the successor");

        Assert.Equal("the successor", first.Unprotect(next));
        Assert.Equal("old", NewInstance().Unprotect(old));
        Assert.NotEqual(KeyIdOf(still), KeyIdOf(next));
        Assert.Equal(KeyIdOf(old), KeyIdOf(still));
        Assert.Equal(2, (await NamesAsync()).Count);
        // Long after its end the old one opens nothing, and nobody asks for it to be unwrapped.
        clock.Advance(TimeSpan.FromDays(13));
        Assert.Throws<CryptographicException>(() => NewInstance().Unprotect(old));
    }

    [Fact]
    public async Task Keys_ThatCannotBeUnwrapped_RefuseAndAreNotReplaced()
    {
        NewInstance().Protect("before");
        using var without = new TemporaryFolder();
        using var stranger = new Instance(blobs, without.Path, clock);

        var refused = Assert.Throws<CryptographicException>(() => stranger.Protect("cookie"));

        Assert.IsType<KeyRingUnavailableException>(refused.InnerException);
        Assert.Single(await NamesAsync());
    }

    [Fact]
    public async Task Key_ThatWasChanged_RefusesAndIsNotReplaced()
    {
        NewInstance().Protect("before");
        var name = Assert.Single(await NamesAsync());
        var found = await blobs.FindAsync(name, CancellationToken.None) ?? throw new InvalidOperationException("It was listed.");
        var text = Encoding.UTF8.GetString(found.Content.Span);
        var place = text.IndexOf("<content>", StringComparison.Ordinal) + "<content>".Length + 40;
        var changed = text[..place] + (text[place] == 'A' ? 'B' : 'A') + text[(place + 1)..];
        await blobs.ReplaceAsync(name, Encoding.UTF8.GetBytes(changed), found.Version, CancellationToken.None);

        var refused = Assert.Throws<CryptographicException>(() => NewInstance().Protect("cookie"));

        Assert.IsType<KeyRingUnavailableException>(refused.InnerException);
        Assert.Single(await NamesAsync());
    }

    [Fact]
    public void Store_Unavailable_StopsNewInstancesAndNotOldOnes()
    {
        var old = NewInstance();
        var cookie = old.Protect("cookie");
        blobs.Stopped = true;
        clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal("cookie", old.Unprotect(cookie));
        Assert.Equal("another", old.Unprotect(old.Protect("another")));
        var refused = Assert.Throws<CryptographicException>(() => NewInstance().Protect("cookie"));
        Assert.IsType<StoreUnavailableException>(refused.InnerException);
    }

    [Fact]
    public async Task Key_IsStoredSealed()
    {
        NewInstance().Protect("cookie");
        var found = await blobs.FindAsync(Assert.Single(await NamesAsync()), CancellationToken.None);
        var text = Encoding.UTF8.GetString(found?.Content.ToArray() ?? []);
        Assert.Contains("<wrappedKey>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", text, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        instances.ForEach(instance => instance.Dispose());
        home.Dispose();
    }

    private Instance NewInstance()
    {
        var made = new Instance(blobs, home.Path, clock);
        instances.Add(made);
        return made;
    }

    private static EmbeddedBlobStore NewStore(out TemporaryFolder folder)
    {
        folder = new TemporaryFolder();
        return new EmbeddedBlobStore(Options.Create(new EmbeddedHomeOptions { DataDirectory = folder.Path }));
    }

    private async Task<IReadOnlyList<string>> NamesAsync()
    {
        var names = new List<string>();
        await foreach (var name in blobs.ListAsync(Prefix, null, CancellationToken.None))
        {
            names.Add(name);
        }

        return names;
    }

    // After four bytes of header, in base64url.
    private static string KeyIdOf(string cookie) =>
        Convert.ToHexString(System.Buffers.Text.Base64Url.DecodeFromChars(cookie).AsSpan(4, 16));
}
