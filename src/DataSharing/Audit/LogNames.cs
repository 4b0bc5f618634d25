using System.Security.Cryptography;
using System.Text;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>
/// Where a log's derived files lie. Under a digest of the origin, so that a new origin over the same sequence files begins with none of the old
/// one's.
/// </summary>
internal sealed class LogNames(string origin)
{
    private readonly string prefix = $"tree/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)).AsSpan(0, 8))}";

    public string Head => $"{prefix}/head";

    /// <summary>What witnesses have said.</summary>
    public string Cosigned => $"{prefix}/cosigned";

    public string Succession => $"{prefix}/succession";

    /// <summary>Only full tiles are files; partial ones are in the head.</summary>
    public string Of(Tile tile) => $"{prefix}/{tile.FullPath}";
}
