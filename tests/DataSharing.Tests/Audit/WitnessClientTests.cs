using System.Net;
using System.Net.Sockets;
using System.Text;
using DataSharing.Audit;
using DataSharing.TransparencyLog;
using Xunit;

namespace DataSharing.Tests.Audit;

/// <summary>Whatever a witness answers, it is a refusal of that witness and nothing that could stop a round with the others.</summary>
public sealed class WitnessClientTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nConnection: close\r\n";

    [Theory]
    [InlineData(Head + "Content-Length: 7\r\n\r\nrubbish", WitnessRefusal.Unintelligible)]
    [InlineData(Head + "Content-Length: 0\r\n\r\n", WitnessRefusal.Unintelligible)]
    [InlineData(Head + "Content-Type: text/plain; charset=klingon\r\nContent-Length: 2\r\n\r\nno", WitnessRefusal.Unintelligible)]
    [InlineData(Head + "Content-Length: 10485760\r\n\r\nno", WitnessRefusal.Away)]
    [InlineData(Head + "Transfer-Encoding: chunked\r\n\r\nnonsense\r\n", WitnessRefusal.Away)]
    [InlineData("HTTP/1.1 307 Elsewhere\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n", WitnessRefusal.Unintelligible)]
    [InlineData("HTTP/1.1 409 Conflict\r\nContent-Length: 3\r\n\r\n-1\n", WitnessRefusal.Unintelligible)]
    [InlineData("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", WitnessRefusal.Away)]
    [InlineData("This is no HTTP\r\n\r\n", WitnessRefusal.Away)]
    [InlineData("", WitnessRefusal.Away)]
    public async Task Ask_WhateverIsAnswered_IsARefusal(string answer, string refusal)
    {
        using var signer = new WitnessSigner("witness.example/odd", [.. Enumerable.Repeat((byte)44, WitnessSigner.SeedLength)]);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var answering = AnswerAsync(listener, Encoding.ASCII.GetBytes(answer), stop.Token);
        using var client = new WitnessClient(new WitnessOptions { AnswerSeconds = 60 });
        var member = new WitnessMember(signer.WitnessKey, new Uri($"http://{listener.LocalEndpoint}/"));
        var reply = await client.AskAsync(member, new ConsistencyProof(0, [], "log.example\n0\n\n"), CancellationToken.None);
        Assert.Equal(new WitnessReply.Refused(refusal), reply);
        await stop.CancelAsync();
        // A redirection is not followed: it was asked once.
        Assert.Equal(1, await answering);
    }

    private static async Task<int> AnswerAsync(TcpListener listener, byte[] answer, CancellationToken cancellationToken)
    {
        var asked = 0;
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(cancellationToken);
                asked++;
                var stream = client.GetStream();
                _ = await stream.ReadAtLeastAsync(new byte[64], 1, throwOnEndOfStream: false, cancellationToken);
                await stream.WriteAsync(answer, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            return asked;
        }
    }
}
