using System.ComponentModel.DataAnnotations;

namespace DataSharing.AzureServices;

/// <summary>The cloud home. Section <c>Azure</c>. It holds no secret: the service is met with a managed identity.</summary>
public sealed class AzureHomeOptions : IValidatableObject
{
    public const string Section = "Azure";

    /// <summary>The storage account's table service, for example <c>https://NAME.table.core.windows.net</c>.</summary>
    public Uri? TableEndpoint { get; set; }

    /// <summary>The storage account's blob service, for example <c>https://NAME.blob.core.windows.net</c>.</summary>
    public Uri? BlobEndpoint { get; set; }

    /// <summary>The user-assigned identity to use; empty for the system-assigned one.</summary>
    public string ManagedIdentityClientId { get; set; } = "";

    /// <summary>An emulator on this machine with its published development account, whose table and blob endpoints are on the loopback address.</summary>
    public bool Emulator { get; set; }

    /// <summary>The table of all records.</summary>
    [RegularExpression("^[A-Za-z][A-Za-z0-9]{2,62}$")]
    public string Table { get; set; } = "records";

    /// <summary>The container of sealed content: deleted when its time comes.</summary>
    [RegularExpression("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$")]
    public string ContentContainer { get; set; } = "content";

    /// <summary>The container of the log's sequence files: write-once, with a retention policy in the cloud.</summary>
    [RegularExpression("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$")]
    public string LogContainer { get; set; } = "log";

    /// <summary>The container of checkpoints, tiles and entry bundles: derived from the log's files and replaced as it grows, so without retention.</summary>
    [RegularExpression("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$")]
    public string CheckpointContainer { get; set; } = "checkpoints";

    /// <summary>Make a missing table or container at start. In the cloud they are made with the rest of the estate, and this identity may not.</summary>
    public bool CreateMissing { get; set; }

    /// <summary>One try of one call to the service. Seconds.</summary>
    [Range(1, 100)]
    public int TrySeconds { get; set; } = 10;

    /// <summary>A commit is tried anew until so much time has passed; then its outcome is unknown. Seconds.</summary>
    [Range(1, 300)]
    public int CommitSeconds { get; set; } = 20;

    /// <summary>Where the deployment's keys are.</summary>
    public KeyRingKind KeyRing { get; set; } = KeyRingKind.KeyVault;

    /// <summary>The vault, for example <c>https://NAME.vault.azure.net</c>.</summary>
    public Uri? KeyVault { get; set; }

    /// <summary>The RSA key in the vault that wraps data keys.</summary>
    [RegularExpression("^[0-9A-Za-z-]{1,127}$")]
    public string WrappingKey { get; set; } = "wrapping";

    /// <summary>The RSA key in the vault that wraps the keys of cookies and forms.</summary>
    [RegularExpression("^[0-9A-Za-z-]{1,127}$")]
    public string SessionWrappingKey { get; set; } = "session-key-wrap";

    /// <summary>With <see cref="KeyRingKind.File"/>: the directory of key files, the same one for every instance.</summary>
    public string KeyDirectory { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, endpoint) in new[] { (nameof(TableEndpoint), TableEndpoint), (nameof(BlobEndpoint), BlobEndpoint) })
        {
            if (!IsUsable(endpoint))
            {
                yield return new ValidationResult($"{Section}:{name} must be {Expected}.", [name]);
            }
        }

        if (KeyRing == KeyRingKind.KeyVault && !(KeyVault is { IsAbsoluteUri: true } vault && IsHttps(vault)))
        {
            yield return new ValidationResult($"{Section}:{nameof(KeyVault)} must be an https address.", [nameof(KeyVault)]);
        }

        if (KeyRing == KeyRingKind.File && !Emulator)
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(KeyRing)} may be {nameof(KeyRingKind.File)} only beside an emulator: keys of the cloud home are in Key Vault.",
                [nameof(KeyRing)]
            );
        }

        if (KeyRing == KeyRingKind.File && string.IsNullOrEmpty(KeyDirectory))
        {
            yield return new ValidationResult($"{Section}:{nameof(KeyDirectory)} must name a directory.", [nameof(KeyDirectory)]);
        }
    }

    private string Expected => Emulator ? "an http address on the loopback interface" : "an https address";

    // The development account's key is published: it must never be able to leave this machine, nor may a token travel in the clear.
    private bool IsUsable(Uri? endpoint) =>
        endpoint is { IsAbsoluteUri: true } && (Emulator ? endpoint.IsLoopback && endpoint.Scheme == Uri.UriSchemeHttp : IsHttps(endpoint));

    private static bool IsHttps(Uri address) => address.Scheme == Uri.UriSchemeHttps;
}

public enum KeyRingKind
{
    /// <summary>Key Vault.</summary>
    KeyVault,

    /// <summary>Files, as in the embedded home; for the emulator only.</summary>
    File,
}
