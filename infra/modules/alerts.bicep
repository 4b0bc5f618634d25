// What wakes an operator. Names of metrics are those of the program's meter "DataSharing"; a test compares them.

param name string
param location string
param insightsId string
param workspaceId string
param actionGroupId string
param siteHost string
param principalId string
param dataStorageId string
param namespaceId string
param vaultId string

@description('The relay sweeps all the time only where an instance always runs.')
param relayAlwaysRuns bool

@description('Whether reads of the store are in the workspace, so that foreign ones can be seen.')
param recordReads bool

type LogAlert = {
  name: string
  description: string
  @description('0 critical, 1 error, 2 warning, 3 information.')
  severity: 0 | 1 | 2 | 3
  @description('Rows are occurrences: any row fires.')
  query: string
  minutes: 5 | 15 | 30 | 60 | 360 | 1440
  everyMinutes: 5 | 15 | 60
  enabled: bool
}

// Azure Monitor keeps a gauge's reading as Sum over ItemCount.
var reading = 'extend Reading = Sum / iff(ItemCount > 0, ItemCount, 1)'

var applicationAlerts LogAlert[] = [
  {
    name: 'relay-lag'
    description: 'An entry has waited more than a minute for the log. The promise is 24 hours; the objective is seconds.'
    severity: 1
    query: 'AppMetrics | where Name == "datasharing.relay.lag" | ${reading} | summarize Oldest = max(Reading) by bin(TimeGenerated, 5m) | where Oldest > 60'
    minutes: 15
    everyMinutes: 5
    enabled: true
  }
  {
    name: 'relay-silent'
    description: 'No instance has reported its relay for 15 minutes: nothing runs, or telemetry does not arrive.'
    severity: 1
    query: 'AppMetrics | where Name == "datasharing.relay.lag" | count | where Count == 0'
    minutes: 15
    everyMinutes: 5
    enabled: relayAlwaysRuns
  }
  {
    name: 'log-refused'
    description: 'No checkpoint is signed, because that would shorten or fork the log. See "When the log refuses" in the operator guide.'
    severity: 0
    query: 'AppMetrics | where Name == "datasharing.log.refused" | ${reading} | summarize Refused = max(Reading) | where Refused > 0'
    minutes: 15
    everyMinutes: 5
    enabled: true
  }
  {
    name: 'witness-refused'
    description: 'A witness says that the history of the log was changed. See "When a witness refuses" in the operator guide.'
    severity: 0
    query: 'AppMetrics | where Name == "datasharing.witness.refused" | ${reading} | summarize Refusing = max(Reading) | where Refusing > 0'
    minutes: 15
    everyMinutes: 5
    enabled: true
  }
  {
    name: 'witness-lag'
    description: 'Entries have waited for more than an hour for enough cosignatures: witnesses are away, or set wrongly.'
    severity: 2
    query: 'AppMetrics | where Name == "datasharing.witness.lag" | ${reading} | summarize Oldest = max(Reading) | where Oldest > 3600'
    minutes: 30
    everyMinutes: 15
    enabled: true
  }
  {
    name: 'commits-fail'
    description: 'Commits could not be written, so callers were answered 503 and nothing left. Look at the store and the vault.'
    severity: 1
    query: 'AppMetrics | where Name == "datasharing.commits" and tostring(Properties.outcome) == "unavailable" | summarize Failed = sum(Sum) | where Failed >= 3'
    minutes: 5
    everyMinutes: 5
    enabled: true
  }
  {
    name: 'denied-rate'
    description: 'More than a quarter of at least 100 decisions were refusals: an agreement may have lapsed, or somebody tries doors.'
    severity: 2
    query: 'AppMetrics | where Name == "datasharing.commits" | extend Effect = tostring(Properties.effect) | where Effect in ("permit", "deny") | summarize Denied = sumif(Sum, Effect == "deny"), Decided = sum(Sum) | where Decided >= 100 and Denied * 4 > Decided'
    minutes: 30
    everyMinutes: 15
    enabled: true
  }
  {
    name: 'agreement-expires'
    description: 'An agreement in force ends within 30 days; sharing under it stops at that moment.'
    severity: 2
    query: 'AppMetrics | where Name == "datasharing.agreements.days_left" | ${reading} | summarize arg_max(TimeGenerated, Reading) | where Reading <= 30'
    minutes: 360
    everyMinutes: 60
    enabled: true
  }
  {
    name: 'agreement-unreadable'
    description: 'An agreement that the partnership put in force cannot be read; everything it might forbid is refused.'
    severity: 1
    query: 'AppMetrics | where Name == "datasharing.agreements.unreadable" | ${reading} | summarize arg_max(TimeGenerated, Reading) | where Reading > 0'
    minutes: 60
    everyMinutes: 15
    enabled: true
  }
  {
    name: 'trigger-forged'
    description: 'A trigger was called by something that is not the Functions host, or the host changed how it calls.'
    severity: 1
    query: 'AppMetrics | where Name == "datasharing.triggers.refused" | summarize Refused = sum(Sum) | where Refused > 0'
    minutes: 15
    everyMinutes: 15
    enabled: true
  }
]

