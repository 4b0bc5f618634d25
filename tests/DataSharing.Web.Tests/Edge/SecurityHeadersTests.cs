using DataSharing.Web.Edge;
using Microsoft.AspNetCore.Http;

namespace DataSharing.Web.Tests.Edge;

public sealed class SecurityHeadersTests
{
    [Theory]
    [InlineData(true, "max-age=63072000; includeSubDomains")]
    [InlineData(false, "")]
    public void Write_StrictTransport_OnlyOutsideDevelopment(bool strictTransport, string expected)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        new SecurityHeaders(strictTransport).Write(headers);
        Assert.Equal(expected, headers.StrictTransportSecurity.ToString());
        Assert.Equal(SecurityHeaders.DataPolicy, headers.ContentSecurityPolicy.ToString());
    }
}
