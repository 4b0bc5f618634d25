using System.Buffers;
using System.Net.Http.Headers;

namespace DataSharing.Web.Api;

/// <summary>Reads a JSON body whole, within the endpoint's limit.</summary>
internal static class BodyBytes
{
    public const long DefaultMaximum = 1024 * 1024;

    public static readonly IReadOnlyList<ProblemType> Problems =
    [
        ProblemTypes.InvalidBody,
        ProblemTypes.InvalidField,
        ProblemTypes.BodyTooLarge,
        ProblemTypes.UnsupportedMediaType,
    ];

    /// <exception cref="InputRefusedException">Not declared as JSON in UTF-8, compressed, empty, or too large.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        CheckMediaType(request);
        var maximum = context.GetEndpoint()?.Metadata.GetMetadata<MaximumBodyMetadata>()?.Bytes ?? DefaultMaximum;
        if (request.ContentLength > maximum)
        {
            throw new InputRefusedException(Api.Problems.BodyTooLarge(maximum));
        }

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            var buffer = read.Buffer;
            if (buffer.Length > maximum)
            {
                reader.AdvanceTo(buffer.End);
                throw new InputRefusedException(Api.Problems.BodyTooLarge(maximum));
            }

            if (read.IsCompleted)
            {
                // Copied: the pipe takes its memory back, and the reader of the JSON may still have to say what is wrong with it.
                var body = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return body.Length > 0 ? body : throw new InputRefusedException(Api.Problems.InvalidBody("The body is empty."));
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static void CheckMediaType(HttpRequest request)
    {
        var isJson =
            MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
            && (type.CharSet is null || string.Equals(type.CharSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase));
        if (!isJson)
        {
            throw new InputRefusedException(Api.Problems.UnsupportedMediaType("Send application/json in UTF-8."));
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            // A compressed body could unfold far beyond the limit.
            throw new InputRefusedException(Api.Problems.UnsupportedMediaType("Send the body without Content-Encoding."));
        }
    }
}
