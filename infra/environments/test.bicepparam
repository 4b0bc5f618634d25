using '../main.bicep'

// As live, but for its size and for holding made-up people only.
param name = 'dstest'
param environmentName = 'test'
param logOrigin = 'test.datasharing.example/eastmere'
param identityClientId = '11111111-aaaa-4aaa-8aaa-000000000002'
param operatorTenantId = 'aaaaaaaa-0000-4000-8000-000000000001'
param firstAdministrator = '0a000000-0000-4000-8000-000000000001'
param addressSpace = '10.61.0.0/24'
param logRetentionDays = 1
param diagnosticsDays = 30
param diagnosticsDailyGb = 2
param alwaysReady = 1
param alertAddresses = ['platform-test@datasharing.example']
param monthlyBudget = 1000
param budgetStart = '2026-12-01'
