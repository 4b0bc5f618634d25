// The keys that wrap other keys, and the deployment's own secrets.
//
// No data key (one a subject and controller) is ever in here: a vault keeps what was deleted for 90 days, and a data key must be gone when it is
// destroyed. Data keys are rows, wrapped by the key below.

import { ZoneIds } from 'types.bicep'

param name string
param location string
param workspaceId string
param identityName string
param subnetId string
param zoneIds ZoneIds
param tenantId string

@description('Whether the vault is guarded against deletion.')
param lock bool

// Reads a key's public part, wraps and unwraps; can neither read nor change nor delete a key.
var cryptoServiceEncryptionUser = 'e147488a-f6f5-4113-8e2d-b22465e65bf6'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: take('${name}-kv-${uniqueString(resourceGroup().id, name)}', 24)
  location: location
  properties: {
    tenantId: tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: 'Disabled'
    networkAcls: { defaultAction: 'Deny', bypass: 'None' }
  }

  // Wraps data keys. Older versions go on unwrapping what they wrapped, expired or not.
  resource dataKeyWrap 'keys' = {
    name: 'wrapping'
    properties: {
      kty: 'RSA'
      keySize: 3072
      keyOps: ['wrapKey', 'unwrapKey']
      rotationPolicy: {
        attributes: { expiryTime: 'P2Y' }
        lifetimeActions: [
          { trigger: { timeAfterCreate: 'P1Y' }, action: { type: 'rotate' } }
          { trigger: { timeBeforeExpiry: 'P60D' }, action: { type: 'notify' } }
        ]
      }
    }
  }

  // Wraps the keys of cookies and anti-forgery tokens, which all instances share.
  resource sessionKeyWrap 'keys' = {
    name: 'session-key-wrap'
    properties: {
      kty: 'RSA'
      keySize: 3072
      keyOps: ['wrapKey', 'unwrapKey']
      rotationPolicy: {
        attributes: { expiryTime: 'P2Y' }
        lifetimeActions: [
          { trigger: { timeAfterCreate: 'P1Y' }, action: { type: 'rotate' } }
          { trigger: { timeBeforeExpiry: 'P60D' }, action: { type: 'notify' } }
        ]
      }
    }
  }
}

resource secretKeeper 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, name, 'secret keeper')
  properties: {
    roleName: 'DataSharing secret keeper (${name})'
    description: 'Reads secrets and makes those that are missing; cannot delete, recover, restore or purge.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: []
        dataActions: [
          'Microsoft.KeyVault/vaults/secrets/getSecret/action'
          'Microsoft.KeyVault/vaults/secrets/readMetadata/action'
          'Microsoft.KeyVault/vaults/secrets/setSecret/action'
        ]
      }
    ]
  }
}

resource keepsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, secretKeeper.id)
  scope: vault
  properties: { principalId: identity.properties.principalId, principalType: 'ServicePrincipal', roleDefinitionId: secretKeeper.id }
}

resource wrapsDataKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault::dataKeyWrap.id, identity.id, cryptoServiceEncryptionUser)
  scope: vault::dataKeyWrap
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', cryptoServiceEncryptionUser)
  }
}

resource wrapsSessionKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault::sessionKeyWrap.id, identity.id, cryptoServiceEncryptionUser)
  scope: vault::sessionKeyWrap
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', cryptoServiceEncryptionUser)
  }
}

resource undeletable 'Microsoft.Authorization/locks@2020-05-01' = if (lock) {
  name: 'keep'
  scope: vault
  properties: { level: 'CanNotDelete', notes: 'Without these keys nothing that the platform stores can be read.' }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: '${name}-vault'
  params: {
    name: '${name}-vault-pe'
    location: location
    subnetId: subnetId
    serviceId: vault.id
    group: 'vault'
    zoneId: zoneIds.vault
  }
}

output vaultId string = vault.id
output vaultName string = vault.name
output vaultUri string = vault.properties.vaultUri
output dataKeyWrap string = vault::dataKeyWrap.name
output sessionKeyWrap string = vault::sessionKeyWrap.name
