using '../main.bicep'

// For developers. Holds made-up people only. Delete the resource group when nobody needs it: the bus alone costs the same idle as busy.
param name = 'dsdev'
param environmentName = 'dev'
param logOrigin = 'dev.datasharing.example/eastmere'
param identityClientId = '11111111-aaaa-4aaa-8aaa-000000000001'
param operatorTenantId = 'aaaaaaaa-0000-4000-8000-000000000001'
param firstAdministrator = '0a000000-0000-4000-8000-000000000001'
param addressSpace = '10.60.0.0/24'
param logRetentionDays = 1
param diagnosticsDays = 30
param diagnosticsDailyGb = 1
param alwaysReady = 0
param alertAddresses = ['platform-dev@datasharing.example']
param monthlyBudget = 900
param budgetStart = '2026-12-01'
