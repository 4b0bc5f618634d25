// The platform itself: the Functions host with our program as its custom handler, on Flex Consumption.

param name string
param location string
param identityName string
param subnetId string
param workspaceId string
param insightsName string
param hostStorageName string
param packagesUri string

@description('Settings of the program: Section__Setting.')
param settings SettingValues

@description('Where browsers reach the pages, for example https://share.example.org; empty: the host name that Azure gives.')
param publicAddress string

param vaultName string

@description('Name in the vault of the platform\'s credential at the identity provider; empty where sign-in needs none.')
param clientCredentialInVault string

@description('Instances that run even when nobody asks. Zero saves money and lets the first request of a quiet hour wait for a cold start.')
@minValue(0)
@maxValue(20)
param alwaysReady int

@minValue(40)
@maxValue(1000)
param maximumInstances int

@description('Address ranges that may reach the platform; empty: anywhere. Its own rules apply to whoever gets in.')
param allowedRanges string[]

@description('Address ranges that may deploy; empty: nobody through the public door.')
param deployRanges string[]

type SettingValues = {
  *: string
}

// Monitoring Metrics Publisher: the right to send telemetry with an identity in place of a key.
var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: '${name}-plan'
  location: location
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

var hostSettings = {
  AzureWebJobsStorage__accountName: hostStorageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  // Nothing is reported to the maker of the exporter.
  APPLICATIONINSIGHTS_STATSBEAT_DISABLED: 'true'
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${identity.properties.clientId}'
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: '${name}-${uniqueString(resourceGroup().id, name)}'
  location: location
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    virtualNetworkSubnetId: subnetId
    keyVaultReferenceIdentity: identity.id
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packagesUri
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      runtime: { name: 'custom', version: '1.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReady > 0 ? [{ name: 'http', instanceCount: alwaysReady }] : []
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      vnetRouteAllEnabled: true
      ipSecurityRestrictionsDefaultAction: empty(allowedRanges) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: [
        for (range, i) in allowedRanges: { name: 'allowed-${i}', ipAddress: range, action: 'Allow', priority: 100 + i }
      ]
      scmIpSecurityRestrictionsUseMain: false
      scmIpSecurityRestrictionsDefaultAction: 'Deny'
      scmIpSecurityRestrictions: [
        for (range, i) in deployRanges: { name: 'deploy-${i}', ipAddress: range, action: 'Allow', priority: 100 + i }
      ]
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(
      hostSettings,
      settings,
      { Pages__PublicAddress: empty(publicAddress) ? 'https://${site.properties.defaultHostName}' : publicAddress },
      empty(clientCredentialInVault)
        ? {}
        : { Pages__ClientSecret: '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=${clientCredentialInVault})' }
    )
  }

  // Deployment signs in with Entra; no user name and password open it.
  resource noScmPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource noFtpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }
}

resource sendsTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, identity.id, metricsPublisher)
  scope: insights
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: site
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'FunctionAppLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output siteId string = site.id
output siteName string = site.name
output host string = site.properties.defaultHostName
