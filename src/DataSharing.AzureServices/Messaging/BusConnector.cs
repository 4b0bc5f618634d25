using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Amqp;
using Amqp.Sasl;

namespace DataSharing.AzureServices.Messaging;

/// <summary>Opens connections: TCP or WebSocket, the broker's certificate and name always checked, except that this machine may go without TLS.</summary>
internal sealed class BusConnector
{
    // Well under Service Bus's own idle limits; each side sends an empty frame within half of it, so a dead peer shows.
    private const int IdleMilliseconds = 60_000;
    private const int FrameBytes = 64 * 1024;

    private readonly BusAddress address;
    private readonly ServiceBusOptions options;
    private readonly X509Certificate2Collection authorities = [];

    public BusConnector(ServiceBusOptions options, BusAddress address)
    {
        this.options = options;
        this.address = address;
        if (options.TrustedAuthorityPath.Length > 0)
        {
            authorities.ImportFromPemFile(options.TrustedAuthorityPath);
        }
    }

    public async Task<Connection> OpenAsync(CancellationToken cancellationToken)
    {
        var webSockets = new WebSocketTransportFactory
        {
            Options = socket =>
            {
                socket.RemoteCertificateValidationCallback = Trusts;
                socket.KeepAliveInterval = TimeSpan.FromSeconds(30);
            },
        };
        var factory = new ConnectionFactory([webSockets]);
        factory.TCP.NoDelay = true;
        factory.AMQP.MaxFrameSize = FrameBytes;
        factory.AMQP.IdleTimeout = IdleMilliseconds;
        factory.AMQP.ContainerId = $"datasharing-{Guid.NewGuid():N}";
        // The library's default still admits TLS 1.0; None leaves the choice to the operating system's policy.
        factory.SSL.Protocols = SslProtocols.None;
        factory.SSL.CheckCertificateRevocation = options.CheckRevocation;
        factory.SSL.RemoteCertificateValidationCallback = Trusts;
        if (address.Endpoint.User is null)
        {
            factory.SASL.Profile = SaslProfile.Anonymous;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(options.AnswerSeconds));
        try
        {
            return await factory.CreateAsync(address.Endpoint, limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The broker did not answer the connection.", late);
        }
    }

    private X509RevocationMode Revocation => options.CheckRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck;

    private bool Trusts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return authorities.Count == 0 || Leads(certificate, chain);
        }

        // A chain may end at the authority that we were given; a wrong name is wrong whoever signed it.
        return authorities.Count > 0 && errors == SslPolicyErrors.RemoteCertificateChainErrors && Leads(certificate, chain);
    }

    private bool Leads(X509Certificate? certificate, X509Chain? sent)
    {
        if (certificate is not X509Certificate2 leaf)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = Revocation;
        foreach (var element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build(leaf);
    }
}
