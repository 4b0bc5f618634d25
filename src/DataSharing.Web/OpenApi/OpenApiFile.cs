using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DataSharing.Web.OpenApi;

/// <summary>The OpenAPI document as bytes, and the page made from it; each made once, since the endpoints do not change while we run.</summary>
public sealed class OpenApiFile([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider)
{
    private readonly Lock gate = new();
    private Task<Made>? made;

    /// <summary>OpenAPI 3.1, JSON.</summary>
    public async Task<ReadOnlyMemory<byte>> JsonAsync() => (await MadeAsync()).Json;

    /// <summary>The page, HTML in UTF-8.</summary>
    public async Task<ReadOnlyMemory<byte>> PageAsync() => (await MadeAsync()).Page;

    private Task<Made> MadeAsync()
    {
        lock (gate)
        {
            if (made is null or { IsFaulted: true } or { IsCanceled: true })
            {
                made = MakeAsync();
            }

            return made;
        }
    }

    private async Task<Made> MakeAsync()
    {
        // Not a request's token: others wait for the same document.
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        var bytes = json.ToArray();
        return new Made(bytes, DocsPage.Render(bytes));
    }

    private sealed record Made(ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Page);
}
