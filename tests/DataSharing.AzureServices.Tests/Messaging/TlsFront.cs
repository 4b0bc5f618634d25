using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DataSharing.AzureServices.Tests.Messaging;

/// <summary>Ends TLS in front of a broker that has none, with a certificate of a test's own authority.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly X509Certificate2 certificate;
    private readonly int brokerPort;
    private readonly Func<Stream, Stream, CancellationToken, Task> exchange;
    private readonly Task accepting;
    private readonly string authorityFile = Path.GetTempFileName();

    /// <param name="brokerPort">Where the broker is.</param>
    /// <param name="name">The host the certificate speaks for.</param>
    /// <param name="exchange">Carries between client and broker until one of them has done; null for as it is.</param>
    public TlsFront(int brokerPort, string name, Func<Stream, Stream, CancellationToken, Task>? exchange = null)
    {
        this.brokerPort = brokerPort;
        this.exchange = exchange ?? CopyAsync;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(authorityFile, authority.ExportCertificatePem());
        certificate = Issue(authority, name);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string AuthorityPath => authorityFile;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        certificate.Dispose();
        File.Delete(authorityFile);
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var issued = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3, 4]);
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    private static Task CopyAsync(Stream client, Stream broker, CancellationToken cancellationToken) =>
        Task.WhenAny(client.CopyToAsync(broker, cancellationToken), broker.CopyToAsync(client, cancellationToken));

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var broker = new TcpClient())
        {
            try
            {
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(certificate);
                await broker.ConnectAsync(IPAddress.Loopback, brokerPort, stop.Token);
                await exchange(tls, broker.GetStream(), stop.Token);
            }
            catch (Exception e)
                when (e
                        is IOException
                            or SocketException
                            or OperationCanceledException
                            or System.Security.Authentication.AuthenticationException
                )
            {
                // The client does not trust us and hangs up, or the test is over.
            }
        }
    }
}
