namespace DataSharing.Web.Tests;

/// <summary>A folder that goes when the test does.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("datasharing-web-");

    public string Path => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
