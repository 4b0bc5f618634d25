// What the Functions host itself keeps: the deployed package, its leases and timer state. Apart from the platform's own data, so that the host's
// broad role ends here, and so that opening this account for a deployment would open nothing else.

import { ZoneIds } from 'types.bicep'

param name string
param location string
param sku string
param workspaceId string
param identityName string
param subnetId string
param zoneIds ZoneIds

var packages = 'deployments'
// Storage Blob Data Owner: what the host's documentation asks for where it keeps leases and keys by identity.
var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource account 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: take('${name}host${uniqueString(resourceGroup().id, name)}', 24)
  location: location
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    networkAcls: { defaultAction: 'Deny', bypass: 'None' }
    publicNetworkAccess: 'Disabled'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource deployments 'containers' = {
      name: packages
      properties: { publicAccess: 'None' }
    }
  }
}

resource owner 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, identity.id, blobDataOwner)
  scope: account
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataOwner)
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: account::blobs
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'StorageWrite', enabled: true }
      { category: 'StorageDelete', enabled: true }
    ]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: '${name}-host-blob'
  params: {
    name: '${name}-host-blob-pe'
    location: location
    subnetId: subnetId
    serviceId: account.id
    group: 'blob'
    zoneId: zoneIds.blob
  }
}

output accountName string = account.name
output packagesUri string = '${account.properties.primaryEndpoints.blob}${packages}'
