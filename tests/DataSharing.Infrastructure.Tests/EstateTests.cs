using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DataSharing.Infrastructure.Tests;

/// <summary>What the compiled template deploys, read as Azure would read it. That Azure itself takes it is for a real deployment to show.</summary>
public sealed partial class EstateTests(EstateFixture fixture) : IClassFixture<EstateFixture>
{
    private const string Container = "Microsoft.Storage/storageAccounts/blobServices/containers";
    private const string Retention = Container + "/immutabilityPolicies";
    private const string Assignment = "Microsoft.Authorization/roleAssignments";

    private Estate Estate => fixture.Estate;

    [Fact]
    public void Stores_HaveNoPublicDoorAndTakeNoKeys() => Assert.Empty(EstateRules.Doors(Estate));

    [Theory]
    [InlineData("\"publicNetworkAccess\": \"Disabled\"", "\"publicNetworkAccess\": \"Enabled\"")]
    [InlineData("\"allowSharedKeyAccess\": false", "\"allowSharedKeyAccess\": true")]
    [InlineData("\"allowBlobPublicAccess\": false", "\"allowBlobPublicAccess\": true")]
    [InlineData("\"disableLocalAuth\": true,", "\"disableLocalAuth\": false,")]
    [InlineData("\"enableRbacAuthorization\": true", "\"enableRbacAuthorization\": false")]
    public void Doors_OneOpened_IsNamed(string closed, string opened) => Assert.NotEmpty(EstateRules.Doors(With(closed, opened)));

    [Fact]
    public void Transport_IsTls12OrNewer() => Assert.Empty(EstateRules.Transport(Estate));

    [Theory]
    [InlineData("\"minimumTlsVersion\": \"TLS1_2\"", "\"minimumTlsVersion\": \"TLS1_0\"")]
    [InlineData("\"minimumTlsVersion\": \"1.2\"", "\"minimumTlsVersion\": \"1.0\"")]
    [InlineData("\"httpsOnly\": true", "\"httpsOnly\": false")]
    public void Transport_Older_IsNamed(string fine, string weak) => Assert.NotEmpty(EstateRules.Transport(With(fine, weak)));

    [Fact]
    public void Services_AllTellTheWorkspace() => Assert.Empty(EstateRules.Diagnostics(Estate));

    [Fact]
    public void Diagnostics_OneWithoutWorkspace_IsNamed() =>
        Assert.NotEmpty(EstateRules.Diagnostics(With("\"workspaceId\": \"[parameters('workspaceId')]\"", "\"workspaceId\": \"\"")));

    [Fact]
    public void Parameters_AndOutputs_HoldNoSecret() => Assert.Empty(EstateRules.Secrets(Estate));

    [Theory]
    [InlineData("\"busUnits\": {", "\"busPassword\": {")]
    [InlineData("\"platformAddress\": {", "\"bus_connectionString\": {")]
    public void Secrets_AParameterOrOutputThatHoldsOne_IsNamed(string fine, string leaking) =>
        Assert.NotEmpty(EstateRules.Secrets(With(fine, leaking)));

    [Fact]
    public void LogContainer_IsWriteOnce_AndNoOtherIs()
    {
        var policy = Assert.Single(Estate.Of(Retention));
        Assert.Contains("'log', 'default'", policy.Name, StringComparison.Ordinal);
        Assert.Equal("[parameters('logRetentionDays')]", policy["immutabilityPeriodSinceCreationInDays"]);
        Assert.Equal("false", policy["allowProtectedAppendWrites"]);
        Assert.Equal("", policy["allowProtectedAppendWritesAll"]);

        string[] containers = ["log", "checkpoints", "content"];
        Assert.All(containers, name => Assert.NotNull(Estate.The(Container, $"'{name}')")));
        // Retention of versions would reach every container of the account.
        Assert.All(Estate.Of(Container), container => Assert.Equal("", container["immutableStorageWithVersioning"]));
        Assert.All(Estate.Of("Microsoft.Storage/storageAccounts"), account => Assert.Equal("", account["immutableStorageWithVersioning"]));
    }