var platformAlerts LogAlert[] = [
  {
    name: 'handler-restarts'
    description: 'The host restarted the program or gave it up.'
    severity: 1
    query: 'FunctionAppLogs | where Level == "Error" and (Message has "exited" or Message has "restart") | count | where Count >= 3'
    minutes: 30
    everyMinutes: 15
    enabled: true
  }
  {
    name: 'store-entered'
    description: 'Somebody other than the platform itself read or changed the store. Nobody should hold such a role outside an agreed restore.'
    severity: 0
    query: 'union StorageTableLogs, StorageBlobLogs | where AccountName startswith "${name}data" and StatusText == "Success" and isnotempty(RequesterObjectId) and RequesterObjectId != "${principalId}" | count | where Count > 0'
    minutes: 15
    everyMinutes: 15
    enabled: recordReads
  }
  {
    name: 'log-delete-tried'
    description: 'Somebody tried to delete from the write-once log.'
    severity: 0
    query: 'StorageBlobLogs | where AccountName startswith "${name}data" and Category == "StorageDelete" and ObjectKey has "/log/" | count | where Count > 0'
    minutes: 15
    everyMinutes: 15
    enabled: true
  }
  {
    name: 'vault-refused'
    description: 'The vault refused somebody, or a key or secret was deleted.'
    severity: 1
    query: 'AzureDiagnostics | where ResourceProvider == "MICROSOFT.KEYVAULT" and (ResultSignature in ("Forbidden", "Unauthorized") or OperationName in ("KeyDelete", "SecretDelete", "KeyPurge", "SecretPurge")) and identity_claim_oid_g != "" | count | where Count > 0'
    minutes: 15
    everyMinutes: 15
    enabled: true
  }
]

