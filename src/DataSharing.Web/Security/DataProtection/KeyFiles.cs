using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace DataSharing.Web.Security;

/// <summary>
/// The keys of cookies and forms, as files of mode 0600 beside the other keys of the embedded home: sessions outlive a restart. The framework's own
/// repository leaves the mode to the process's mask.
/// </summary>
internal sealed class KeyFiles(string dataDirectory) : IXmlRepository
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    private readonly string folder = Path.Combine(dataDirectory, "keys", "cookies");

    public IReadOnlyCollection<XElement> GetAllElements() =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal).Select(XElement.Load)] : [];

    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        // Before the first file, so that none is ever readable to others.
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerFolder);
        }

        var path = Path.Combine(folder, $"{Guid.NewGuid():N}.xml");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        var incoming = path + ".new";
        using (var file = new FileStream(incoming, options))
        {
            element.Save(file);
            file.Flush(flushToDisk: true);
        }

        File.Move(incoming, path);
    }
}
