using System.Buffers.Text;
using DataSharing.Identity;
using DataSharing.Web.Api;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Api;

public sealed class CursorProtectorTests(PlatformFixture platform) : IClassFixture<PlatformFixture>
{
    private const string Position = "disclosure:0f3c:2026-11-23";

    private static readonly CursorScope Scope = new(
        "person:t:a",
        PurposeCode.Parse("safeguarding-children"),
        "/api/disclosures?direction=sent"
    );

    private CursorProtector Protector => platform.Running.App.Services.GetRequiredService<CursorProtector>();

    [Fact]
    public async Task Open_SameScope_GivesThePositionBack()
    {
        var cursor = await Protector.ProtectAsync(Position, Scope, CancellationToken.None);
        Assert.Equal(Position, await Protector.OpenAsync(cursor, Scope, CancellationToken.None));
    }

    [Fact]
    public async Task Open_AnotherScope_Refuses()
    {
        var cursor = await Protector.ProtectAsync(Position, Scope, CancellationToken.None);
        CursorScope[] others =
        [
            Scope with
            {
                Actor = "person:t:b",
            },
            Scope with
            {
                Purpose = null,
            },
            Scope with
            {
                Purpose = PurposeCode.Parse("crime-prevention"),
            },
            Scope with
            {
                Query = "/api/disclosures?direction=received",
            },
        ];
        foreach (var other in others)
        {
            Assert.Null(await Protector.OpenAsync(cursor, other, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Open_AnyBitAltered_Refuses()
    {
        var bytes = Base64Url.DecodeFromChars(await Protector.ProtectAsync(Position, Scope, CancellationToken.None));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(await Protector.OpenAsync(Base64Url.EncodeToString(bytes), Scope, CancellationToken.None));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("AQ")]
    [InlineData("not base64!")]
    [InlineData("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Open_NotACursor_Refuses(string cursor) =>
        Assert.Null(await Protector.OpenAsync(cursor, Scope, CancellationToken.None));

    [Fact]
    public async Task Open_Overlong_Refuses() =>
        Assert.Null(await Protector.OpenAsync(new string('A', 4096), Scope, CancellationToken.None));

    [Fact]
    public async Task Protect_Twice_GivesTwoCursors()
    {
        var (first, second) = (
            await Protector.ProtectAsync(Position, Scope, CancellationToken.None),
            await Protector.ProtectAsync(Position, Scope, CancellationToken.None)
        );
        Assert.NotEqual(first, second);
    }
}
