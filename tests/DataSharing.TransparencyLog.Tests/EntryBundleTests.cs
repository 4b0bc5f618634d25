using Xunit;

namespace DataSharing.TransparencyLog.Tests;

public sealed class EntryBundleTests
{
    [Fact]
    public void TryRead_WhatWasWritten_IsTheSame()
    {
        ReadOnlyMemory<byte>[] entries = [new byte[] { 1, 2, 3 }, Array.Empty<byte>(), new byte[65_535]];
        var file = EntryBundle.Write(entries);
        Assert.Equal([0, 3, 1, 2, 3, 0, 0, 0xff, 0xff], file[..9]);
        Assert.True(EntryBundle.TryRead(file, out var read));
        Assert.Equal(entries.Select(e => e.ToArray()), read.Select(e => e.ToArray()));
    }

    [Fact]
    public void TryRead_CutAnywhere_IsRefusedUnlessAtAnEntrysEnd()
    {
        var file = EntryBundle.Write([new byte[] { 1, 2, 3 }, new byte[] { 4 }]);
        for (var length = 0; length <= file.Length; length++)
        {
            Assert.Equal(length is 0 or 5 or 8, EntryBundle.TryRead(file.AsMemory(0, length), out _));
        }
    }

    [Fact]
    public void Write_EntryTooLong_Refuses() => Assert.Throws<ArgumentException>(() => EntryBundle.Write([new byte[65_536]]));
}
