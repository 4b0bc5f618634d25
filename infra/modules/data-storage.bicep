// The platform's own data: rows in Tables, the log and content in Blobs.
//
// Three containers, because they live by three rules:
//   log          write-once. A retention policy on the container; the identity may add files and read them, and has no right to delete.
//   checkpoints  replaced every few seconds. No retention: a policy would refuse the second checkpoint.
//   content      deleted when its time is over. No retention; what makes it unreadable is the destruction of its data key, which is a row.
//
// Blob versions and blob soft delete stay off: each replaced checkpoint would leave a copy, and "deleted" must mean deleted. Data keys are rows, and
// Tables keep neither versions nor deleted rows. What guards against a mistake is the role without delete, the lock, and container soft delete.

import { ZoneIds } from 'types.bicep'

param name string
param location string
param sku string
param workspaceId string
param identityName string
param subnetId string
param zoneIds ZoneIds

@description('Days for which a log file can be neither changed nor deleted. Unlocked until an operator locks it; see the operator guide.')
@minValue(1)
@maxValue(146000)
param logRetentionDays int

@description('Whether reads of rows are written to the workspace, too: who read the store without passing through the platform.')
param recordReads bool

@description('Whether the account is guarded against deletion.')
param lock bool

// Built-in. Tables have no narrower right that can still replace and delete rows.
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource account 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: take('${name}data${uniqueString(resourceGroup().id, name)}', 24)
  location: location
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    encryption: {
      requireInfrastructureEncryption: true
      keySource: 'Microsoft.Storage'
      services: { blob: { enabled: true }, table: { enabled: true, keyType: 'Account' } }
    }
    minimumTlsVersion: 'TLS1_2'
    networkAcls: { defaultAction: 'Deny', bypass: 'None' }
    publicNetworkAccess: 'Disabled'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: false
      deleteRetentionPolicy: { enabled: false }
      containerDeleteRetentionPolicy: { enabled: true, days: 30 }
    }

    resource log 'containers' = {
      name: 'log'
      properties: { publicAccess: 'None' }

      resource retention 'immutabilityPolicies' = {
        name: 'default'
        properties: {
          immutabilityPeriodSinceCreationInDays: logRetentionDays
          // Log files are written whole, never appended to.
          allowProtectedAppendWrites: false
        }
      }
    }

    resource checkpoints 'containers' = {
      name: 'checkpoints'
      properties: { publicAccess: 'None' }
    }

    resource content 'containers' = {
      name: 'content'
      properties: { publicAccess: 'None' }
    }
  }

  resource tables 'tableServices' = {
    name: 'default'

    resource records 'tables' = {
      name: 'records'
    }
  }
}

// No built-in role can add blobs and not delete them.
resource logWriter 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, name, 'log writer')
  properties: {
    roleName: 'DataSharing log writer (${name})'
    description: 'Reads and writes blobs; cannot delete them, nor their containers.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: []
        dataActions: [
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write'
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action'
        ]
      }
    ]
  }
}

resource writesLog 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::blobs::log.id, identity.id, logWriter.id)
  scope: account::blobs::log
  properties: { principalId: identity.properties.principalId, principalType: 'ServicePrincipal', roleDefinitionId: logWriter.id }
}

resource writesCheckpoints 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::blobs::checkpoints.id, identity.id, logWriter.id)
  scope: account::blobs::checkpoints
  properties: { principalId: identity.properties.principalId, principalType: 'ServicePrincipal', roleDefinitionId: logWriter.id }
}

resource keepsContent 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::blobs::content.id, identity.id, blobDataContributor)
  scope: account::blobs::content
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
  }
}

resource keepsRecords 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::tables::records.id, identity.id, tableDataContributor)
  scope: account::tables::records
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableDataContributor)
  }
}

resource undeletable 'Microsoft.Authorization/locks@2020-05-01' = if (lock) {
  name: 'keep'
  scope: account
  properties: { level: 'CanNotDelete', notes: 'The partnership\'s records and its log. Remove only to wind the deployment up.' }
}

resource blobDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: account::blobs
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'StorageRead', enabled: recordReads }
      { category: 'StorageWrite', enabled: true }
      { category: 'StorageDelete', enabled: true }
    ]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

resource tableDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: account::tables
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'StorageRead', enabled: recordReads }
      { category: 'StorageWrite', enabled: recordReads }
      { category: 'StorageDelete', enabled: true }
    ]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

module endpoints 'private-endpoint.bicep' = [
  for group in ['blob', 'table']: {
    name: '${name}-data-${group}'
    params: {
      name: '${name}-data-${group}-pe'
      location: location
      subnetId: subnetId
      serviceId: account.id
      group: group
      zoneId: zoneIds[group]
    }
  }
]

output accountId string = account.id
output accountName string = account.name
output blobEndpoint string = account.properties.primaryEndpoints.blob
output tableEndpoint string = account.properties.primaryEndpoints.table
