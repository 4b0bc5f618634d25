// Where logs, metrics and alerts go.

param name string
param location string

@description('Days that diagnostics are kept. They hold ids, codes, counts and network addresses; no personal data of the people the records are about.')
@minValue(30)
@maxValue(730)
param diagnosticsDays int

@description('GB a day after which the workspace takes no more; -1 for no limit. A runaway logger then costs a day of logs, not a budget.')
param dailyCapGb int

@description('Who is told when an alert fires.')
@minLength(1)
param alertAddresses string[]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: diagnosticsDays
    workspaceCapping: { dailyQuotaGb: dailyCapGb }
    features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${name}-insights'
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
    DisableIpMasking: false
  }
}

resource operators 'Microsoft.Insights/actionGroups@2024-10-01-preview' = {
  name: '${name}-operators'
  location: 'global'
  properties: {
    groupShortName: take(name, 12)
    enabled: true
    emailReceivers: [for (address, i) in alertAddresses: { name: 'operator-${i}', emailAddress: address, useCommonAlertSchema: true }]
  }
}

output workspaceId string = workspace.id
output insightsId string = insights.id
output insightsName string = insights.name
output actionGroupId string = operators.id
