using System.Net.Sockets;
using System.Security.Authentication;
using Amqp;
using Amqp.Framing;
using DataSharing.AzureServices.Messaging;
using Xunit;

namespace DataSharing.AzureServices.Tests.Messaging;

public sealed class BusFaultTests
{
    [Theory]
    [InlineData("com.microsoft:server-busy", BusFault.Busy)]
    [InlineData("amqp:resource-limit-exceeded", BusFault.Full)]
    [InlineData("amqp:unauthorized-access", BusFault.Unauthorised)]
    [InlineData("com.microsoft:auth-failed", BusFault.Unauthorised)]
    [InlineData("amqp:not-found", BusFault.Fatal)]
    [InlineData("amqp:not-allowed", BusFault.Fatal)]
    [InlineData("amqp:not-implemented", BusFault.Fatal)]
    [InlineData("amqp:link:message-size-exceeded", BusFault.Fatal)]
    [InlineData("com.microsoft:entity-disabled", BusFault.Fatal)]
    [InlineData("com.microsoft:argument-error", BusFault.Fatal)]
    [InlineData("com.microsoft:argument-out-of-range", BusFault.Fatal)]
    [InlineData("com.microsoft:message-not-found", BusFault.Fatal)]
    [InlineData("com.microsoft:timeout", BusFault.Retry)]
    [InlineData("amqp:internal-error", BusFault.Retry)]
    [InlineData("amqp:link:detach-forced", BusFault.Retry)]
    [InlineData("amqp:connection:forced", BusFault.Retry)]
    [InlineData("amqp:illegal-state", BusFault.Retry)]
    [InlineData("something:new", BusFault.Retry)]
    public void Of_Condition_IsSorted(string condition, BusFault expected) =>
        Assert.Equal(expected, BusFaults.Of(new AmqpException(new Error(condition))));

    [Fact]
    public void Of_ErrorWithoutReason_IsTriedAgain() => Assert.Equal(BusFault.Retry, BusFaults.Of((Error?)null));

    [Fact]
    public void Of_LostConnection_IsTriedAgain() =>
        Assert.All<Exception>(
            [new SocketException(104), new IOException(), new TimeoutException(), new ObjectDisposedException("link")],
            lost => Assert.Equal(BusFault.Retry, BusFaults.Of(lost))
        );

    [Fact]
    public void Of_CertificateNotTrusted_IsFatal() => Assert.Equal(BusFault.Fatal, BusFaults.Of(new AuthenticationException()));

    [Fact]
    public void Of_FaultOfOurOwn_IsNotTheBrokers() => Assert.Null(BusFaults.Of(new InvalidOperationException()));
}
