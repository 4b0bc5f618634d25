// One partnership's whole estate, in one resource group. Deploy, roll back and restore: docs/guide-operator.md.

targetScope = 'resourceGroup'

@description('Short name of the deployment; resource names begin with it.')
@minLength(3)
@maxLength(10)
param name string

param location string = resourceGroup().location

@description('What the environment is for: `live` alone holds real people\'s data.')
@allowed(['dev', 'test', 'live'])
param environmentName string

@description('The log\'s name in receipts and checkpoints. Fixed for the life of a log.')
@minLength(1)
@maxLength(120)
param logOrigin string

@description('Witnesses of the log: each one\'s key, a blank and its address, with ; between two of them. Empty for none.')
param witnesses string = ''

@description('Application id of the platform in Entra: the audience of every token. An id, not a secret.')
@minLength(36)
@maxLength(36)
param identityClientId string

@description('The tenant of the partnership\'s own office.')
@minLength(36)
@maxLength(36)
param operatorTenantId string

@description('Object id, in that tenant, of who administers an empty store. Read once, when the store is founded.')
@minLength(36)
@maxLength(36)
param firstAdministrator string

@description('A /24 for the platform\'s own network.')
param addressSpace string = '10.60.0.0/24'

@description('Days for which a log file can be neither changed nor deleted.')
param logRetentionDays int

@description('Days that diagnostics are kept.')
param diagnosticsDays int

@description('GB of diagnostics a day after which no more are taken; -1 for no limit.')
param diagnosticsDailyGb int

@description('Where browsers reach the pages; empty: the host name that Azure gives.')
param publicAddress string = ''

@description('Name in the vault of the platform\'s credential at the identity provider, put there by hand; empty where sign-in needs none.')
param clientCredentialInVault string = ''

@description('Instances that run even when nobody asks.')
param alwaysReady int

param maximumInstances int = 40

@description('Service Bus messaging units.')
param busUnits int = 1

@description('Address ranges that may reach the platform; empty: anywhere.')
param allowedRanges string[] = []

@description('Address ranges that may deploy.')
param deployRanges string[] = []

@description('Who is told of alerts and of costs.')
param alertAddresses string[]

@description('In the currency of the billing account.')
param monthlyBudget int

@description('First day of the month from which the budget counts.')
param budgetStart string

var isLive = environmentName == 'live'
// Three zones in one region. A second region would lag behind, and a log that is cut behind a signed checkpoint must never be gone on with.
var storageSku = environmentName == 'dev' ? 'Standard_LRS' : 'Standard_ZRS'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${name}-identity'
  location: location
}

module network 'modules/network.bicep' = {
  name: '${name}-network'
  params: { name: name, location: location, addressSpace: addressSpace }
}

module monitoring 'modules/monitoring.bicep' = {
  name: '${name}-monitoring'
  params: {
    name: name
    location: location
    diagnosticsDays: diagnosticsDays
    dailyCapGb: diagnosticsDailyGb
    alertAddresses: alertAddresses
  }
}

module hostStorage 'modules/host-storage.bicep' = {
  name: '${name}-host-storage'
  params: {
    name: name
    location: location
    sku: storageSku
    workspaceId: monitoring.outputs.workspaceId
    identityName: identity.name
    subnetId: network.outputs.endpointsSubnetId
    zoneIds: network.outputs.zoneIds
  }
}

module dataStorage 'modules/data-storage.bicep' = {
  name: '${name}-data-storage'
  params: {
    name: name
    location: location
    sku: storageSku
    workspaceId: monitoring.outputs.workspaceId
    identityName: identity.name
    subnetId: network.outputs.endpointsSubnetId
    zoneIds: network.outputs.zoneIds
    logRetentionDays: logRetentionDays
    recordReads: isLive
    lock: isLive
  }
}

