using System.Globalization;
using System.Net;
using System.Text;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>What a witness answered.</summary>
internal abstract record WitnessReply
{
    private WitnessReply() { }

    /// <param name="Signature">Checked.</param>
    /// <param name="At">The time that it states.</param>
    public sealed record Cosigned(NoteSignature Signature, DateTimeOffset At) : WitnessReply;

    /// <param name="Size">Of the last checkpoint that it cosigned.</param>
    public sealed record Conflict(long Size) : WitnessReply;

    /// <param name="Why">A code of <see cref="WitnessRefusal"/>.</param>
    public sealed record Refused(string Why) : WitnessReply;
}

/// <summary>Asks one witness to cosign (c2sp.org/tlog-witness, add-checkpoint). What it answers is believed only as far as its signature goes.</summary>
internal sealed class WitnessClient : IDisposable
{
    private const int LargestAnswer = 64 * 1024;

    private readonly HttpClient http;

    public WitnessClient(WitnessOptions options)
    {
        http = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            }
        )
        {
            Timeout = TimeSpan.FromSeconds(options.AnswerSeconds),
            MaxResponseContentBufferSize = LargestAnswer,
        };
    }

    public async Task<WitnessReply> AskAsync(WitnessMember witness, ConsistencyProof request, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new StringContent(request.ToString(), Encoding.UTF8, "text/plain");
            using var answer = await http.PostAsync(new Uri(witness.Address, "add-checkpoint"), content, cancellationToken);
            // Not as a string: that goes by the character set that the answer names, and throws where it names none that there is.
            var body = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => Read(witness, request, body),
                HttpStatusCode.Conflict when TrySize(body, out var size) => new WitnessReply.Conflict(size),
                HttpStatusCode.UnprocessableEntity => new WitnessReply.Refused(WitnessRefusal.Inconsistent),
                HttpStatusCode.Forbidden => new WitnessReply.Refused(WitnessRefusal.NotTrusted),
                HttpStatusCode.NotFound => new WitnessReply.Refused(WitnessRefusal.UnknownLog),
                HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new WitnessReply.Refused(WitnessRefusal.Away),
                _ => new WitnessReply.Refused(WitnessRefusal.Unintelligible),
            };
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new WitnessReply.Refused(WitnessRefusal.Away);
        }
    }

    public void Dispose() => http.Dispose();

    private static WitnessReply Read(WitnessMember witness, ConsistencyProof request, string body)
    {
        if (SignedNote.TryParseSignatures(body, out var signatures) && SignedNote.TryParse(request.Note, out var note))
        {
            foreach (var signature in signatures.Where(witness.Key.IsMine))
            {
                if (witness.Key.CosignedAt(new SignedNote(note.Text, [signature])) is { } time)
                {
                    return new WitnessReply.Cosigned(signature, time);
                }
            }
        }

        return new WitnessReply.Refused(WitnessRefusal.Unintelligible);
    }

    private static bool TrySize(string body, out long size) =>
        long.TryParse(body.AsSpan().TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out size);
}
