using System.Security.Cryptography;
using System.Text;
using DataSharing.TransparencyLog;

namespace DataSharing.Cli.Witnesses;

/// <summary>
/// Keeps what was refused beside what was cosigned before: both signed by the log, and so proof of what it did. Anybody can make a request whose
/// proof is wrong, so no more than so many are kept; forks, which the log alone can sign, are counted apart, so that nobody's rubbish displaces them.
/// </summary>
internal sealed class WitnessEvidence(string folder)
{
    private const int Most = 100;

    private readonly Lock gate = new();

    /// <summary>Of two histories of one size. The file it lies in; null where enough are kept, or it could not be.</summary>
    public string? KeepFork(ReadOnlySpan<byte> request, SignedNote? cosigned) => Keep("refused-fork-", request, cosigned);

    /// <summary>Of a proof that does not lead from what was cosigned. As <see cref="KeepFork"/>.</summary>
    public string? KeepInconsistent(ReadOnlySpan<byte> request, SignedNote? cosigned) => Keep("refused-proof-", request, cosigned);

    private string? Keep(string kind, ReadOnlySpan<byte> request, SignedNote? cosigned)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(request).AsSpan(0, 16));
        var path = Path.Combine(folder, kind + name);
        lock (gate)
        {
            try
            {
                if (!File.Exists(path) && Directory.GetFiles(folder, $"{kind}*").Length >= Most)
                {
                    return null;
                }

                var last = cosigned is null ? "nothing\n" : cosigned.ToString();
                File.WriteAllText(
                    path,
                    $"Cosigned before, and signed by the log:\n\n{last}\nAsked for later, refused:\n\n{Encoding.UTF8.GetString(request)}"
                );
                return path;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The refusal stands without it.
                return null;
            }
        }
    }
}
