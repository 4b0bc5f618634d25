using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;

// The least that answers 200 to a caller it knows, the way the framework's template does it: JwtBearer reads the issuer's metadata and keys, the
// token's signature, issuer, audience and lifetime are checked, and the answer says whose token it was. No store, no directory, no pages.
var builder = WebApplication.CreateBuilder(args);
builder
    .Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
    .AddJwtBearer(options =>
    {
        options.Authority = builder.Configuration["Peer:Authority"];
        options.Audience = builder.Configuration["Peer:Audience"];
        // The development issuer is on the loopback address.
        options.RequireHttpsMetadata = false;
        options.MapInboundClaims = false;
    });
builder.Services.AddAuthorization();
var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapGet("/me", (ClaimsPrincipal caller) => new Dictionary<string, string?> { ["oid"] = caller.FindFirstValue("oid") })
    .RequireAuthorization();
await app.RunAsync();
