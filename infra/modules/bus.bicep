// The topic that events leave by. Premium, because only Premium has private endpoints.

import { ZoneIds } from 'types.bicep'

param name string
param location string
param workspaceId string
param identityName string
param subnetId string
param zoneIds ZoneIds

@description('Messaging units.')
@allowed([1, 2, 4, 8, 16])
param units int

var dataSender = '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
var dataReceiver = '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource bus 'Microsoft.ServiceBus/namespaces@2026-01-01' = {
  name: '${name}-bus-${uniqueString(resourceGroup().id, name)}'
  location: location
  sku: { name: 'Premium', tier: 'Premium', capacity: units }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: 'Disabled'
    premiumMessagingPartitions: 1
  }

  resource noPublicDoor 'networkRuleSets' = {
    name: 'default'
    properties: { publicNetworkAccess: 'Disabled', defaultAction: 'Deny', trustedServiceAccessEnabled: false }
  }

  resource events 'topics' = {
    name: 'events'
    properties: {
      // The relay sends again what was not acknowledged; a message id that came within this window is taken and dropped. Consumers stay idempotent:
      // an outage of the relay may last longer.
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'P1D'
      defaultMessageTimeToLive: 'P14D'
      enableBatchedOperations: true
      supportOrdering: false
    }

    // The platform's own: what trigger-events delivers.
    resource platform 'subscriptions' = {
      name: 'platform'
      properties: {
        // Longer than a delivery may take (Triggers:EventSeconds), so that a message is not given out twice while it is handled.
        lockDuration: 'PT2M'
        maxDeliveryCount: 10
        defaultMessageTimeToLive: 'P14D'
        deadLetteringOnMessageExpiration: true
        deadLetteringOnFilterEvaluationExceptions: true
        enableBatchedOperations: true
      }
    }
  }
}

resource sends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(bus::events.id, identity.id, dataSender)
  scope: bus::events
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataSender)
  }
}

resource receives 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(bus::events::platform.id, identity.id, dataReceiver)
  scope: bus::events::platform
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataReceiver)
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: bus
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'OperationalLogs', enabled: true }
      { category: 'RuntimeAuditLogs', enabled: true }
      { category: 'VNetAndIPFilteringLogs', enabled: true }
    ]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: '${name}-bus-namespace'
  params: {
    name: '${name}-bus-pe'
    location: location
    subnetId: subnetId
    serviceId: bus.id
    group: 'namespace'
    zoneId: zoneIds.namespace
  }
}

output namespaceId string = bus.id
output host string = '${bus.name}.servicebus.windows.net'
output topic string = bus::events.name
output subscription string = bus::events::platform.name
