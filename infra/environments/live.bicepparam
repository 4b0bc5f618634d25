using '../main.bicep'

// Replace every value that names the example partnership before the first deployment. Nothing here is secret.
param name = 'dslive'
param environmentName = 'live'
param logOrigin = 'datasharing.example/eastmere'
param identityClientId = '11111111-aaaa-4aaa-8aaa-000000000003'
param operatorTenantId = 'aaaaaaaa-0000-4000-8000-000000000001'
param firstAdministrator = '0a000000-0000-4000-8000-000000000001'
param addressSpace = '10.62.0.0/24'
// Seven years. Lock the policy once the first month has gone well; from then on it can only be prolonged.
param logRetentionDays = 2557
param diagnosticsDays = 365
param diagnosticsDailyGb = -1
param alwaysReady = 2
param maximumInstances = 100
param alertAddresses = ['platform-operations@datasharing.example']
param monthlyBudget = 1600
param budgetStart = '2026-12-01'