resource applicationRules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in applicationAlerts: {
    name: '${name}-${alert.name}'
    location: location
    properties: {
      displayName: '${name}: ${alert.name}'
      description: alert.description
      enabled: alert.enabled
      severity: alert.severity
      scopes: [insightsId]
      windowSize: 'PT${alert.minutes}M'
      evaluationFrequency: 'PT${alert.everyMinutes}M'
      criteria: {
        allOf: [
          {
            // A rule on a component's scope finds its data in the workspace's tables.
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      actions: { actionGroups: [actionGroupId] }
    }
  }
]

resource platformRules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in platformAlerts: {
    name: '${name}-${alert.name}'
    location: location
    properties: {
      displayName: '${name}: ${alert.name}'
      description: alert.description
      enabled: alert.enabled
      severity: alert.severity
      scopes: [workspaceId]
      windowSize: 'PT${alert.minutes}M'
      evaluationFrequency: 'PT${alert.everyMinutes}M'
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      // Tables of resource logs exist only once the first log came.
      skipQueryValidation: true
      autoMitigate: true
      actions: { actionGroups: [actionGroupId] }
    }
  }
]

type MetricAlert = {
  name: string
  description: string
  severity: 0 | 1 | 2 | 3
  scope: string
  namespace: string
  metric: string
  aggregation: 'Average' | 'Maximum' | 'Total'
  operator: 'GreaterThan' | 'LessThan'
  threshold: int
}

var metricAlerts MetricAlert[] = [
  {
    name: 'dead-letters'
    description: 'An event could not be delivered and lies in the dead-letter queue; see "Replay dead letters" in the operator guide.'
    severity: 2
    scope: namespaceId
    namespace: 'Microsoft.ServiceBus/namespaces'
    metric: 'DeadletteredMessages'
    aggregation: 'Average'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'bus-throttles'
    description: 'The bus turned requests away because it is full: add a messaging unit.'
    severity: 2
    scope: namespaceId
    namespace: 'Microsoft.ServiceBus/namespaces'
    metric: 'ThrottledRequests'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 100
  }
  {
    name: 'store-unavailable'
    description: 'Fewer than 99 of 100 calls to the data account were answered.'
    severity: 1
    scope: dataStorageId
    namespace: 'Microsoft.Storage/storageAccounts'
    metric: 'Availability'
    aggregation: 'Average'
    operator: 'LessThan'
    threshold: 99
  }
  {
    name: 'store-slow'
    description: 'The data account takes more than 200 ms a call on average, as seen by the platform.'
    severity: 2
    scope: dataStorageId
    namespace: 'Microsoft.Storage/storageAccounts'
    metric: 'SuccessE2ELatency'
    aggregation: 'Average'
    operator: 'GreaterThan'
    threshold: 200
  }
  {
    name: 'vault-unavailable'
    description: 'Fewer than 99 of 100 calls to the vault were answered; what is not cached cannot be unwrapped.'
    severity: 1
    scope: vaultId
    namespace: 'Microsoft.KeyVault/vaults'
    metric: 'Availability'
    aggregation: 'Average'
    operator: 'LessThan'
    threshold: 99
  }
]

resource metricRules 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for alert in metricAlerts: {
    name: '${name}-${alert.name}'
    location: 'global'
    properties: {
      description: alert.description
      enabled: true
      severity: alert.severity
      scopes: [alert.scope]
      windowSize: 'PT15M'
      evaluationFrequency: 'PT5M'
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: alert.name
            metricNamespace: alert.namespace
            metricName: alert.metric
            timeAggregation: alert.aggregation
            operator: alert.operator
            threshold: alert.threshold
          }
        ]
      }
      actions: [{ actionGroupId: actionGroupId }]
    }
  }
]

// Asked from outside, so that DNS, certificate, host, program, store, relay and key ring are all in the answer.
resource ready 'Microsoft.Insights/webtests@2022-06-15' = {
  name: '${name}-ready'
  location: location
  kind: 'standard'
  tags: { 'hidden-link:${insightsId}': 'Resource' }
  properties: {
    SyntheticMonitorId: '${name}-ready'
    Name: '${name}: ready'
    Description: 'GET /api/health/ready answers 200.'
    Enabled: true
    Frequency: 300
    Timeout: 30
    Kind: 'standard'
    RetryEnabled: true
    Locations: [{ Id: 'emea-ru-msa-edge' }, { Id: 'emea-gb-db3-azr' }, { Id: 'emea-nl-ams-azr' }]
    Request: { RequestUrl: 'https://${siteHost}/api/health/ready', HttpVerb: 'GET', ParseDependentRequests: false }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 14 }
  }
}

resource notReady 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-not-ready'
  location: 'global'
  properties: {
    description: 'Two of three places outside cannot get "ready" from the platform.'
    enabled: true
    severity: 0
    scopes: [ready.id, insightsId]
    windowSize: 'PT15M'
    evaluationFrequency: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: ready.id
      componentId: insightsId
      failedLocationCount: 2
    }
    actions: [{ actionGroupId: actionGroupId }]
  }
}

// Expiring keys and secrets: the vault says so itself, 30 days before and when it has happened.
resource vaultEvents 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: '${name}-vault-events'
  location: location
  properties: { source: vaultId, topicType: 'Microsoft.KeyVault.vaults' }

  resource expiring 'eventSubscriptions' = {
    name: 'expiring'
    properties: {
      eventDeliverySchema: 'CloudEventSchemaV1_0'
      filter: {
        includedEventTypes: [
          'Microsoft.KeyVault.KeyNearExpiry'
          'Microsoft.KeyVault.KeyExpired'
          'Microsoft.KeyVault.SecretNearExpiry'
          'Microsoft.KeyVault.SecretExpired'
        ]
      }
      destination: {
        endpointType: 'MonitorAlert'
        properties: { severity: 'Sev1', actionGroups: [actionGroupId], description: 'A key or secret of the platform expires.' }
      }
    }
  }
}
