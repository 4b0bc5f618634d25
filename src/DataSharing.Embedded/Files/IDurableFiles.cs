namespace DataSharing.Embedded.Files;

/// <summary>
/// The little of a file system that content and keys need, with its promises spelt out: a file's bytes last once it is synced, its name once
/// its directory is. Two: the real one, and one in the tests that loses whatever was not synced.
/// </summary>
internal interface IDurableFiles
{
    /// <summary>The content, or null where there is no such file.</summary>
    byte[]? Read(string path);

    /// <summary>Makes a new file for its owner alone and syncs its bytes. Its name is not durable yet.</summary>
    void WriteNew(string path, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second);

    /// <summary>Makes a new file for its owner alone. Neither its bytes nor its name are durable before <see cref="SyncAll"/>.</summary>
    void WriteNewUnsynced(string path, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second);

    /// <summary>Makes all files and names durable that were written below a directory.</summary>
    void SyncAll(string directory, IReadOnlyCollection<string> written);

    /// <summary>Puts the file under another name unless that is taken: of any number at once, one succeeds. The first name may remain.</summary>
    bool TryLink(string path, string newPath);

    /// <summary>Renames, replacing what is there, in one step.</summary>
    void Rename(string path, string newPath);

    /// <summary>False where there was none.</summary>
    bool Delete(string path);

    /// <summary>Makes the directory's names durable.</summary>
    void SyncDirectory(string path);

    /// <summary>Makes the directory, and its name durable.</summary>
    void CreateDirectory(string path);

    /// <summary>The names in a directory and whether each is a directory; none where there is no such directory.</summary>
    IReadOnlyList<(string Name, bool IsDirectory)> List(string path);
}
