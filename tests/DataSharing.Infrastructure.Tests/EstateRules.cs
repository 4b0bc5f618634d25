using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DataSharing.Infrastructure.Tests;

/// <summary>What must hold of the whole estate. Each rule names what breaks it; the tests show that each can.</summary>
internal static partial class EstateRules
{
    private static readonly Dictionary<string, string> Kept = new(StringComparer.Ordinal)
    {
        ["Microsoft.Storage/storageAccounts"] = "storage",
        ["Microsoft.ServiceBus/namespaces"] = "bus",
        ["Microsoft.KeyVault/vaults"] = "vault",
    };

    /// <summary>Stores, bus and vault have no public door, and nobody enters with a key.</summary>
    public static IEnumerable<string> Doors(Estate estate) =>
        from resource in estate.Resources
        where Kept.ContainsKey(resource.Type)
        from fault in (
            new (bool Wrong, string What)[]
            {
                (resource["publicNetworkAccess"] != "Disabled", "has a public door"),
                (Kept[resource.Type] == "storage" && resource["allowSharedKeyAccess"] != "false", "takes account keys"),
                (Kept[resource.Type] == "storage" && resource["allowBlobPublicAccess"] != "false", "may show blobs to anybody"),
                (Kept[resource.Type] == "storage" && resource["networkAcls.defaultAction"] != "Deny", "lets networks in"),
                (Kept[resource.Type] == "vault" && resource["networkAcls.defaultAction"] != "Deny", "lets networks in"),
                (Kept[resource.Type] == "vault" && resource["enableRbacAuthorization"] != "true", "goes by access policies"),
                (Kept[resource.Type] == "bus" && resource["disableLocalAuth"] != "true", "takes shared access keys"),
            }
        )
        where fault.Wrong
        select $"{resource} {fault.What}";

    /// <summary>Nothing speaks below TLS 1.2, or without TLS.</summary>
    public static IEnumerable<string> Transport(Estate estate)
    {
        foreach (var resource in estate.Resources)
        {
            var fine = resource.Type switch
            {
                "Microsoft.Storage/storageAccounts" => resource["minimumTlsVersion"] is "TLS1_2" or "TLS1_3"
                    && resource["supportsHttpsTrafficOnly"] == "true",
                "Microsoft.ServiceBus/namespaces" => resource["minimumTlsVersion"] is "1.2" or "1.3",
                "Microsoft.Web/sites" => resource["httpsOnly"] == "true"
                    && resource["siteConfig.minTlsVersion"] is "1.2" or "1.3"
                    && resource["siteConfig.scmMinTlsVersion"] is "1.2" or "1.3"
                    && resource["siteConfig.ftpsState"] == "Disabled",
                _ => true,
            };
            if (!fine)
            {
                yield return $"{resource} speaks below TLS 1.2";
            }
        }
    }

    /// <summary>Whatever keeps or moves data tells the workspace what happened to it.</summary>
    public static IEnumerable<string> Diagnostics(Estate estate)
    {
        string[] watched =
        [
            "Microsoft.Storage/storageAccounts/blobServices",
            "Microsoft.Storage/storageAccounts/tableServices",
            "Microsoft.ServiceBus/namespaces",
            "Microsoft.KeyVault/vaults",
            "Microsoft.Web/sites",
        ];
        var settings = estate.Of("Microsoft.Insights/diagnosticSettings").ToArray();
        foreach (var resource in estate.Resources.Where(resource => watched.Contains(resource.Type, StringComparer.Ordinal)))
        {
            var own = settings.Where(s => s.Module == resource.Module && ScopedType(s) == resource.Type).ToArray();
            if (!own.Any(s => s["workspaceId"].Length > 0 && s.Properties["logs"] is JsonArray { Count: > 0 }))
            {
                yield return $"{resource} tells the workspace nothing";
            }
        }
    }

    /// <summary>No parameter takes a secret and no output gives one: whoever may read deployments could read it.</summary>
    public static IEnumerable<string> Secrets(Estate estate) =>
        from template in estate.Templates
        from section in new[] { "parameters", "outputs" }
        from member in template.Template[section] as JsonObject ?? []
        let type = member.Value?["type"]?.GetValue<string>() ?? ""
        where
            type.StartsWith("secure", StringComparison.OrdinalIgnoreCase)
            || SecretName().IsMatch(member.Key)
            || SecretSource().IsMatch(member.Value?.ToJsonString() ?? "")
        select $"{template.Module}: {section} {member.Key}";

    private static string ScopedType(Resource setting) =>
        // "[resourceId('Microsoft.Storage/storageAccounts/blobServices', …)]"; or Bicep's format of a top-level id.
        ScopeType().Match(setting.Scope)
            is { Success: true } match
            ? match.Groups["type"].Value
            : "";

    [GeneratedRegex(@"'(?<type>Microsoft\.[A-Za-z]+(/[A-Za-z]+)+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ScopeType();

    [GeneratedRegex(
        "(secret|password|connectionString|sasToken|accountKey|sharedKey|seed)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex SecretName();

    [GeneratedRegex(@"(list[A-Z][A-Za-z]*\(|ConnectionString|getSecret\()", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretSource();
}