    [Fact]
    public void DataAccount_KeepsNeitherVersionsNorDeletedBlobs()
    {
        var service = Assert.Single(
            Estate.Of("Microsoft.Storage/storageAccounts/blobServices"),
            resource => resource.Module == "main/dataStorage"
        );
        Assert.Equal("false", service["isVersioningEnabled"]);
        Assert.Equal("false", service["deleteRetentionPolicy.enabled"]);
        Assert.Equal("true", service["containerDeleteRetentionPolicy.enabled"]);
    }

    [Fact]
    public void Vault_KeepsDeletedKeys_SoNoDataKeyIsInIt()
    {
        var vault = Assert.Single(Estate.Of("Microsoft.KeyVault/vaults"));
        Assert.Equal(
            ("true", "true", "90"),
            (vault["enableSoftDelete"], vault["enablePurgeProtection"], vault["softDeleteRetentionInDays"])
        );
        // Two keys that wrap, and nothing else: what is wrapped lies in rows.
        var keys = Estate.Of("Microsoft.KeyVault/vaults/keys").ToArray();
        Assert.Equal(["session-key-wrap", "wrapping"], keys.Select(key => LastSegment(key.Name)).Order(StringComparer.Ordinal));
        Assert.All(keys, key => Assert.Equal(["wrapKey", "unwrapKey"], Strings(key.Properties["keyOps"])));
        Assert.Empty(Estate.Of("Microsoft.KeyVault/vaults/secrets"));
        // The identity could not put one there as a key, either: its role on keys ends at each wrapping key.
        Assert.DoesNotContain(
            Estate.Of(Assignment),
            role => role.Scope.Contains("'Microsoft.KeyVault/vaults'", StringComparison.Ordinal) && !IsSecretKeeper(role)
        );
    }

