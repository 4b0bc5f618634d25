namespace DataSharing.DevIdentity;

/// <summary>How the development issuer is started.</summary>
public sealed record DevIssuerOptions
{
    public const string DefaultUrl = "http://127.0.0.1:5999";

    /// <summary>Where it listens: http on a loopback address. Port 0 takes a free one.</summary>
    public string Url { get; init; } = DefaultUrl;

    /// <summary>Opens <c>POST /dev/roll-key</c>, so that key roll-over can be tried end to end.</summary>
    public bool AllowKeyRoll { get; init; }

    /// <summary>The clock of the tokens that <see cref="DevTokens"/> writes.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
