using DataSharing.DevIdentity;

var settings = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
var app = DevIssuer.Build(
    new DevIssuerOptions
    {
        Url = settings["DevIdentity:Url"] ?? settings["urls"] ?? DevIssuerOptions.DefaultUrl,
        AllowKeyRoll = settings.GetValue("DevIdentity:AllowKeyRoll", defaultValue: false),
    }
);
app.Run();
