using System.Text.Json;
using System.Text.Unicode;

namespace DataSharing.Agreements;

/// <summary>An agreement read from its document, with the canonical bytes (RFC 8785) that the parties sign.</summary>
public sealed class AgreementDocument
{
    public const int MaximumBytes = 256 * 1024;
    public const int MaximumDepth = 16;
    public const int MaximumFindings = 50;

    private AgreementDocument(Agreement agreement, byte[] canonical)
    {
        Agreement = agreement;
        Canonical = canonical;
        ContentHash = CanonicalJson.Hash(canonical);
    }

    public Agreement Agreement { get; }

    /// <summary>The document's canonical bytes.</summary>
    public ReadOnlyMemory<byte> Canonical { get; }

    /// <summary>SHA-256 of <see cref="Canonical"/>, lower-case hex.</summary>
    public string ContentHash { get; }

    /// <summary>
    /// Reads a document strictly: what the schema does not know, what is given twice, too deep, too long or not quite a code is refused with a
    /// pointer, because a member that is skipped could be a restriction that its drafter relied on. Then validates what was read.
    /// </summary>
    public static DocumentOutcome Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > MaximumBytes)
        {
            return Refuse("too-large", $"An agreement has at most {MaximumBytes} bytes.");
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            return Refuse("malformed-json", "The document is not UTF-8.");
        }

        if (DepthOf(utf8.Span) > MaximumDepth)
        {
            return Refuse("too-deep", $"An agreement nests at most {MaximumDepth} levels.");
        }

        try
        {
            using var json = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            return Read(json.RootElement);
        }
        catch (JsonException malformed)
        {
            return Refuse("malformed-json", $"The document is not JSON; see line {malformed.LineNumber + 1}.");
        }
    }

    private static DocumentOutcome Read(JsonElement root)
    {
        var findings = new Findings(MaximumFindings);
        var agreement = AgreementReader.Read(root, findings);
        if (findings.IsEmpty)
        {
            AgreementValidator.Validate(agreement, findings);
        }

        return findings.IsEmpty
            ? new DocumentOutcome.Accepted(new AgreementDocument(agreement, CanonicalJson.From(root)))
            : new DocumentOutcome.Refused(findings.All);
    }

    // The parser refuses depth too, but tells it apart from other faults only in the words of its message.
    private static int DepthOf(ReadOnlySpan<byte> utf8)
    {
        var (depth, deepest, quoted) = (0, 0, false);
        for (var i = 0; i < utf8.Length; i++)
        {
            switch (utf8[i])
            {
                case (byte)'\\' when quoted:
                    i++;
                    break;
                case (byte)'"':
                    quoted = !quoted;
                    break;
                case (byte)'[' or (byte)'{' when !quoted:
                    deepest = Math.Max(deepest, ++depth);
                    break;
                case (byte)']' or (byte)'}' when !quoted:
                    depth--;
                    break;
                default:
                    break;
            }
        }

        return deepest;
    }

    private static DocumentOutcome.Refused Refuse(string code, string sentence) => new([new AgreementFinding(code, "", sentence)]);
}

/// <summary>Collects findings up to a limit, so that a hostile document cannot make a long answer.</summary>
internal sealed class Findings(int limit)
{
    private readonly List<AgreementFinding> all = [];

    public bool IsEmpty => all.Count == 0;

    public IReadOnlyList<AgreementFinding> All => all;

    public void Add(string code, string pointer, string sentence)
    {
        // INVARIANT: what drafters are told is what the guide explains.
        if (!FindingCodes.All.Contains(code))
        {
            throw new ArgumentException("Not a finding code.", nameof(code));
        }

        if (all.Count < limit)
        {
            all.Add(new AgreementFinding(code, pointer, sentence));
        }
    }
}