module bus 'modules/bus.bicep' = {
  name: '${name}-bus'
  params: {
    name: name
    location: location
    workspaceId: monitoring.outputs.workspaceId
    identityName: identity.name
    subnetId: network.outputs.endpointsSubnetId
    zoneIds: network.outputs.zoneIds
    units: busUnits
  }
}

module vault 'modules/vault.bicep' = {
  name: '${name}-vault'
  params: {
    name: name
    location: location
    workspaceId: monitoring.outputs.workspaceId
    identityName: identity.name
    subnetId: network.outputs.endpointsSubnetId
    zoneIds: network.outputs.zoneIds
    tenantId: tenant().tenantId
    lock: isLive
  }
}

module functionApp 'modules/function-app.bicep' = {
  name: '${name}-function-app'
  params: {
    name: name
    location: location
    identityName: identity.name
    subnetId: network.outputs.functionsSubnetId
    workspaceId: monitoring.outputs.workspaceId
    insightsName: '${name}-insights'
    hostStorageName: hostStorage.outputs.accountName
    packagesUri: hostStorage.outputs.packagesUri
    publicAddress: publicAddress
    vaultName: vault.outputs.vaultName
    clientCredentialInVault: clientCredentialInVault
    alwaysReady: alwaysReady
    maximumInstances: maximumInstances
    allowedRanges: allowedRanges
    deployRanges: deployRanges
    settings: {
      ASPNETCORE_ENVIRONMENT: 'Production'
      Platform__Home: 'Azure'
      Log__Origin: logOrigin
      Witnesses__Members: witnesses
      // A commit wakes the relay of its own process at once; the sweep only finds what a dead instance left. Each sweep is 17 reads, billed and logged.
      Log__RelaySweepMilliseconds: '10000'
      Identity__Instance: environment().authentication.loginEndpoint
      Identity__TenantId: 'organizations'
      Identity__ClientId: identityClientId
      Identity__OperatorTenantId: operatorTenantId
      Identity__FirstAdministrator: firstAdministrator
      Azure__TableEndpoint: dataStorage.outputs.tableEndpoint
      Azure__BlobEndpoint: dataStorage.outputs.blobEndpoint
      Azure__KeyVault: vault.outputs.vaultUri
      Azure__WrappingKey: vault.outputs.dataKeyWrap
      Azure__SessionWrappingKey: vault.outputs.sessionKeyWrap
      Azure__ManagedIdentityClientId: identity.properties.clientId
      ServiceBus__Namespace: bus.outputs.host
      ServiceBus__Topic: bus.outputs.topic
      ServiceBus__Subscription: bus.outputs.subscription
      ServiceBus__Source: logOrigin
      // How the host itself reaches the bus for trigger-events.
      EventsConnection__fullyQualifiedNamespace: bus.outputs.host
      EventsConnection__credential: 'managedidentity'
      EventsConnection__clientId: identity.properties.clientId
    }
  }
}

module alerts 'modules/alerts.bicep' = {
  name: '${name}-alerts'
  params: {
    name: name
    location: location
    insightsId: monitoring.outputs.insightsId
    workspaceId: monitoring.outputs.workspaceId
    actionGroupId: monitoring.outputs.actionGroupId
    siteHost: functionApp.outputs.host
    principalId: identity.properties.principalId
    dataStorageId: dataStorage.outputs.accountId
    namespaceId: bus.outputs.namespaceId
    vaultId: vault.outputs.vaultId
    relayAlwaysRuns: alwaysReady > 0
    recordReads: isLive
  }
}

module dashboard 'modules/dashboard.bicep' = {
  name: '${name}-dashboard'
  params: { name: name, location: location, insightsId: monitoring.outputs.insightsId }
}

module budget 'modules/budget.bicep' = {
  name: '${name}-budget'
  params: { name: name, monthlyAmount: monthlyBudget, startDate: budgetStart, addresses: alertAddresses }
}

output platformAddress string = 'https://${functionApp.outputs.host}'
output functionAppName string = functionApp.outputs.siteName
output identityPrincipalId string = identity.properties.principalId
