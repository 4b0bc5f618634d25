using System.Net.Sockets;
using System.Text;

namespace DataSharing.Web.Tests;

/// <summary>Bytes on the wire, for requests that HttpClient would not send.</summary>
internal static class RawHttp
{
    public static async Task<string> SendAsync(Uri address, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, timeout.Token);
        }
        catch (IOException)
        {
            // The server may reset the connection once it has refused; what it said before is what counts.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