    [Fact]
    public void Program_WrapsWithTheKeysThatItMayUse()
    {
        // Both by the vault's own outputs, which name the keys that the roles above are held on.
        Assert.Matches("\"Azure__WrappingKey\": \"[^\"]*outputs\\.dataKeyWrap", fixture.Json);
        Assert.Matches("\"Azure__SessionWrappingKey\": \"[^\"]*outputs\\.sessionKeyWrap", fixture.Json);
        string[] named = ["Azure__WrappingKey", "Azure__SessionWrappingKey"];
        var sample = File.ReadAllText(Path.Combine(Bicep.Folder, "..", "local.settings.sample.json"));
        var keys = Estate.Of("Microsoft.KeyVault/vaults/keys").Select(key => LastSegment(key.Name)).ToArray();
        Assert.All(named, setting => Assert.Contains(keys, key => sample.Contains($"\"{setting}\": \"{key}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Identity_HoldsExactlyTheseRoles()
    {
        var held = Estate.Of(Assignment).Select(role => $"{RoleName(role)} on {ScopeName(role)}").Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "KeyVaultCryptoServiceEncryptionUser on vaults/keys session-key-wrap",
                "KeyVaultCryptoServiceEncryptionUser on vaults/keys wrapping",
                "MonitoringMetricsPublisher on components",
                "ServiceBusDataReceiver on namespaces/topics/subscriptions platform",
                "ServiceBusDataSender on namespaces/topics events",
                "StorageBlobDataContributor on storageAccounts/blobServices/containers content",
                "StorageBlobDataOwner on storageAccounts host",
                "StorageTableDataContributor on storageAccounts/tableServices/tables records",
                "custom log writer on storageAccounts/blobServices/containers checkpoints",
                "custom log writer on storageAccounts/blobServices/containers log",
                "custom secret keeper on vaults",
            ],
            held
        );
        Assert.All(Estate.Of(Assignment), role => Assert.Equal("ServicePrincipal", role["principalType"]));
    }

    [Fact]
    public void BuiltInRoles_AreTheOnesTheirVariablesName()
    {
        var variables = Estate
            .Templates.SelectMany(t => t.Template["variables"] as JsonObject ?? [])
            .ToLookup(v => v.Key, v => v.Value?.ToString());
        Assert.All(Roles.BuiltIn, role => Assert.Equal([role.Value], variables[role.Key].Distinct()));
    }

    [Fact]
    public void CustomRoles_CanNeitherDeleteNorManage()
    {
        var roles = Estate.Of("Microsoft.Authorization/roleDefinitions").ToArray();
        Assert.Equal(2, roles.Length);
        foreach (var permission in roles.SelectMany(role => Assert.IsType<JsonArray>(role.Properties["permissions"])))
        {
            Assert.Empty(Strings(permission?["actions"]));
            var rights = Strings(permission?["dataActions"]);
            Assert.NotEmpty(rights);
            Assert.DoesNotContain(rights, right => DangerousRight().IsMatch(right));
        }
    }

    [Fact]
    public void PrivateEndpoints_ReachEveryKeptService()
    {
        var doors = Estate
            .Resources.Where(r => r.Type == "Microsoft.Resources/deployments" && r["parameters.group.value"].Length > 0)
            .Select(r => $"{r.Module} {r["parameters.group.value"]}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "main/bus namespace",
                "main/dataStorage [createArray('blob', 'table')[copyIndex()]]",
                "main/hostStorage blob",
                "main/vault vault",
            ],
            doors
        );
        Assert.NotEmpty(Estate.Of("Microsoft.Network/privateEndpoints"));
        Assert.All(
            Estate.Of("Microsoft.Network/privateEndpoints"),
            endpoint =>
                Assert.Contains(
                    Estate.Of("Microsoft.Network/privateEndpoints/privateDnsZoneGroups"),
                    group => group.Module == endpoint.Module
                )
        );
    }

    [Fact]
    public void Topic_DropsDuplicates_AndDeadLettersWhatCannotBeDelivered()
    {
        var topic = Assert.Single(Estate.Of("Microsoft.ServiceBus/namespaces/topics"));
        Assert.Equal(("true", "P1D"), (topic["requiresDuplicateDetection"], topic["duplicateDetectionHistoryTimeWindow"]));
        var subscription = Assert.Single(Estate.Of("Microsoft.ServiceBus/namespaces/topics/subscriptions"));
        Assert.Equal(("10", "true"), (subscription["maxDeliveryCount"], subscription["deadLetteringOnMessageExpiration"]));
    }

    [Fact]
    public void Alerts_CoverWhatOperatorsMustKnow_AndReachThem()
    {
        string[] wanted =
        [
            "relay-lag",
            "relay-silent",
            "log-refused",
            "witness-refused",
            "witness-lag",
            "commits-fail",
            "denied-rate",
            "agreement-expires",
            "agreement-unreadable",
            "trigger-forged",
            "handler-restarts",
            "store-entered",
            "log-delete-tried",
            "vault-refused",
            "dead-letters",
            "store-unavailable",
            "vault-unavailable",
        ];
        Assert.All(wanted, name => Assert.Contains($"\"name\": \"{name}\"", fixture.Json, StringComparison.Ordinal));
        var rules = Estate.Of("Microsoft.Insights/scheduledQueryRules").Concat(Estate.Of("Microsoft.Insights/metricAlerts")).ToArray();
        Assert.Equal(4, rules.Length);
        Assert.All(rules, rule => Assert.Contains("actionGroupId", rule.Properties["actions"]?.ToJsonString(), StringComparison.Ordinal));
        Assert.Contains(
            "/api/health/ready",
            Assert.Single(Estate.Of("Microsoft.Insights/webtests"))["Request.RequestUrl"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void OperatorGuide_SaysWhatToDoOnEachAlert()
    {
        var guide = File.ReadAllText(Path.Combine(Bicep.Folder, "..", "docs", "guide-operator.md"));
        var names = AlertName()
            .Matches(File.ReadAllText(Path.Combine(Bicep.Folder, "modules", "alerts.bicep")))
            .Select(m => m.Groups["name"].Value)
            .ToArray();
        Assert.True(names.Length > 10);
        Assert.All(names, name => Assert.Matches($@"(?m)^\| ([a-z-]+, )*{name}(, [a-z-]+)* \|", guide));
    }

    [Fact]
    public void ExpiringKeys_RaiseAnAlert()
    {
        var expiring = Assert.Single(Estate.Of("Microsoft.EventGrid/systemTopics/eventSubscriptions"));
        Assert.Equal("MonitorAlert", expiring["destination.endpointType"]);
        string[] types = ["KeyNearExpiry", "KeyExpired", "SecretNearExpiry", "SecretExpired"];
        Assert.Equal(types.Select(type => $"Microsoft.KeyVault.{type}"), Strings(expiring.Properties["filter"]?["includedEventTypes"]));
    }

    [Fact]
    public void Budget_TellsSomebody()
    {
        var budget = Assert.Single(Estate.Of("Microsoft.Consumption/budgets"));
        var notifications = Assert.IsType<JsonObject>(budget.Properties["notifications"]);
        Assert.Equal(3, notifications.Count);
        Assert.All(notifications, n => Assert.Equal("[parameters('addresses')]", n.Value?["contactEmails"]?.ToString()));
    }

    [Fact]
    public void FunctionApp_RunsOurProgramByIdentity()
    {
        var site = Assert.Single(Estate.Of("Microsoft.Web/sites"));
        Assert.Equal("custom", site["functionAppConfig.runtime.name"]);
        Assert.Equal("UserAssignedIdentity", site["functionAppConfig.deployment.storage.authentication.type"]);
        Assert.Equal("Deny", site["siteConfig.scmIpSecurityRestrictionsDefaultAction"]);
        Assert.All(Estate.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies"), policy => Assert.Equal("false", policy["allow"]));
        Assert.Equal(2, Estate.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies").Count());
    }

    [Fact]
    public void Resources_AllHaveAnExactStableType()
    {
        // A preview may change under a deployment that nobody touched. These two types have nothing else that can do what is asked of them.
        string[] previews = ["Microsoft.Insights/diagnosticSettings", "Microsoft.Insights/actionGroups"];
        Assert.All(
            Estate.Resources.Where(r => !previews.Contains(r.Type, StringComparer.Ordinal)),
            r => Assert.Matches(@"^\d{4}-\d{2}-\d{2}$", r.Body["apiVersion"]?.ToString())
        );
    }

    private static bool IsSecretKeeper(Resource role) => RoleName(role) == "custom secret keeper";

    private static string RoleName(Resource role)
    {
        var id = role["roleDefinitionId"];
        return Roles.Names.FirstOrDefault(known => id.Contains(known.Variable, StringComparison.Ordinal)).Name ?? id;
    }

    private static string ScopeName(Resource role)
    {
        var match = ScopeParts().Match(role.Scope);
        Assert.True(match.Success, role.Scope);
        var type = match.Groups["type"].Value;
        var last = type.Contains('/', StringComparison.Ordinal) ? $" {LastSegment(role.Scope)}" : "";
        return type + (role.Scope.Contains("'{0}host{1}'", StringComparison.Ordinal) ? " host" : last);
    }

    /// <summary>The last literal of an expression.</summary>
    private static string LastSegment(string expression) => Literal().Matches(expression)[^1].Groups["text"].Value;

    private static string[] Strings(JsonNode? array) => [.. Assert.IsType<JsonArray>(array).Select(item => item?.ToString() ?? "")];

    private Estate With(string part, string other)
    {
        Assert.Contains(part, fixture.Json, StringComparison.Ordinal);
        return Estate.Parse(fixture.Json.Replace(part, other, StringComparison.Ordinal));
    }

    [GeneratedRegex(
        "/(delete|deleteBlobVersion|purge|recover|move|permanentDelete|modifyPermissions)|\\*",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex DangerousRight();

    [GeneratedRegex(@"'Microsoft\.[A-Za-z]+/(?<type>[A-Za-z]+(/[A-Za-z]+)*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ScopeParts();

    [GeneratedRegex("'(?<text>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal();

    [GeneratedRegex("^    name: '(?<name>[a-z-]+)'\n    description:", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex AlertName();
}
